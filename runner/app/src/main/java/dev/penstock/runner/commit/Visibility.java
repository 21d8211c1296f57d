package dev.penstock.runner.commit;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;

import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;

/**
 * The dataset side of a commit: parts reach their final keys after the entry stands, by copies that
 * anybody may repeat.
 */
public final class Visibility {
  /** Each part costs a few round trips, and a first load by day has thousands of parts. */
  private static final int LANES = 16;

  private static final int PAGE = 1000;

  /** Whether an entry of this log names a path. */
  enum Past {
    /** What lies there is the log's own. */
    NAMED,

    /**
     * A claim alone says nothing: it may be of an adopt that died and was to keep what is there.
     */
    UNNAMED
  }

  private final Buckets buckets;
  private final Executor executor;

  /**
   * @param executor makes the copies, a few at the same time
   */
  public Visibility(Buckets buckets, Executor executor) {
    this.buckets = buckets;
    this.executor = executor;
  }

  /**
   * Makes sure that a dataset's path belongs to this log before anything is read for it. Final keys
   * are numbered by the log, so two logs below one path would take each other's keys.
   *
   * @param operation that the run is to commit
   */
  void claim(String log, Entry.Operation operation, String connection, String path, Past past) {
    var bucket = buckets.of(connection);
    var key = path + "/_penstock_log";
    var owner = bucket.read(key);
    if (owner.isEmpty()) {
      refuseStrangers(bucket, path, key, operation);
      bucket.putIfAbsent(key, log.getBytes(StandardCharsets.UTF_8));
      owner = bucket.read(key);
      if (owner.isEmpty()) {
        throw new TransientException(
            Reason.STORE_UNAVAILABLE,
            "Bucket %s did not say whether it stored %s".formatted(bucket.name(), key),
            "The run is repeated and finds out; nothing was read for it yet");
      }
    } else if (past == Past.UNNAMED && isOf(log, owner.get())) {
      refuseStrangers(bucket, path, key, operation);
    }
    var standing = owner.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("nobody");
    if (!standing.equals(log)) {
      throw mismatch(
          "Path %s in bucket %s belongs to log %s, not to %s"
              .formatted(path, bucket.name(), standing, log),
          "Give each target of each pipeline a path of its own");
    }
  }

  private static boolean isOf(String log, byte[] claim) {
    return new String(claim, StandardCharsets.UTF_8).equals(log);
  }

  private static void refuseStrangers(
      Bucket bucket, String path, String claim, Entry.Operation operation) {
    var folder = path + "/";
    var after = folder;
    while (true) {
      var page = bucket.list(folder, after, PAGE);
      for (var key : page) {
        // Another attempt may claim it meanwhile: its claim is the one key that may lie here. A
        // history that begins with what is there takes all but names that coming parts will have.
        if (!key.equals(claim)
            && (operation != Entry.Operation.BASELINE || Superseded.number(key) >= 0)) {
          throw mismatch(
              "Bucket %s holds %s, which this pipeline's log does not know"
                  .formatted(bucket.name(), key),
              "Give the target an empty path, or move these objects elsewhere; a first run with"
                  + " adopt keeps objects that Penstock did not write");
        }
      }
      if (page.size() < PAGE) {
        return;
      }
      after = page.getLast();
    }
  }

  /** {@return a key below a path that is named like a part; empty: there is none} */
  public Optional<String> anyPart(String connection, String path) {
    var bucket = buckets.of(connection);
    var folder = path + "/";
    var after = folder;
    while (true) {
      var page = bucket.list(folder, after, PAGE);
      var part = page.stream().filter(key -> Superseded.number(key) >= 0).findFirst();
      if (part.isPresent() || page.size() < PAGE) {
        return part;
      }
      after = page.getLast();
    }
  }

  /** {@return the connection of a target's dataset, if the run does not have it} */
  Optional<String> beyond(CommittedTarget target) {
    return target
        .dataset()
        .map(path -> target.bucket().connection())
        .filter(connection -> !buckets.has(connection));
  }

  /** {@return the name of the bucket behind a connection} */
  String bucketName(String connection) {
    return buckets.of(connection).name();
  }

  /**
   * Shows every part of the entry under its final key and checks that it has its full size. A
   * dataset in a bucket that the run does not have is passed over.
   */
  public void show(Entry entry) {
    List<Runnable> acts = new ArrayList<>();
    for (var target : entry.targets()) {
      if (target.dataset().isEmpty() || beyond(target).isPresent()) {
        continue;
      }
      var bucket = bucket(target);
      for (var part : target.parts()) {
        part.visible().ifPresent(visible -> acts.add(() -> show(bucket, part, visible)));
      }
    }
    List<Runnable> lanes = new ArrayList<>();
    for (int i = 0; i < Math.min(LANES, acts.size()); i++) {
      int lane = i;
      lanes.add(() -> {
        for (int at = lane; at < acts.size(); at += LANES) {
          acts.get(at).run();
        }
      });
    }
    Together.run(executor, lanes);
  }

  private static void show(Bucket bucket, CommittedPart part, String visible) {
    if (holds(bucket, visible, part)) {
      return;
    }
    // Another attempt may show and sweep the same entry meanwhile: look again before complaining.
    bucket.copy(part.staged(), visible);
    if (!holds(bucket, visible, part)) {
      throw gone(bucket, part);
    }
  }

  /** {@return the key under which a part of that target can be read now} */
  public String locate(CommittedTarget target, CommittedPart part) {
    var bucket = bucket(target);
    if (part.visible().isPresent() && holds(bucket, part.visible().get(), part)) {
      return part.visible().get();
    }
    if (holds(bucket, part.staged(), part)) {
      return part.staged();
    }
    throw gone(bucket, part);
  }

  /** {@return whether every part of the entry lies under its final key} */
  public boolean shows(Entry entry) {
    return entry.targets().stream()
        .filter(target -> target.dataset().isPresent())
        .allMatch(target -> target.parts().stream().allMatch(part -> shown(target, part)));
  }

  /** {@return whether the staged object is no longer needed by anybody} */
  boolean shown(CommittedTarget target, CommittedPart part) {
    return part.visible().isPresent()
        && beyond(target).isEmpty()
        && holds(bucket(target), part.visible().get(), part);
  }

  /** {@return the bucket where the parts of a target lie} */
  Bucket bucket(CommittedTarget target) {
    var bucket = buckets.of(target.bucket().connection());
    if (!bucket.name().equals(target.bucket().name())) {
      throw mismatch(
          "The log names bucket %s for target %s, connection %s is bucket %s"
              .formatted(
                  target.bucket().name(),
                  target.name(),
                  target.bucket().connection(),
                  bucket.name()),
          "Name the old bucket in the connection, or give the pipeline a new name");
    }
    return bucket;
  }

  private static boolean holds(Bucket bucket, String key, CommittedPart part) {
    return bucket.size(key).equals(OptionalLong.of(part.bytes()));
  }

  private static RuntimeException gone(Bucket bucket, CommittedPart part) {
    return mismatch(
        "Part %s of bucket %s is gone, and an entry names it"
            .formatted(part.staged(), bucket.name()),
        HistoryMismatch.refreshOr("restore the object from the bucket's versions"));
  }
}
