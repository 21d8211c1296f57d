package dev.penstock.sandbox.redshift.copy.object;

import dev.penstock.sandbox.redshift.S3Access;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The real protocol; each request is made once. */
public final class S3Storage implements ObjectStorage {
  private final S3Client s3;

  private S3Storage(S3Client s3) {
    this.s3 = s3;
  }

  /**
   * Opens it, the caller closes it.
   *
   * @param credentials take the place of those in the access
   */
  public static S3Storage open(S3Access access, AwsCredentials credentials) {
    return new S3Storage(
        S3Client.builder()
            .endpointOverride(access.endpoint())
            .forcePathStyle(true)
            .region(Region.of(access.region()))
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            // Whoever wants another try asks for it: see PatientStorage.
            .overrideConfiguration(
                settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build());
  }

  @Override
  public List<Listed> list(String bucket, String prefix) throws ObjectProblem {
    return asked(() ->
        s3.listObjectsV2Paginator(b -> b.bucket(bucket).prefix(prefix)).contents().stream()
            .map(object -> new Listed(object.key(), object.size()))
            .toList());
  }

  @Override
  public Body open(String bucket, String key, Optional<From> from) throws ObjectProblem {
    return asked(() -> {
      GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(bucket).key(key);
      from.ifPresent(
          there -> request.range("bytes=%d-".formatted(there.offset())).ifMatch(there.etag()));
      ResponseInputStream<GetObjectResponse> stream = s3.getObject(request.build());
      GetObjectResponse response = stream.response();
      return new Body(
          stream,
          from.map(From::offset).orElse(0L) + response.contentLength(),
          response.eTag(),
          response.lastModified());
    });
  }

  private static <T> T asked(Supplier<T> request) throws ObjectProblem {
    try {
      return request.get();
    } catch (S3Exception e) {
      String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
      String message =
          e.awsErrorDetails() == null ? e.getMessage() : e.awsErrorDetails().errorMessage();
      throw new ObjectProblem(
          kind(e.statusCode(), code),
          "S3ServiceException:%s,Status %d,Error %s".formatted(message, e.statusCode(), code));
    } catch (SdkException e) {
      // The connection: refused, reset, or silent.
      throw new ObjectProblem(
          ObjectProblem.Kind.PASSING, "S3CurlException: %s".formatted(e.getMessage()));
    }
  }

  private static ObjectProblem.Kind kind(int status, String code) {
    if (code.equals("NoSuchKey")) {
      return ObjectProblem.Kind.MISSING;
    }
    return status >= 500 || status == 429 || code.equals("RequestTimeout")
        ? ObjectProblem.Kind.PASSING
        : ObjectProblem.Kind.FINAL;
  }

  @Override
  public void close() {
    s3.close();
  }
}
