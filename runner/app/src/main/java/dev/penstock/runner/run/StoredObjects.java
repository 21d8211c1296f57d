package dev.penstock.runner.run;

import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.run.Discrepancy.Kind;
import dev.penstock.runner.run.Lives.Life;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/** Compares the objects that entries name with those that lie in buckets. Used once. */
final class StoredObjects {
  private static final int PAGE = 1000;

  /** Each object costs a round trip, and a pipeline may have many thousands of them. */
  private static final int AT_ONCE = 16;

  private final Stores stores;
  private final ExecutorService threads;
  private final boolean deep;
  private final Path scratch;
  private final String logs;
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final Set<Unseen> unseen = new LinkedHashSet<>();
  private long looked;

  /**
   * @param logs the connection of the bucket in which log and tails lie
   */
  StoredObjects(Stores stores, ExecutorService threads, boolean deep, Path scratch, String logs) {
    this.stores = stores;
    this.threads = threads;
    this.deep = deep;
    this.scratch = scratch;
    this.logs = logs;
  }

  /** {@return how many objects were looked at} */
  long looked() {
    return looked;
  }

  /** {@return what lies in buckets that are not at hand} */
  Set<Unseen> unseen() {
    return unseen;
  }

  /** A dataset: its bucket's connection and its path. */
  private record Dataset(String connection, String path) {}

  /** The same, whatever connection leads there. */
  private record Place(String bucket, String path) {}

  /** What is known of a place's objects; what was replaced lies there no more, or not yet. */
  private static final class Known {
    private final Set<String> live = new HashSet<>();
    private boolean current;
    private boolean adopted;
  }

  void compare(List<Entry> history, Lives lives, List<Discrepancy> found)
      throws InterruptedException {
    List<Callable<Optional<Discrepancy>>> looks = new ArrayList<>();
    Map<Dataset, Known> datasets = new LinkedHashMap<>();
    Map<Place, Known> places = new HashMap<>();
    Map<String, Long> replaced = new HashMap<>();
    var newest = history.isEmpty() ? -1 : history.getLast().number();
    for (var entry : history) {
      boolean head = entry.number() == newest;
      for (var target : entry.targets()) {
        var connection = target.bucket().connection();
        var life = lives.of(entry, target);
        boolean seen = stores.has(connection);
        var dataset = target.dataset().map(path -> new Dataset(connection, path));
        var known =
            target
                .dataset()
                .map(path ->
                    places.computeIfAbsent(
                        new Place(target.bucket().name(), path), key -> new Known()));
        var living = target.parts().stream().filter(part -> !lives.overtaken(part)).toList();
        var keys = target.parts().stream().flatMap(part -> part.visible().stream()).toList();
        if (expected(life, dataset)) {
          if (seen) {
            var bucket = stores.of(connection);
            for (var part : living) {
              looks.add(() -> look(bucket, entry, target, part, head));
            }
          } else if (dataset.isPresent() || !living.isEmpty()) {
            unseen.add(new Unseen(target.name(), connection));
          }
          target.parts().stream()
              .filter(lives::overtaken)
              .flatMap(part -> part.visible().stream())
              .forEach(key -> replaced.put(key, entry.number()));
          known.ifPresent(one -> living.forEach(part -> part.visible().ifPresent(one.live::add)));
        } else {
          keys.forEach(key -> replaced.put(key, entry.number()));
        }
        if (life instanceof Life.Current) {
          known.ifPresent(one -> {
            one.current = true;
            one.adopted |= entry.operation() == Entry.Operation.BASELINE;
          });
        }
        if (seen && dataset.isPresent()) {
          datasets.put(dataset.get(), known.orElseThrow());
        }
      }
    }
    if (!history.isEmpty()) {
      for (var watermark : history.getLast().watermarks()) {
        watermark
            .tail()
            .ifPresent(tail ->
                looks.add(() ->
                    damage(stores.of(logs), tail.key(), tail.bytes(), tail.sha256())
                        .map(damage ->
                            new Discrepancy(
                                Kind.TAIL_GONE,
                                "The tail of source %s, %s, %s"
                                    .formatted(watermark.source(), tail.key(), damage.words()),
                                "Restore it from the bucket's versions, or give the source a new"
                                    + " name: it is then read from its beginning"))));
      }
    }
    run(looks).forEach(one -> one.ifPresent(found::add));
    looked += looks.size();
    for (var dataset : datasets.entrySet()) {
      // Of a path that no target fills any more nobody says what else may lie there.
      if (dataset.getValue().current) {
        path(dataset.getKey(), dataset.getValue(), replaced, history, found);
      }
    }
  }

  /** {@return whether the parts have to be there} An abandoned dataset may be gone as a whole. */
  private boolean expected(Life life, Optional<Dataset> dataset) {
    return switch (life) {
      case Life.Current() -> true;
      case Life.Replaced() -> false;
      case Life.Ended(var taken) ->
          dataset
              .map(at ->
                  !taken.contains(new Lives.Place.Path(at.connection(), at.path()))
                      && (!stores.has(at.connection()) || lies(at)))
              .orElse(true);
    };
  }

  private boolean lies(Dataset dataset) {
    var folder = dataset.path() + "/";
    return !stores.of(dataset.connection()).list(folder, folder, 1).isEmpty();
  }

  /** What is wrong with an object. */
  private record Damage(Kind kind, String words) {}

  private Optional<Damage> damage(Bucket bucket, String key, long bytes, String sha256) {
    var size = bucket.size(key);
    if (size.isEmpty()) {
      return Optional.of(new Damage(Kind.OBJECT_GONE, "is gone"));
    }
    if (!size.equals(OptionalLong.of(bytes))) {
      return Optional.of(
          new Damage(
              Kind.OBJECT_TRUNCATED,
              "has %d bytes instead of %d".formatted(size.getAsLong(), bytes)));
    }
    return deep && !checksum(bucket, key).equals(Optional.of(sha256))
        ? Optional.of(new Damage(Kind.OBJECT_CHANGED, "has another checksum than was written"))
        : Optional.empty();
  }

  private Optional<Discrepancy> look(
      Bucket bucket, Entry entry, CommittedTarget target, CommittedPart part, boolean head) {
    var key = part.visible().orElse(part.staged());
    return damage(bucket, key, part.bytes(), part.sha256())
        .map(damage -> {
          // Only the newest entry may be under way, and its staged parts are there until it is not.
          boolean copied =
              head
                  && part.visible().isPresent()
                  && bucket.size(part.staged()).equals(OptionalLong.of(part.bytes()));
          return new Discrepancy(
              copied ? Kind.NOT_VISIBLE : damage.kind(),
              "Object %s of bucket %s, entry %d of target %s, %s"
                  .formatted(key, bucket.name(), entry.number(), target.name(), damage.words()),
              copied
                  ? "The pipeline's next run copies it first"
                  : "Restore the object from the bucket's versions");
        });
  }

  private Optional<String> checksum(Bucket bucket, String key) {
    Path file = null;
    try {
      file = Files.createTempFile(scratch, "object", ".parquet");
      return bucket.download(key, file).map(Bucket.Downloaded::sha256);
    } catch (IOException e) {
      throw lost(e);
    } finally {
      delete(file);
    }
  }

  private static void delete(@org.jspecify.annotations.Nullable Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      // The directory goes with the command.
    }
  }

  /** What lies below a dataset's path that no entry names, and whose the path is. */
  private void path(
      Dataset dataset,
      Known known,
      Map<String, Long> replaced,
      List<Entry> history,
      List<Discrepancy> found) {
    var log = history.getFirst().log();
    var bucket = stores.of(dataset.connection());
    var claim = dataset.path() + "/_penstock_log";
    var owner = bucket.read(claim).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    if (owner.isEmpty()) {
      found.add(
          new Discrepancy(
              Kind.CLAIM_GONE,
              "Object %s of bucket %s is gone".formatted(claim, bucket.name()),
              "Put it there again with the text " + log));
    } else if (!owner.get().equals(log)) {
      found.add(
          new Discrepancy(
              Kind.CLAIM_FOREIGN,
              "Path %s of bucket %s belongs to log %s, not to %s"
                  .formatted(dataset.path(), bucket.name(), owner.get(), log),
              "Give each target of each pipeline a path of its own"));
    }
    var after = dataset.path() + "/";
    while (true) {
      var page = bucket.list(dataset.path() + "/", after, PAGE);
      for (var key : page) {
        var older = replaced.get(key);
        if (key.equals(claim) || known.live.contains(key)) {
          continue;
        }
        if (older != null) {
          found.add(left(bucket, dataset, key, older, history.getLast()));
        } else if (!known.adopted || StagedParts.isVisible(key)) {
          found.add(
              new Discrepancy(
                  Kind.OBJECT_FOREIGN,
                  "Object %s of bucket %s lies below a dataset and no entry names it"
                      .formatted(key, bucket.name()),
                  "Move it away: who reads the directory counts its rows"));
        }
      }
      if (page.size() < PAGE) {
        return;
      }
      after = page.getLast();
    }
  }

  private static Discrepancy left(
      Bucket bucket, Dataset dataset, String key, long number, Entry head) {
    // Each run begins by publishing the newest entry, and only that one.
    boolean pending =
        number < head.number()
            && head.targets().stream()
                .filter(target -> head.replacesAll(target) || replacesDayOf(target, key))
                .anyMatch(target ->
                    target.dataset().equals(Optional.of(dataset.path()))
                        && target.bucket().connection().equals(dataset.connection()));
    return new Discrepancy(
        Kind.OBJECT_REPLACED,
        "Object %s of bucket %s is of entry %d, whose rows a later entry replaced"
            .formatted(key, bucket.name(), number),
        pending
            ? "The pipeline's next run deletes it first"
            : "Delete it: who reads the directory counts its rows");
  }

  private static boolean replacesDayOf(CommittedTarget target, String key) {
    return target.days().filter(days -> days.coversKey(key)).isPresent();
  }

  private <T> List<T> run(List<Callable<T>> looks) throws InterruptedException {
    List<Callable<T>> bounded = new ArrayList<>();
    for (var look : looks) {
      bounded.add(() -> {
        slots.acquire();
        try {
          return look.call();
        } finally {
          slots.release();
        }
      });
    }
    List<T> results = new ArrayList<>();
    for (var done : threads.invokeAll(bounded)) {
      try {
        results.add(done.get());
      } catch (ExecutionException e) {
        throw e.getCause() instanceof PenstockException ours ? ours : lost(e);
      }
    }
    return results;
  }

  private static InternalException lost(Exception e) {
    return new InternalException(
        Reason.INTERNAL_ERROR, "An object could not be looked at: " + e, "Report this", e);
  }
}
