package dev.penstock.sandbox.s3;

import dev.penstock.sandbox.OwnAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3 store on a free port of one address that checks SigV4 and honours {@code If-None-Match}. It
 * takes path-style requests over http. What it lacks next to the real one is listed in the fidelity
 * table: it returns no checksums, encrypts nothing, a key can't also be the prefix of another, and
 * one that ends in a dash and a random UUID is not listed.
 */
public final class ObjectStore implements AutoCloseable {
  public static final String REGION = "us-east-1";

  private final S3Proxy proxy;
  private final BlobStore blobs;
  private final Settings settings;

  private ObjectStore(S3Proxy proxy, BlobStore blobs, Settings settings) {
    this.proxy = proxy;
    this.blobs = blobs;
    this.settings = settings;
  }

  /** Where the objects are kept. */
  public sealed interface Storage {
    /** In this JVM's heap; for tests, whose objects are small. */
    record Memory() implements Storage {}

    /** In a directory, a folder per bucket; for more data than fit the heap. */
    record Directory(Path path) implements Storage {}
  }

  /** What to start. The buckets exist when {@link #start} returns. */
  public record Settings(
      Storage storage,
      String accessKeyId,
      String secretAccessKey,
      List<String> buckets,
      OwnAddress address) {
    /** A store on 127.0.0.1. */
    public Settings(
        Storage storage, String accessKeyId, String secretAccessKey, List<String> buckets) {
      this(storage, accessKeyId, secretAccessKey, buckets, OwnAddress.LOOPBACK);
    }

    public Settings {
      buckets = List.copyOf(buckets);
    }

    @Override
    public String toString() {
      return "Settings[%s, %s, %s]".formatted(storage, accessKeyId, buckets);
    }
  }

  public static ObjectStore start(Settings settings) {
    BlobStore blobs = new WholeObjects(open(settings.storage()));
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(blobs)
            .endpoint(URI.create("http://%s:0".formatted(settings.address().host())))
            .awsAuthentication(
                AuthenticationType.AWS_V2_OR_V4, settings.accessKeyId(), settings.secretAccessKey())
            // The SDK sends headers that s3proxy doesn't know, x-amz-mp-object-size among them.
            .ignoreUnknownHeaders(true)
            // Clients keep connections open; ending doesn't wait for them.
            .stopTimeout(0)
            .build();
    ObjectStore store = new ObjectStore(proxy, blobs, settings);
    try {
      proxy.start();
      settings.buckets().forEach(store::createBucket);
      return store;
    } catch (Exception e) {
      store.close();
      throw new IllegalStateException("The object store doesn't start: " + e.getMessage(), e);
    }
  }

  public int port() {
    return proxy.getPort();
  }

  public URI endpoint() {
    return URI.create("http://%s:%d".formatted(settings.address().host(), port()));
  }

  /** Makes a bucket unless it is there. */
  public void createBucket(String name) {
    if (!blobs.containerExists(name)) {
      blobs.createContainer(name);
    }
  }

  /** A client with the store's own key pair, which the caller closes. */
  public S3Client client() {
    return client(endpoint(), settings.accessKeyId(), settings.secretAccessKey());
  }

  /** A client for a store that another JVM holds. */
  public static S3Client client(URI endpoint, String accessKeyId, String secretAccessKey) {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .forcePathStyle(true)
        .region(Region.of(REGION))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The object store doesn't end: " + e.getMessage(), e);
    } finally {
      blobs.close();
    }
  }

  private static BlobStore open(Storage storage) {
    return switch (storage) {
      case Storage.Memory() -> new TransientNio2BlobStore();
      case Storage.Directory(Path path) -> {
        try {
          yield new FilesystemNio2BlobStore(Files.createDirectories(path).toString());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }
}
