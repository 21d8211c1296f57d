package dev.penstock.runner.commit.model;

import dev.penstock.runner.commit.Ledger;
import java.util.List;
import java.util.Optional;

/** The pipelines that a world may have. */
final class Pipelines {
  static final String STORE = "_penstock/";
  static final String LAKE = "lake";

  /** Paths below which nothing is ever deleted: no run refreshes or replaces them. */
  static final String LASTING = "lake/";

  static final String WAREHOUSE = "warehouse";

  private Pipelines() {}

  /**
   * One target; a path, a table or both.
   *
   * @param daily whether each run replaces two days: one that all of them have, and one of its own
   */
  record Target(
      String name,
      Optional<String> path,
      Optional<String> table,
      boolean upsert,
      int parts,
      boolean replaces,
      boolean daily) {
    Target(String name, Optional<String> path, Optional<String> table, boolean upsert, int parts) {
      this(name, path, table, upsert, parts, false, false);
    }

    Ledger.TableOf tableOf() {
      return new Ledger.TableOf(name, table.orElseThrow());
    }
  }

  /**
   * A pipeline of the namespace {@code sales}.
   *
   * @param tails whether it reads increments, whose tails its attempts leave for each other
   * @param fine whether its attempts stage step by step; else all in one
   * @param fromLog whether its tables are filled from the log
   */
  record Pipeline(String name, List<Target> targets, boolean tails, boolean fine, boolean fromLog) {
    Pipeline withTails() {
      return new Pipeline(name, targets, true, fine, fromLog);
    }

    Pipeline stepByStep() {
      return new Pipeline(name, targets, tails, true, fromLog);
    }

    Pipeline filledFromTheLog() {
      return new Pipeline(name, targets, tails, fine, true);
    }

    String root() {
      return STORE + "sales/" + name;
    }

    String control(String target) {
      return name + "/" + target;
    }

    String staging(String target, long base, String attempt) {
      return "%s%s:%020d:%s".formatted(stagingPrefix(), target, base, attempt);
    }

    String stagingPrefix() {
      return name + ":";
    }
  }

  /** {@return the same target in a pipeline that has runs with fullRefresh} */
  static Target refreshed(Target target) {
    return new Target(
        target.name(),
        target.path().map(path -> "refreshed/" + target.name()),
        target.table(),
        target.upsert(),
        target.parts());
  }

  /** {@return the same target, of which each run replaces all that it holds} */
  static Target replaced(Target target) {
    var cleared = refreshed(target);
    return new Target(
        cleared.name(), cleared.path(), cleared.table(), false, cleared.parts(), true, false);
  }

  /** {@return the same target, of which each run replaces days} */
  static Target daily(Target target) {
    var cleared = refreshed(target);
    return new Target(cleared.name(), cleared.path(), cleared.table(), false, 2, false, true);
  }

  static Target both(String name) {
    return new Target(name, Optional.of("lake/" + name), Optional.of("s." + name), false, 1);
  }

  static Target dataset(String name, int parts) {
    return new Target(name, Optional.of("lake/" + name), Optional.empty(), false, parts);
  }

  static Target table(String name, boolean upsert) {
    return new Target(name, Optional.empty(), Optional.of("s." + name), upsert, 1);
  }

  static Pipeline pipeline(String name, Target... targets) {
    return new Pipeline(name, List.of(targets), false, false, false);
  }
}
