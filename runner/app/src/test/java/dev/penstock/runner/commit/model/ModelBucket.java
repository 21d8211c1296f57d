package dev.penstock.runner.commit.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The bucket as one attempt asks for it. */
final class ModelBucket implements Bucket {
  private final Link link;

  ModelBucket(Link link) {
    this.link = link;
  }

  private Object ask(Call call) {
    var reply = link.call(call);
    if (reply == Call.Lost.REPLY) {
      throw new TransientException(Reason.STORE_UNAVAILABLE, "No reply to " + call, "Try again");
    }
    return reply;
  }

  @Override
  public String name() {
    return "acme-lake";
  }

  @Override
  public Put putIfAbsent(String key, byte[] content) {
    return (Put) ask(new S3.PutIfAbsent(key, new String(content, UTF_8)));
  }

  @Override
  public void put(String key, byte[] content) {
    ask(new S3.PutObject(key, new String(content, UTF_8)));
  }

  @Override
  public Optional<byte[]> read(String key) {
    return ((Optional<?>) ask(new S3.Get(key))).map(content -> content.toString().getBytes(UTF_8));
  }

  /** Writes no file: the attempt asks for nothing but what was brought. */
  @Override
  public Optional<Downloaded> download(String key, Path file) {
    return read(key).map(content -> new Downloaded(content.length, digest(content)));
  }

  static String digest(byte[] content) {
    return "%064x".formatted(new String(content, UTF_8).hashCode() & 0xffffffffL);
  }

  @Override
  public OptionalLong size(String key) {
    return (OptionalLong) ask(new S3.Head(key));
  }

  @Override
  public boolean copy(String from, String to) {
    return (Boolean) ask(new S3.Copy(from, to));
  }

  @Override
  public void delete(String key) {
    ask(new S3.Delete(key));
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    return ((List<?>) ask(new S3.Keys(prefix, after, limit)))
        .stream().map(String.class::cast).toList();
  }
}
