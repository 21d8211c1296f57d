package dev.penstock.runner.commit;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * Keys of what attempts of one pipeline stage in one bucket: parts as {@code
 * <root>/parts/<base>-<attempt>/<target>-<seq>.parquet}, tails beside them. The base stands first,
 * so that what can never be committed any more is told by its key.
 */
public final class StagedParts {
  private static final int PAGE = 1000;

  /** How many bases a sweep looks back; each attempt sweeps, so garbage is never far. */
  private static final int REACH = 8;

  private final Bucket bucket;
  private final String root;

  public StagedParts(Bucket bucket, String root) {
    this.bucket = bucket;
    this.root = root;
  }

  /** {@return the key of a part} */
  public static String key(String root, Attempt attempt, String target, int seq) {
    return "%s/parts/%020d-%s/%s-%05d.parquet"
        .formatted(root, attempt.base(), attempt.id(), target, seq);
  }

  /**
   * {@return the key of a source's tail, in the bucket of the log}
   *
   * @param source its name holds no hyphen, so no part of a target has that key
   */
  public static String tail(String root, Attempt attempt, String source) {
    return "%s/parts/%020d-%s/tail-%s.parquet"
        .formatted(root, attempt.base(), attempt.id(), source);
  }

  /** {@return the final key of a part: deterministic, so that a copy can be repeated} */
  public static String visible(String path, String directory, long number, int seq) {
    var folder = directory.isEmpty() ? path : path + "/" + directory;
    return "%s/%020d-%05d.parquet".formatted(folder, number, seq);
  }

  /** {@return whether a key is named as final keys are} */
  public static boolean isVisible(String key) {
    return Superseded.number(key) >= 0;
  }

  /**
   * Deletes what can never be committed and what has its final copy. A base below the head is lost:
   * its only number is taken. Every entry up to the head is published everywhere.
   *
   * @param newest the entry at the head; of all tails below its number nobody needs any other than
   *     those that it names
   */
  public void sweep(CommitLog log, Entry newest, Visibility visibility) {
    long head = newest.number();
    garbage(log, newest, visibility, Math.max(0, head - REACH), head, bucket::delete);
  }

  /** Deletes what an attempt has staged here. Only for one that will never put an entry. */
  public void discard(Attempt attempt) {
    var folder = "%s/parts/%020d-%s/".formatted(root, attempt.base(), attempt.id());
    for (var page = bucket.list(folder, folder, PAGE);
        !page.isEmpty();
        page = bucket.list(folder, folder, PAGE)) {
      page.forEach(bucket::delete);
    }
  }

  /**
   * Tells every key that nobody can need any more.
   *
   * @param from the lowest base that is looked at
   * @param before what has this base or a higher one stays; at most the head
   */
  public void garbage(
      CommitLog log,
      Entry newest,
      Visibility visibility,
      long from,
      long before,
      Consumer<String> told) {
    var folder = root + "/parts/";
    var after = folder + "%020d".formatted(from);
    Map<Long, Entry> entries = new HashMap<>(Map.of(newest.number(), newest));
    while (true) {
      var page = bucket.list(folder, after, PAGE);
      for (var key : page) {
        long base = base(folder, key);
        if (base >= Math.min(before, newest.number())) {
          return;
        }
        LongFunction<Entry> read = number -> entries.computeIfAbsent(number, log::read);
        if (!newest.namesTail(key)
            && dispensable(key, read.apply(base + 1), newest, read, visibility)) {
          told.accept(key);
        }
      }
      if (page.size() < PAGE) {
        return;
      }
      after = page.getLast();
    }
  }

  private boolean dispensable(
      String key, Entry entry, Entry newest, LongFunction<Entry> read, Visibility visibility) {
    for (var target : entry.targets()) {
      for (var part : target.parts()) {
        if (part.staged().equals(key) && target.bucket().name().equals(bucket.name())) {
          return visibility.shown(target, part) || superseded(entry, target, part, newest, read);
        }
      }
    }
    return true;
  }

  private static boolean superseded(
      Entry entry,
      CommittedTarget target,
      CommittedPart part,
      Entry newest,
      LongFunction<Entry> read) {
    for (long number = newest.number(); number > entry.number(); number--) {
      var later = read.apply(number);
      if (later
          .target(target.name())
          .filter(over -> later.replacesAll(over) || over.overtakes(part))
          .isPresent()) {
        return true;
      }
    }
    return false;
  }

  private static long base(String folder, String key) {
    var name = key.substring(folder.length());
    // What somebody else put here is not ours to delete.
    return name.matches("\\d{20}-.*") ? Long.parseLong(name.substring(0, 20)) : Long.MAX_VALUE;
  }
}
