package dev.penstock.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

class WholeObjectsTest {
  /** What the store below names its unfinished files, put as objects. */
  @Test
  void whatIsStillBeingWrittenIsNotListed() {
    try (var store =
            ObjectStore.start(
                new ObjectStore.Settings(
                    new ObjectStore.Storage.Memory(), "test", "secret-key", List.of("lake")));
        var client = store.client()) {
      put(client, "log/1.json");
      put(client, "log/2.json-" + UUID.randomUUID());
      put(client, "log/" + UUID.randomUUID() + "/3.json");
      put(client, "log/4-1.json");

      var keys =
          client.listObjectsV2(list -> list.bucket("lake").prefix("log/")).contents().stream()
              .map(S3Object::key)
              .toList();

      assertThat(keys).hasSize(3).noneMatch(key -> key.startsWith("log/2.json"));
      var first = client.listObjectsV2(list -> list.bucket("lake").prefix("log/").maxKeys(2));
      assertThat(first.isTruncated()).isTrue();
    }
  }

  private static void put(S3Client client, String key) {
    client.putObject(
        put -> put.bucket("lake").key(key),
        RequestBody.fromBytes("x".getBytes(StandardCharsets.UTF_8)));
  }
}
