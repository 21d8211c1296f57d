package dev.penstock.runner.target.s3;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One bucket behind a connection. Threads share it; who opens it closes it. */
public final class S3Bucket implements Bucket, AutoCloseable {
  /** With their pauses these take 5 to 11 seconds. */
  private static final int TRIES = 7;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final S3Client client;
  private final String connection;
  private final String name;
  private final MultipartUpload uploads;

  private S3Bucket(S3Client client, String connection, String name) {
    this.client = client;
    this.connection = connection;
    this.name = name;
    this.uploads = new MultipartUpload(client, name);
  }

  /**
   * Opens the bucket of a connection; the first request shows whether it can be reached.
   *
   * @param keys of the connection's Secret; empty: the identity of the pod
   */
  public static S3Bucket open(Connection.S3 connection, Optional<KeyPair> keys) {
    var builder =
        S3Client.builder()
            .region(Region.of(connection.region()))
            .forcePathStyle(connection.pathStyle())
            .credentialsProvider(identity(connection, keys))
            // Compatible stores refuse what they do not know; a part's length is checked by HEAD.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(settings -> settings.retryStrategy(repeats()))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(Duration.ofSeconds(10))
                    .socketTimeout(Duration.ofSeconds(60)));
    connection.endpoint().map(URI::create).ifPresent(builder::endpointOverride);
    return new S3Bucket(builder.build(), connection.name(), connection.bucket());
  }

  /** Loads what every client needs, so that a later {@link #open} need not; connects to nothing. */
  public static void load() {
    S3Client.builder()
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(settings -> settings.retryStrategy(repeats()))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build()
        .close();
  }

  /**
   * A store that resets or throttles for some seconds is waited for: by default the client tries
   * four times within half a second. A conditional put may be repeated too; who finds its own
   * object there has stored it.
   */
  private static RetryStrategy repeats() {
    var pause = BackoffStrategy.exponentialDelayHalfJitter(FIRST_PAUSE, LONGEST_PAUSE);
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(TRIES)
        .backoffStrategy(pause)
        .throttlingBackoffStrategy(pause)
        .build();
  }

  private static AwsCredentialsProvider identity(Connection.S3 connection, Optional<KeyPair> keys) {
    if (keys.isPresent()) {
      return StaticCredentialsProvider.create(
          AwsBasicCredentials.create(keys.get().accessKeyId(), keys.get().secretAccessKey()));
    }
    var chain = DefaultCredentialsProvider.builder().build();
    try {
      chain.resolveCredentials();
      return chain;
    } catch (SdkClientException e) {
      chain.close();
      throw new ConfigurationException(
          Reason.SECRET_MISSING,
          "Connection %s names no credentials and the pod has no AWS identity"
              .formatted(connection.name()),
          "Name a Secret in spec.credentials or give the service account a role",
          e);
    }
  }

  @Override
  public String name() {
    return name;
  }

  /** Uploads a file, in pieces when it is large; nothing lies at the key before all of it does. */
  public void upload(Path file, String key) throws InterruptedException {
    try {
      uploads.upload(file, key);
    } catch (SdkException e) {
      throw S3Errors.translate(connection, name, "put " + key, e);
    }
  }

  @Override
  public Put putIfAbsent(String key, byte[] content) {
    try {
      client.putObject(put -> put.bucket(name).key(key).ifNoneMatch("*"), body(content));
      return Put.STORED;
    } catch (S3Exception e) {
      return switch (e.statusCode()) {
        case 412 -> Put.TAKEN;
        // 409: another conditional put on this key is under way.
        case 409, 500, 502, 503, 504 -> Put.UNKNOWN;
        default -> throw S3Errors.translate(connection, name, "put " + key, e);
      };
    } catch (SdkClientException e) {
      return Put.UNKNOWN;
    }
  }

  @Override
  public void put(String key, byte[] content) {
    act("put " + key, () -> client.putObject(put -> put.bucket(name).key(key), body(content)));
  }

  @Override
  public Optional<byte[]> read(String key) {
    return found(
        "read " + key,
        () ->
            Optional.of(
                client.getObjectAsBytes(get -> get.bucket(name).key(key)).asByteArrayUnsafe()),
        Optional.empty());
  }

  @Override
  public Optional<Downloaded> download(String key, Path file) {
    return found(
        "read " + key,
        () ->
            Optional.of(
                Download.of(
                    client.getObject(get -> get.bucket(name).key(key)),
                    file,
                    "%s from bucket %s of connection %s".formatted(key, name, connection))),
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
              copy.sourceBucket(name).sourceKey(from).destinationBucket(name).destinationKey(to));
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
    return act(
        "list " + prefix,
        () ->
            client
                .listObjectsV2(
                    list -> list.bucket(name).prefix(prefix).startAfter(after).maxKeys(limit))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList());
  }

  @Override
  public void close() {
    client.close();
  }

  private static RequestBody body(byte[] content) {
    return RequestBody.fromBytes(content);
  }

  private <T> T act(String act, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw S3Errors.translate(connection, name, act, e);
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
