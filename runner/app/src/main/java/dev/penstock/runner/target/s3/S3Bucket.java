package dev.penstock.runner.target.s3;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.identity.Identity;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket behind a connection. Threads share it; who opens it closes it. */
public final class S3Bucket implements Bucket, AutoCloseable {
  private final S3Client client;
  private final Connection.S3 connection;
  private final String name;
  private final Proof proof;
  private final Sealing sealing;
  private final MultipartUpload uploads;

  private S3Bucket(S3Client client, Connection.S3 connection) {
    this.client = client;
    this.connection = connection;
    this.name = connection.bucket();
    this.proof = Proof.of(connection);
    this.sealing = Sealing.of(connection.encryption());
    this.uploads = new MultipartUpload(client, name, proof, sealing);
  }

  /**
   * Opens the bucket of a connection; the first request shows whether it can be reached.
   *
   * @param keys of the connection's Secret; empty: the identity of the pod
   * @param authority certificates in PEM to believe beside those that the JVM does
   */
  public static S3Bucket open(
      Connection.S3 connection, Optional<KeyPair> keys, Optional<Path> authority) {
    return withKeys(connection, keys.map(pair -> () -> pair), authority);
  }

  /** The same with keys that are asked for with each request, since a Secret may change. */
  public static S3Bucket withKeys(
      Connection.S3 connection, Optional<Supplier<KeyPair>> keys, Optional<Path> authority) {
    return new S3Bucket(StoreClient.of(connection, keys, authority), connection);
  }

  /**
   * The same for an identity that is asked with each request.
   *
   * @param identity closed by who opened it, after the bucket
   */
  public static S3Bucket withIdentity(
      Connection.S3 connection, Identity identity, Optional<Path> authority) {
    return new S3Bucket(StoreClient.of(connection, identity, authority), connection);
  }

  /** Opens the bucket of a connection whose store has a certificate that the JVM believes. */
  public static S3Bucket open(Connection.S3 connection, Optional<KeyPair> keys) {
    return open(connection, keys, Optional.empty());
  }

  /** Loads what every client needs, so that a later {@link #open} need not; connects to nothing. */
  public static void load() {
    StoreClient.load();
  }

  @Override
  public String name() {
    return name;
  }

  /** {@return the region that the store says it is in; empty: it does not say} */
  Optional<String> region() {
    try {
      return Optional.ofNullable(client.headBucket(head -> head.bucket(name)).bucketRegion());
    } catch (SdkException e) {
      // Not every store that is compatible knows the question, and no run asks it.
      return Optional.empty();
    }
  }

  /** Uploads a file, in pieces when it is large; nothing lies at the key before all of it does. */
  public void upload(Path file, String key) throws InterruptedException {
    try {
      uploads.upload(file, key);
    } catch (SdkException e) {
      throw new S3Errors(connection).translate("put " + key, e);
    }
  }

  @Override
  public Put putIfAbsent(String key, byte[] content) {
    try {
      store(key, content, put -> put.ifNoneMatch("*"));
      return Put.STORED;
    } catch (S3Exception e) {
      return switch (e.statusCode()) {
        case 412 -> Put.TAKEN;
        // 409: another conditional put on this key is under way.
        case 409, 500, 502, 503, 504 -> Put.UNKNOWN;
        default -> throw new S3Errors(connection).translate("put " + key, e);
      };
    } catch (SdkClientException e) {
      if (S3Errors.untrusted(e)) {
        throw new S3Errors(connection).translate("put " + key, e);
      }
      return Put.UNKNOWN;
    }
  }

  @Override
  public void put(String key, byte[] content) {
    act("put " + key, () -> store(key, content, put -> {}));
  }

  @Override
  public Optional<byte[]> read(String key) {
    return found(
        "read " + key,
        () ->
            Optional.of(
                client
                    .getObjectAsBytes(get -> asked(get.bucket(name).key(key)))
                    .asByteArrayUnsafe()),
        Optional.empty());
  }

  @Override
  public Optional<Downloaded> download(String key, Path file) {
    return found(
        "read " + key,
        () ->
            Optional.of(
                Download.of(
                    client.getObject(get -> asked(get.bucket(name).key(key))),
                    file,
                    "%s from bucket %s of connection %s".formatted(key, name, connection.name()))),
        Optional.empty());
  }

  @Override
  public OptionalLong size(String key) {
    return found(
        "look at " + key,
        () ->
            OptionalLong.of(client.headObject(head -> head.bucket(name).key(key)).contentLength()),
        OptionalLong.empty());
  }

  @Override
  public boolean copy(String from, String to) {
    return found(
        "copy " + from,
        () -> {
          client.copyObject(copy ->
              sealing
                  .on(copy)
                  .sourceBucket(name)
                  .sourceKey(from)
                  .destinationBucket(name)
                  .destinationKey(to));
          return true;
        },
        false);
  }

  @Override
  public void delete(String key) {
    act("delete " + key, () -> client.deleteObject(delete -> delete.bucket(name).key(key)));
  }

  @Override
  public List<String> list(String prefix, String after, int limit) {
    return act("list " + prefix, () -> listed(prefix, after, limit));
  }

  // S3 may answer with fewer keys than were asked for though more follow.
  private List<String> listed(String prefix, String after, int limit) {
    List<String> keys = new ArrayList<>();
    var question =
        ListObjectsV2Request.builder().bucket(name).prefix(prefix).startAfter(after).maxKeys(limit);
    while (true) {
      var page = client.listObjectsV2(question.build());
      page.contents().stream().limit(limit - keys.size()).map(S3Object::key).forEach(keys::add);
      if (keys.size() >= limit || !Boolean.TRUE.equals(page.isTruncated())) {
        return List.copyOf(keys);
      }
      question.continuationToken(page.nextContinuationToken());
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** Asks for the checksum that the store keeps; the client then compares. */
  private GetObjectRequest.Builder asked(GetObjectRequest.Builder get) {
    return proof == Proof.CRC32C ? get.checksumMode(ChecksumMode.ENABLED) : get;
  }

  private PutObjectResponse store(
      String key, byte[] content, Consumer<PutObjectRequest.Builder> condition) {
    var told = proof.of(() -> new ByteArrayInputStream(content));
    return client.putObject(
        put -> {
          sealing
              .on(put.bucket(name).key(key))
              .checksumCRC32C(told.crc32c())
              .contentMD5(told.md5());
          condition.accept(put);
        },
        RequestBody.fromBytes(content));
  }

  private <T> T act(String act, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw new S3Errors(connection).translate(act, e);
    }
  }

  private <T> T found(String act, Supplier<T> request, T absent) {
    return act(
        act,
        () -> {
          try {
            return request.get();
          } catch (S3Exception e) {
            if (e.statusCode() == 404 && !(e instanceof NoSuchBucketException)) {
              return absent;
            }
            throw e;
          }
        });
  }
}
