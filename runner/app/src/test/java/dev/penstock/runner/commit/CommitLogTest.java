package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.Produces;
import dev.penstock.runner.commit.SimulatedBucket.Lost;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommitLogTest {
  private final SimulatedBucket.Objects objects = new SimulatedBucket.Objects();
  private final SimulatedBucket bucket = new SimulatedBucket(objects, Faults.none());
  private final CommitLog log = new CommitLog(bucket, SimulatedWorld.ROOT);

  private static Entry entry(String run, String attempt, long base) {
    return Entries.append(
        "log-1", new Attempt(SimulatedWorld.run(run), attempt, base), List.of(), 0);
  }

  @Test
  void theHeadIsTheGreatestNumberOverAllPages() {
    assertThat(log.head()).isEqualTo(-1);
    for (long base = 0; base < 2_001; base++) {
      log.append(entry("r" + base, "attempt-1", base));
    }
    assertThat(log.head()).isEqualTo(2_001);
  }

  @Test
  void ofTwoThatTakeOneNumberTheFirstStands() {
    var first = entry("r1", "attempt-1", 0);
    assertThat(log.append(first)).isEqualTo(new Appended.Committed(first));
    assertThat(log.append(entry("r2", "attempt-2", 0))).isEqualTo(new Appended.Conflict(first));
    assertThat(log.append(entry("r1", "attempt-3", 0))).isEqualTo(new Appended.Conflict(first));
    assertThat(log.read(1)).isEqualTo(first);
  }

  @Test
  void aReplyThatIsLostAfterTheEntryWasStoredIsFoundOut() {
    var entry = entry("r1", "attempt-1", 0);
    bucket.losing(Lost.AFTER_IT_WAS_STORED);
    assertThat(log.append(entry)).isEqualTo(new Appended.Committed(entry));
  }

  @Test
  void aRequestThatIsLostIsSentAgain() {
    var entry = entry("r1", "attempt-1", 0);
    bucket.losing(Lost.BEFORE_IT_WAS_STORED);
    assertThat(log.append(entry)).isEqualTo(new Appended.Committed(entry));
  }

  @Test
  void twoLostRepliesAreReadBack() {
    var entry = entry("r1", "attempt-1", 0);
    bucket.losing(Lost.BEFORE_IT_WAS_STORED, Lost.AFTER_IT_WAS_STORED);
    assertThat(log.append(entry)).isEqualTo(new Appended.Committed(entry));
  }

  @Test
  void anOutcomeThatStaysUnknownIsTransient() {
    bucket.losing(Lost.BEFORE_IT_WAS_STORED, Lost.BEFORE_IT_WAS_STORED);
    assertThatThrownBy(() -> log.append(entry("r1", "attempt-1", 0)))
        .isInstanceOf(TransientException.class)
        .hasMessage(
            "Bucket acme-lake did not say whether it stored"
                + " _penstock/sales/orders/log/00000000000000000001.json");
  }

  @Produces(Reason.STORE_NOT_SUPPORTED)
  @Test
  void aStoreThatOverwritesIsRefused() {
    var careless =
        new CommitLog(
            new Overwriting(new SimulatedBucket(objects, Faults.none())), SimulatedWorld.ROOT);
    assertThatThrownBy(() -> careless.prove("attempt-1"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).hasToString("StoreNotSupported"))
        .hasMessage("Bucket acme-lake overwrote an object in spite of If-None-Match");
    log.prove("attempt-2");
    assertThat(objects.byKey.keySet()).noneMatch(key -> key.contains("attempt-2"));
  }

  @Test
  void aMissingEntryAndAStrangerAmongEntriesAreMismatches() {
    assertThatThrownBy(() -> log.read(3))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("00000000000000000003.json is gone from bucket acme-lake");
    bucket.put(SimulatedWorld.ROOT + "/log/notes.txt", new byte[1]);
    assertThatThrownBy(log::head)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("notes.txt in bucket acme-lake is no entry");
  }

  /** A store that takes the condition for a comment. */
  private record Overwriting(SimulatedBucket bucket) implements Bucket {
    @Override
    public String name() {
      return bucket.name();
    }

    @Override
    public Put putIfAbsent(String key, byte[] content) {
      bucket.put(key, content);
      return Put.STORED;
    }

    @Override
    public void put(String key, byte[] content) {
      bucket.put(key, content);
    }

    @Override
    public java.util.Optional<byte[]> read(String key) {
      return bucket.read(key);
    }

    @Override
    public java.util.Optional<Downloaded> download(String key, java.nio.file.Path file) {
      return bucket.download(key, file);
    }

    @Override
    public java.util.OptionalLong size(String key) {
      return bucket.size(key);
    }

    @Override
    public boolean copy(String from, String to) {
      return bucket.copy(from, to);
    }

    @Override
    public void delete(String key) {
      bucket.delete(key);
    }

    @Override
    public List<String> list(String prefix, String after, int limit) {
      return bucket.list(prefix, after, limit);
    }
  }
}
