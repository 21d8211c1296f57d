package dev.penstock.runner.target.s3;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

/** How a connection's store is spoken to. */
final class StoreClient {
  /** With their pauses these take 5 to 11 seconds. */
  private static final int TRIES = 7;

  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private StoreClient() {}

  /** {@return a client that the caller closes; nothing has been asked yet} */
  static S3Client of(
      Connection.S3 connection, Optional<Supplier<KeyPair>> keys, Optional<Path> authority) {
    return of(connection, identity(connection, keys), authority);
  }

  /** {@return the same for who is known already} */
  static S3Client of(
      Connection.S3 connection, AwsCredentialsProvider identity, Optional<Path> authority) {
    var builder =
        S3Client.builder()
            .region(Region.of(connection.region()))
            .forcePathStyle(connection.pathStyle())
            .credentialsProvider(identity)
            .overrideConfiguration(settings -> settings.retryStrategy(repeats()))
            .httpClientBuilder(http(connection, authority));
    // Where a store is told none of its own accord, it is not asked for any.
    switch (connection.checksums()) {
      case WHEN_SUPPORTED ->
          builder
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_SUPPORTED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_SUPPORTED);
      case WHEN_REQUIRED ->
          builder
              .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
              .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }
    connection.endpoint().map(URI::create).ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** Loads what every client needs, so that a later {@link #of} need not; connects to nothing. */
  static void load() {
    S3Client.builder()
        .region(Region.US_EAST_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .overrideConfiguration(settings -> settings.retryStrategy(repeats()))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build()
        .close();
  }

  private static UrlConnectionHttpClient.Builder http(
      Connection.S3 connection, Optional<Path> authority) {
    var http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(10))
            .socketTimeout(Duration.ofSeconds(60));
    authority
        .map(pem -> Authorities.with(pem, connection.name()))
        .ifPresent(trusted -> http.tlsTrustManagersProvider(() -> trusted));
    return http;
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

  private static AwsCredentialsProvider identity(
      Connection.S3 connection, Optional<Supplier<KeyPair>> keys) {
    if (keys.isPresent()) {
      return () -> {
        var pair = keys.get().get();
        return AwsBasicCredentials.create(pair.accessKeyId(), pair.secretAccessKey());
      };
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
}
