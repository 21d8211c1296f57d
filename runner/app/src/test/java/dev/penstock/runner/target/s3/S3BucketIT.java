package dev.penstock.runner.target.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.Produces;
import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.commit.BucketContractTest;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import dev.penstock.sandbox.s3.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3BucketIT extends BucketContractTest {
  private static ObjectStore store;
  private final List<S3Bucket> opened = new ArrayList<>();

  @BeforeAll
  static void startStore() {
    store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "penstock", "secret-key", List.of("acme-lake")));
  }

  @AfterAll
  static void endStore() {
    store.close();
  }

  @AfterEach
  void closeBuckets() {
    opened.forEach(S3Bucket::close);
  }

  private static Connection.S3 connection(String bucket, String endpoint) {
    return new Connection.S3(
        "lake",
        Optional.of("lake"),
        new Connection.Limits(OptionalInt.empty(), 8),
        new Connection.Allow(true, true, Set.of(), true),
        bucket,
        "us-east-1",
        Optional.of(endpoint),
        true);
  }

  private S3Bucket open(String bucket, String endpoint, String secret) {
    var keys = new KeyPair("penstock", secret);
    var result = S3Bucket.open(connection(bucket, endpoint), Optional.of(keys));
    opened.add(result);
    return result;
  }

  @Override
  protected Bucket empty() {
    var name = "bucket-" + UUID.randomUUID();
    store.createBucket(name);
    return open(name, store.endpoint().toString(), "secret-key");
  }

  @Test
  void aLargeFileArrivesInPiecesAsItIs(@TempDir Path scratch) throws Exception {
    var content = new byte[20 << 20];
    new Random(7).nextBytes(content);
    var file = Files.write(scratch.resolve("part.parquet"), content);
    var bucket = (S3Bucket) empty();
    bucket.upload(file, "parts/1.parquet");
    assertThat(bucket.size("parts/1.parquet")).isEqualTo(OptionalLong.of(content.length));
    assertThat(bucket.read("parts/1.parquet")).contains(content);
    var back = scratch.resolve("back");
    assertThat(bucket.download("parts/1.parquet", back))
        .map(Bucket.Downloaded::bytes)
        .contains((long) content.length);
    assertThat(back).hasBinaryContent(content);
  }

  @Produces(Reason.SCRATCH_FULL)
  @Test
  void aDownloadThatScratchDoesNotTakeIsTransientAndNamesTheObject(@TempDir Path scratch) {
    var bucket = empty();
    bucket.put("tail.parquet", new byte[1]);
    assertThatThrownBy(() -> bucket.download("tail.parquet", scratch.resolve("no/such/directory")))
        .isInstanceOfSatisfying(
            TransientException.class, e -> assertThat(e.reason()).hasToString("ScratchFull"))
        .hasMessage(
            "tail.parquet from bucket %s of connection lake could not be written to scratch"
                .formatted(bucket.name()));
  }

  /** The sandbox's store leaves out what is still being written after it has counted it. */
  @Test
  void aPageWithFewerKeysThanWereAskedForIsNotTheEnd() {
    var bucket = empty();
    bucket.put("log/1", new byte[1]);
    bucket.put("log/2-0f8fad5b-d9cb-469f-a165-70867728950e", new byte[1]);
    bucket.put("log/3", new byte[1]);
    bucket.put("log/4", new byte[1]);

    assertThat(bucket.list("log/", "log/", 2)).containsExactly("log/1", "log/3");
    assertThat(bucket.list("log/", "log/1", 10)).containsExactly("log/3", "log/4");
  }

  @Test
  void aSmallFileArrivesAsItIs(@TempDir Path scratch) throws Exception {
    var file = Files.writeString(scratch.resolve("part.parquet"), "PAR1");
    var bucket = (S3Bucket) empty();
    bucket.upload(file, "parts/1.parquet");
    assertThat(bucket.read("parts/1.parquet")).contains("PAR1".getBytes());
  }

  @Test
  void aWrongKeyIsTheAuthorsToCorrect() {
    var bucket = open("acme-lake", store.endpoint().toString(), "another-key");
    assertThatThrownBy(() -> bucket.read("a"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).hasToString("AuthenticationFailed"))
        .hasMessageContaining("Bucket acme-lake of connection lake: can't read a (403")
        .hasMessageNotContaining("another-key");
    assertThatThrownBy(() -> bucket.putIfAbsent("a", new byte[1]))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void aMissingBucketIsTheAuthorsToCorrect() {
    var bucket = open("no-such-bucket", store.endpoint().toString(), "secret-key");
    assertThatThrownBy(() -> bucket.list("a", "a", 1))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).hasToString("BucketNotFound"));
  }

  @Test
  void aStoreThatDoesNotAnswerIsTransientAndAPutThereUnknown() {
    var bucket = open("acme-lake", "http://127.0.0.1:1", "secret-key");
    assertThatThrownBy(() -> bucket.read("a"))
        .isInstanceOfSatisfying(
            TransientException.class, e -> assertThat(e.reason()).hasToString("StoreUnavailable"));
    assertThat(bucket.putIfAbsent("a", new byte[1])).isEqualTo(Bucket.Put.UNKNOWN);
  }
}
