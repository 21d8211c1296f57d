package dev.penstock.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.Passwords;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;

class ObjectStoreIT {
  private static final String BUCKET = "acme-lake";
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"memory", "directory"})
  void anObjectComesBackAsItWasPut(String storage) {
    try (ObjectStore store = start(storage);
        S3Client client = store.client()) {
      client.putObject(b -> b.bucket(BUCKET).key("a b/ü=1.txt"), RequestBody.fromString("Grüße"));

      assertThat(client.getObjectAsBytes(b -> b.bucket(BUCKET).key("a b/ü=1.txt")).asUtf8String())
          .isEqualTo("Grüße");
      assertThat(client.listObjectsV2(b -> b.bucket(BUCKET).prefix("a b/")).contents())
          .singleElement()
          .satisfies(object -> assertThat(object.key()).isEqualTo("a b/ü=1.txt"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "directory"})
  void aWrongKeyIsRefused(String storage) {
    try (ObjectStore store = start(storage);
        S3Client stranger = ObjectStore.client(store.endpoint(), "test", "wrong")) {
      assertThatThrownBy(
              () -> stranger.putObject(b -> b.bucket(BUCKET).key("k"), RequestBody.fromString("x")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "directory"})
  void anObjectThatMustNotExistIsPutOnce(String storage) {
    try (ObjectStore store = start(storage);
        S3Client client = store.client()) {
      client.putObject(
          b -> b.bucket(BUCKET).key("log/1").ifNoneMatch("*"), RequestBody.fromString("first"));

      assertThatThrownBy(() ->
              client.putObject(
                  b -> b.bucket(BUCKET).key("log/1").ifNoneMatch("*"),
                  RequestBody.fromString("second")))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
      assertThat(client.getObjectAsBytes(b -> b.bucket(BUCKET).key("log/1")).asUtf8String())
          .isEqualTo("first");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "directory"})
  void partsBecomeOneObjectAndCanBeCopied(String storage) {
    byte[] bytes = new byte[6 * 1024 * 1024];
    new Random(1).nextBytes(bytes);
    try (ObjectStore store = start(storage);
        S3Client client = store.client()) {
      String upload = client.createMultipartUpload(b -> b.bucket(BUCKET).key("big")).uploadId();
      List<CompletedPart> parts =
          List.of(part(client, upload, 1, bytes), part(client, upload, 2, "end".getBytes()));
      client.completeMultipartUpload(
          b -> b.bucket(BUCKET).key("big").uploadId(upload).multipartUpload(m -> m.parts(parts)));
      client.copyObject(b ->
          b.sourceBucket(BUCKET)
              .sourceKey("big")
              .destinationBucket(BUCKET)
              .destinationKey("copy/big"));

      byte[] read = client.getObjectAsBytes(b -> b.bucket(BUCKET).key("copy/big")).asByteArray();

      assertThat(read).hasSize(bytes.length + 3).startsWith(bytes).endsWith("end".getBytes());
    }
  }

  private static CompletedPart part(S3Client client, String upload, int number, byte[] bytes) {
    String tag =
        client
            .uploadPart(
                b -> b.bucket(BUCKET).key("big").uploadId(upload).partNumber(number),
                RequestBody.fromBytes(bytes))
            .eTag();
    return CompletedPart.builder().partNumber(number).eTag(tag).build();
  }

  private ObjectStore start(String storage) {
    ObjectStore.Storage where =
        storage.equals("memory")
            ? new ObjectStore.Storage.Memory()
            : new ObjectStore.Storage.Directory(folder);
    return ObjectStore.start(
        new ObjectStore.Settings(where, "test", Passwords.random(), List.of(BUCKET)));
  }
}
