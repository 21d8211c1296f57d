package dev.penstock.sandbox.smoke;

import dev.penstock.api.S3Spec;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** A prefix of a bucket that the files to load are put below, and deleted from again. */
final class Lake implements AutoCloseable {
  private final S3Client s3;
  private final String bucket;
  private final String prefix;

  private Lake(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  /**
   * Opens it.
   *
   * @param prefix without a slash at its end
   * @param secret with {@code accessKeyId} and {@code secretAccessKey}; without them the identity
   *     of this machine's user counts
   */
  static Lake open(String bucket, String prefix, S3Spec spec, Map<String, String> secret) {
    String region = spec.region();
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(region == null ? "us-east-1" : region))
            .forcePathStyle(Boolean.TRUE.equals(spec.pathStyle()))
            .credentialsProvider(credentials(secret))
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    if (spec.endpoint() != null) {
      builder.endpointOverride(URI.create(spec.endpoint()));
    }
    return new Lake(builder.build(), bucket, prefix);
  }

  private static AwsCredentialsProvider credentials(Map<String, String> secret) {
    String id = secret.get("accessKeyId");
    String key = secret.get("secretAccessKey");
    return id == null || key == null
        ? DefaultCredentialsProvider.builder().build()
        : StaticCredentialsProvider.create(AwsBasicCredentials.create(id, key));
  }

  /** Puts an object below the prefix; returns its address, {@code s3://bucket/prefix/name}. */
  String put(String name, RequestBody body) {
    s3.putObject(b -> b.bucket(bucket).key(prefix + "/" + name), body);
    return url(name);
  }

  String url(String name) {
    return "s3://%s/%s/%s".formatted(bucket, prefix, name);
  }

  /** Deletes what lies below a folder of the prefix. */
  void empty(String folder) {
    s3.listObjectsV2Paginator(b -> b.bucket(bucket).prefix(prefix + "/" + folder + "/"))
        .contents()
        .forEach(object -> s3.deleteObject(b -> b.bucket(bucket).key(object.key())));
  }

  @Override
  public void close() {
    s3.close();
  }

  @Override
  public String toString() {
    return "s3://%s/%s".formatted(bucket, prefix);
  }
}
