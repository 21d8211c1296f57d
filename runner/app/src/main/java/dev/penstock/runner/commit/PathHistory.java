package dev.penstock.runner.commit;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The log as one path of a bucket sees it, looked at from its end.
 *
 * @param newest the entry at the head
 */
record PathHistory(CommitLog log, Entry newest) {
  /**
   * Who filled a path last.
   *
   * @param abandoned whether an entry since then abandoned that target
   */
  record Filled(String target, boolean abandoned) {
    /** {@return whether the parts that lie there are of that target, as it is now} */
    boolean by(String other) {
      return target.equals(other) && !abandoned;
    }
  }

  /** {@return who filled it last; empty: no entry names it} */
  Optional<Filled> last(String bucket, String path) {
    Set<String> abandoned = new HashSet<>();
    for (var entry = newest; ; entry = log.read(entry.base())) {
      abandoned.addAll(entry.abandoned());
      for (var target : entry.targets()) {
        if (target.dataset().filter(path::equals).isPresent()
            && target.bucket().name().equals(bucket)) {
          return Optional.of(new Filled(target.name(), abandoned.contains(target.name())));
        }
      }
      if (entry.number() <= 1) {
        return Optional.empty();
      }
    }
  }
}
