package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the protocol takes for granted of every bucket. */
public abstract class BucketContractTest {
  /** {@return a bucket without objects} */
  protected abstract Bucket empty();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aConditionalPutStoresOnceAndKeepsTheFirst() {
    var bucket = empty();
    var first = bucket.putIfAbsent("a/1", bytes("first"));
    // A reply that is lost makes the client ask again, and that finds its own object (TAKEN).
    assertThat(first).isNotEqualTo(Bucket.Put.UNKNOWN);
    assertThat(bucket.read("a/1")).contains(bytes("first"));
    assertThat(bucket.putIfAbsent("a/1", bytes("second"))).isEqualTo(Bucket.Put.TAKEN);
    assertThat(bucket.read("a/1")).contains(bytes("first"));
  }

  @Test
  void ofManyConditionalPutsAtOnceOneIsStored() throws Exception {
    var bucket = empty();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var puts =
          IntStream.range(0, 8)
              .mapToObj(i -> (Callable<Bucket.Put>) () -> bucket.putIfAbsent("race", bytes("" + i)))
              .toList();
      var results =
          threads.invokeAll(puts).stream()
              .collect(Collectors.groupingBy(put -> put.resultNow(), Collectors.counting()));
      assertThat(results).containsEntry(Bucket.Put.STORED, 1L);
    }
  }

  @Test
  void aPutReplacesWhatLiesThere() {
    var bucket = empty();
    bucket.put("a/1", bytes("first"));
    bucket.put("a/1", bytes("second"));
    assertThat(bucket.read("a/1")).contains(bytes("second"));
    assertThat(bucket.size("a/1")).isEqualTo(OptionalLong.of(6));
  }

  @Test
  void whatDoesNotLieThereIsNoError() {
    var bucket = empty();
    assertThat(bucket.read("a/1")).isEqualTo(Optional.empty());
    assertThat(bucket.size("a/1")).isEmpty();
    assertThat(bucket.copy("a/1", "b/1")).isFalse();
    bucket.delete("a/1");
    assertThat(bucket.list("a/", "a/", 10)).isEmpty();
  }

  @Test
  void aDownloadReplacesTheFileAndTellsSizeAndDigest(@TempDir Path directory) throws Exception {
    var bucket = empty();
    bucket.put("a/1", bytes("rows"));
    var file = Files.writeString(directory.resolve("1"), "longer than that");
    assertThat(bucket.download("a/1", file))
        .contains(
            new Bucket.Downloaded(
                4, "bc51e9e65d79e1c90ba544ab2eae1044ccdf8c1af7a559ba375cba4276f7d99e"));
    assertThat(file).hasContent("rows");
    assertThat(bucket.download("a/2", file)).isEmpty();
    assertThat(file).hasContent("rows");
  }

  @Test
  void aCopyIsAnObjectOfItsOwn() {
    var bucket = empty();
    bucket.put("staged/p=1/x.parquet", bytes("rows"));
    assertThat(bucket.copy("staged/p=1/x.parquet", "sales/orders/1.parquet")).isTrue();
    bucket.delete("staged/p=1/x.parquet");
    assertThat(bucket.read("sales/orders/1.parquet")).contains(bytes("rows"));
    assertThat(bucket.size("staged/p=1/x.parquet")).isEmpty();
  }

  @Test
  void listsKeysOfAPrefixInOrderAfterAKeyUpToALimit() {
    var bucket = empty();
    for (var key : List.of("log/3", "log/1", "log/2", "logs/0", "lo")) {
      bucket.put(key, bytes(key));
    }
    assertThat(bucket.list("log/", "log/", 10)).containsExactly("log/1", "log/2", "log/3");
    assertThat(bucket.list("log/", "log/1", 10)).containsExactly("log/2", "log/3");
    assertThat(bucket.list("log/", "log/", 2)).containsExactly("log/1", "log/2");
  }
}
