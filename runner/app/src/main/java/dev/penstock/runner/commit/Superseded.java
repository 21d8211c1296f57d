package dev.penstock.runner.commit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Takes the parts out of a dataset that an entry has superseded. A key is deleted by two proofs: it
 * bears the number of an earlier entry, and that entry names it.
 */
final class Superseded {
  private static final int PAGE = 1000;
  private static final int DAYS = 100;
  private static final Pattern VISIBLE = Pattern.compile("(\\d{20})-\\d{5,}[.]parquet");

  private final CommitLog log;
  private final Visibility visibility;
  private final Map<Long, Entry> entries = new HashMap<>();

  Superseded(CommitLog log, Visibility visibility) {
    this.log = log;
    this.visibility = visibility;
  }

  /** {@return the number of the entry that a final key bears; -1: it is no final key} */
  static long number(String key) {
    var matcher = VISIBLE.matcher(key.substring(key.lastIndexOf('/') + 1));
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  /** Deletes what earlier entries made visible below the paths of what the entry replaces. */
  void clear(Entry entry) {
    for (var target : entry.targets()) {
      boolean all = entry.replacesAll(target);
      if (!all && target.days().isEmpty() || visibility.beyond(target).isPresent()) {
        continue;
      }
      target
          .dataset()
          .ifPresent(path -> {
            for (var folder : folders(target, path, all)) {
              clear(
                  entry, visibility.bucket(target), folder, part -> all || target.overtakes(part));
            }
          });
    }
  }

  /** The days of a long window are more requests than all that the dataset holds. */
  private static List<String> folders(CommittedTarget target, String path, boolean all) {
    return target
        .days()
        .filter(days -> !all && days.count() <= DAYS)
        .map(days ->
            days.each()
                .map(day -> "%s/%s/".formatted(path, Days.directory(days.column(), day)))
                .toList())
        .orElseGet(() -> List.of(path + "/"));
  }

  private void clear(Entry entry, Bucket bucket, String folder, Predicate<CommittedPart> over) {
    var after = folder;
    while (true) {
      var page = bucket.list(folder, after, PAGE);
      for (var key : page) {
        long number = number(key);
        if (number > 0 && number < entry.number()) {
          delete(entries.computeIfAbsent(number, log::read), bucket, key, over);
        }
      }
      if (page.size() < PAGE) {
        return;
      }
      after = page.getLast();
    }
  }

  private static void delete(
      Entry earlier, Bucket bucket, String key, Predicate<CommittedPart> over) {
    for (var target : earlier.targets()) {
      for (var part : target.parts()) {
        if (part.visible().filter(key::equals).isPresent()
            && target.bucket().name().equals(bucket.name())
            && over.test(part)) {
          // The staged one first: an attempt that hangs in a publish must not copy it again.
          bucket.delete(part.staged());
          bucket.delete(key);
        }
      }
    }
  }
}
