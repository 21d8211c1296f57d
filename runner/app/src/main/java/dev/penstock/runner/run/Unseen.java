package dev.penstock.runner.run;

import dev.penstock.runner.commit.Entry;
import java.util.LinkedHashSet;
import java.util.Set;

/** What an entry says of a target by a connection that is not at hand, so nobody looked. */
public record Unseen(String target, String connection) {
  /** {@return what is left out of an entry, in the order of its targets} */
  static Set<Unseen> of(Entry entry, Stores stores, Warehouses warehouses) {
    var unseen = new LinkedHashSet<Unseen>();
    for (var target : entry.targets()) {
      var bucket = target.bucket().connection();
      if (!stores.has(bucket)) {
        unseen.add(new Unseen(target.name(), bucket));
      }
      for (var side : target.warehouse().stream().toList()) {
        if (!warehouses.has(side.connection())) {
          unseen.add(new Unseen(target.name(), side.connection()));
        }
      }
    }
    return unseen;
  }

  /** {@return one sentence that names it, without its full stop} */
  public String message() {
    return "What target %s has by connection %s was not looked at: no manifest of it was given"
        .formatted(target, connection);
  }
}
