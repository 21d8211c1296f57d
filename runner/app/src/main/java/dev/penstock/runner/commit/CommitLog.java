package dev.penstock.runner.commit;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;
import static dev.penstock.runner.commit.LostBase.lostBase;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** A pipeline's numbered entries: the single decision record. Without state of its own. */
public final class CommitLog {
  private static final int PAGE = 1000;

  /** How far clocks of attempts may differ. */
  private static final Duration SKEW = Duration.ofHours(1);

  private final Bucket bucket;
  private final String root;
  private final Supplier<String> ids;

  /**
   * @param root key prefix of the pipeline, without a slash at its end
   */
  public CommitLog(Bucket bucket, String root) {
    this(bucket, root, () -> UUID.randomUUID().toString());
  }

  /**
   * @param ids draws the id of a log that is opened; no two logs may have the same
   */
  public CommitLog(Bucket bucket, String root, Supplier<String> ids) {
    this.bucket = bucket;
    this.root = root;
    this.ids = ids;
  }

  /** {@return where it lies, as people write it} */
  public String location() {
    return bucket.name() + "/" + root + "/log/";
  }

  /** Proves that the store honours the condition that every commit stands on. */
  public void prove(String attempt) {
    var key = root + "/probe/" + attempt;
    var content = "If-None-Match".getBytes(StandardCharsets.UTF_8);
    var first = settle(key, content);
    var second = first == Bucket.Put.UNKNOWN ? first : bucket.putIfAbsent(key, content);
    switch (second) {
      case TAKEN -> bucket.delete(key);
      case STORED ->
          throw new ConfigurationException(
              Reason.STORE_NOT_SUPPORTED,
              "Bucket %s overwrote an object in spite of If-None-Match".formatted(bucket.name()),
              "Name a store in spec.store that honours conditional writes");
      case UNKNOWN -> throw noReply(key);
    }
  }

  /** {@return the greatest number, or -1 for an empty log} */
  public long head() {
    var folder = root + "/log/";
    var after = folder;
    long head = -1;
    while (true) {
      List<String> page = bucket.list(folder, after, PAGE);
      if (!page.isEmpty()) {
        after = page.getLast();
        head = number(after);
      }
      if (page.size() < PAGE) {
        return head;
      }
    }
  }

  /** Writes entry 0 with a new id, unless another attempt does so first; {@return what stands} */
  public Entry open(Run run, String attempt, Instant now) {
    var entry =
        new Entry(
            ids.get(),
            0,
            Entry.Operation.OPEN,
            run.pipeline().toString(),
            run.id(),
            attempt,
            run.spec().hex(),
            now,
            List.of(),
            List.of());
    return switch (append(entry)) {
      case Appended.Committed committed -> committed.entry();
      case Appended.Conflict conflict -> conflict.winner();
    };
  }

  /** {@return the entry of that number, which must exist} */
  public Entry read(long number) {
    var key = key(number);
    var json =
        bucket
            .read(key)
            .orElseThrow(
                () -> mismatch("Entry %s is gone from bucket %s".formatted(key, bucket.name())));
    var entry = EntryFormat.read(key, json);
    if (entry.number() != number) {
      throw mismatch("Entry %s says it is number %d".formatted(key, entry.number()));
    }
    return entry;
  }

  /**
   * {@return the entry of a run, if it has committed}
   *
   * @param newest where to begin: the head
   */
  public Optional<Entry> entryOf(Run run, Entry newest) {
    var entry = newest;
    // An entry older than the run's schedule can not be of it.
    while (entry.number() > 0 && entry.committed().plus(SKEW).isAfter(run.scheduled())) {
      if (entry.of(run)) {
        return Optional.of(entry);
      }
      entry = read(entry.base());
    }
    return Optional.empty();
  }

  /** Takes the entry's number, or says who has it. It never tries another number. */
  public Appended append(Entry entry) {
    var key = key(entry.number());
    var json = EntryFormat.write(entry);
    if (settle(key, json) == Bucket.Put.STORED) {
      return new Appended.Committed(entry);
    }
    var standing = bucket.read(key);
    if (standing.isEmpty()) {
      // A put without a reply may still arrive: nothing of this attempt may be deleted here.
      throw noReply(key);
    }
    var winner = EntryFormat.read(key, standing.get());
    return winner.attempt().equals(entry.attempt()) && winner.number() == entry.number()
        ? new Appended.Committed(winner)
        : new Appended.Conflict(winner);
  }

  /**
   * Brings the tail of a watermark to a file, as the attempt's base names it.
   *
   * @return false if the watermark has none; the file is then untouched
   */
  public boolean fetchTail(Attempt attempt, Watermark watermark, Path file) {
    if (watermark.tail().isEmpty()) {
      return false;
    }
    var tail = watermark.tail().get();
    var brought = bucket.download(tail.key(), file);
    if (brought.equals(Optional.of(new Bucket.Downloaded(tail.bytes(), tail.sha256())))) {
      return true;
    }
    // The next entry names a tail of its own, and whoever wrote it has swept this one.
    if (head() > attempt.base()) {
      throw lostBase(read(attempt.number()));
    }
    throw mismatch(
        "The tail %s of source %s %s bucket %s"
            .formatted(
                tail.key(),
                watermark.source(),
                brought.isEmpty() ? "is gone from" : "is another object in",
                bucket.name()),
        HistoryMismatch.refreshOr("restore the object from the bucket's versions"));
  }

  /**
   * Leaves the account of a committed run beside the log, once every side holds its entry. That is
   * all that anybody ever decides by it.
   */
  public void writeReceipt(long number, byte[] json) {
    bucket.put(receipt(number), json);
  }

  /** {@return the account of a committed run, or empty if none was left} */
  public Optional<byte[]> readReceipt(long number) {
    return bucket.read(receipt(number));
  }

  /** {@return whether an account of this entry proves that every side holds it} */
  public boolean attests(Entry entry) {
    return readReceipt(entry.number())
        .filter(json -> EntryFormat.isAccountOf(json, entry))
        .isPresent();
  }

  private String receipt(long number) {
    return "%s/receipts/%020d.json".formatted(root, number);
  }

  private Bucket.Put settle(String key, byte[] content) {
    var put = bucket.putIfAbsent(key, content);
    return put == Bucket.Put.UNKNOWN ? bucket.putIfAbsent(key, content) : put;
  }

  private TransientException noReply(String key) {
    return new TransientException(
        Reason.STORE_UNAVAILABLE,
        "Bucket %s did not say whether it stored %s".formatted(bucket.name(), key),
        "The run is repeated and finds out; nothing is lost or counted twice");
  }

  private String key(long number) {
    return "%s/log/%020d.json".formatted(root, number);
  }

  private long number(String key) {
    var name = key.substring((root + "/log/").length());
    if (!name.matches("\\d{20}\\.json")) {
      throw mismatch("%s in bucket %s is no entry".formatted(key, bucket.name()));
    }
    return Long.parseLong(name.substring(0, 20));
  }
}
