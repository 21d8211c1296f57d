package dev.penstock.runner.commit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What still counts of an entry that later ones have replaced day by day. The objects of the rest
 * may be gone, and who applies the log in its order needs none of them: each of these days is
 * deleted again by the entry that replaced it. Entries are read once; threads share it.
 */
final class Living {
  private final CommitLog log;
  private final Map<Long, Entry> entries = new ConcurrentHashMap<>();

  Living(CommitLog log) {
    this.log = log;
  }

  /** {@return the entry without the parts that count no more} */
  Entry of(Entry entry) {
    if (entry.targets().stream().noneMatch(Living::told)) {
      return entry;
    }
    long head = log.head();
    return entry.withTargets(
        entry.targets().stream().map(target -> of(entry.number(), target, head)).toList());
  }

  private CommittedTarget of(long since, CommittedTarget target, long head) {
    var living = target;
    for (long number = since + 1; number <= head && told(living); number++) {
      var later = entries.computeIfAbsent(number, log::read);
      if (later.abandoned().contains(target.name())) {
        break;
      }
      var over = later.target(target.name());
      if (over.isPresent()) {
        living =
            living.withParts(
                living.parts().stream().filter(part -> !over.get().overtakes(part)).toList());
      }
    }
    return living;
  }

  private static boolean told(CommittedTarget target) {
    return target.days().isPresent() && !target.parts().isEmpty();
  }
}
