package dev.penstock.operator.notify;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Notices that are told by one message: alike, and of pipelines that share a connection, because
 * that is where one cause strikes many.
 *
 * @param notices at least one
 * @param shared the connections that all their pipelines use
 * @param last whether nothing else of their thread goes on
 */
record Batch(List<Notice> notices, Set<String> shared, boolean last) {
  /** More of them would make one message too long for a receiver. */
  static final int MOST = 500;

  Batch {
    notices = List.copyOf(notices);
    shared = Set.copyOf(shared);
    if (notices.isEmpty()) {
      throw new IllegalArgumentException("A message of nothing");
    }
  }

  Notice first() {
    return notices.getFirst();
  }

  Batch lasting(boolean isLast) {
    return new Batch(notices, shared, isLast);
  }

  /** {@return the first notice with all of the others that belong to it} */
  static Batch around(Notice first, Collection<Notice> others) {
    var together = new ArrayList<Notice>(List.of(first));
    var shared = new HashSet<>(first.connections());
    for (var other : others) {
      if (together.size() == MOST) {
        break;
      }
      if (other != first && first.alike(other)) {
        var common = new HashSet<>(shared);
        common.retainAll(other.connections());
        if (!common.isEmpty() || (shared.isEmpty() && other.connections().isEmpty())) {
          together.add(other);
          shared = common;
        }
      }
    }
    return new Batch(together, shared, true);
  }
}
