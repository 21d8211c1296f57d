package dev.penstock.runner.target.s3;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Checksums;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** What a request says of its content, so that a store refuses what has changed on the way. */
enum Proof {
  /** CRC32C, of each piece and of the whole object, which keeps it. */
  CRC32C,

  /** Content-MD5 of each request: every store knows it, no object keeps it. */
  MD5,

  /** Nothing more: over plain HTTP the signature covers the content. */
  SIGNATURE;

  private static final int BUFFER = 64 << 10;

  /**
   * What one request says.
   *
   * @param crc32c in Base64; null: not told
   * @param md5 in Base64; null: not told
   */
  record Told(@Nullable String crc32c, @Nullable String md5) {
    static final Told NOTHING = new Told(null, null);
  }

  /** {@return what the connection's store is told} */
  static Proof of(Connection.S3 connection) {
    if (connection.checksums() == Checksums.WHEN_SUPPORTED) {
      return CRC32C;
    }
    return connection.endpoint().filter(url -> url.startsWith("http://")).isPresent()
        ? SIGNATURE
        : MD5;
  }

  /** {@return what to say of a content, which is opened, read to its end and closed if need be} */
  Told of(Supplier<InputStream> content) {
    return switch (this) {
      case CRC32C -> {
        var sum = new CRC32C();
        each(content, sum::update);
        var bytes = ByteBuffer.allocate(Integer.BYTES).putInt((int) sum.getValue()).array();
        yield new Told(Base64.getEncoder().encodeToString(bytes), null);
      }
      case MD5 -> {
        var digest = md5();
        each(content, digest::update);
        yield new Told(null, Base64.getEncoder().encodeToString(digest.digest()));
      }
      case SIGNATURE -> Told.NOTHING;
    };
  }

  private interface Sink {
    void accept(byte[] bytes, int from, int length);
  }

  private static void each(Supplier<InputStream> content, Sink sink) {
    try (var in = content.get()) {
      var buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sink.accept(buffer, 0, count);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
