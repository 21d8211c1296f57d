package dev.penstock.runner.commit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One committed run, or the opening of the log (number 0). Never changed once it is written.
 *
 * @param log id that entry 0 drew; every entry and every ledger repeats it
 * @param run id of the run; of entry 0 the one that opened the log
 * @param attempt id of the attempt whose parts these are
 * @param watermarks of all incremental sources so far, by name of the source
 * @param committed by the clock of the attempt; for people and for bounding a look back
 * @param abandoned targets that the entry before named and whose history ends here: one that comes
 *     back by that name is a new one
 * @param window what the run read in place of an increment; for people: what it did stands in the
 *     targets
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Entry(
    String log,
    long number,
    Operation operation,
    String pipeline,
    String run,
    String attempt,
    String spec,
    Instant committed,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Watermark> watermarks,
    List<CommittedTarget> targets,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> abandoned,
    Optional<Window> window) {
  /** A stretch of the cursor: from {@code start} to just below {@code end}. */
  public record Window(Instant start, Instant end) {}

  /** What an entry does; names are part of the format. */
  public enum Operation {
    /** Entry 0: draws the log's id. */
    @JsonProperty("open")
    OPEN,
    /** Adds rows. */
    @JsonProperty("append")
    APPEND,
    /** Its parts are all that there is: what earlier entries say of its targets counts no more. */
    @JsonProperty("replaceAll")
    REPLACE_ALL,
    /**
     * Has no parts: whatever the tables of its targets hold is where their history begins, and the
     * log can not tell those rows.
     */
    @JsonProperty("baseline")
    BASELINE;

    /** {@return whether it applies to tables however far they have come, and if they are gone} */
    public boolean supersedes() {
      return this == REPLACE_ALL || this == BASELINE;
    }
  }

  /** Without an abandoned target or a window. */
  public Entry(
      String log,
      long number,
      Operation operation,
      String pipeline,
      String run,
      String attempt,
      String spec,
      Instant committed,
      List<Watermark> watermarks,
      List<CommittedTarget> targets) {
    this(
        log,
        number,
        operation,
        pipeline,
        run,
        attempt,
        spec,
        committed,
        watermarks,
        targets,
        List.of(),
        Optional.empty());
  }

  public Entry {
    // Entries of a log that knows no increments do not name any.
    watermarks = watermarks == null ? List.of() : List.copyOf(watermarks);
    targets = List.copyOf(targets);
    abandoned = abandoned == null ? List.of() : List.copyOf(abandoned);
    if (targets.stream().map(CommittedTarget::name).anyMatch(abandoned::contains)) {
      throw new IllegalArgumentException("Entry %d abandons what it names".formatted(number));
    }
    if (operation == Operation.BASELINE && targets.stream().anyMatch(t -> !t.parts().isEmpty())) {
      throw new IllegalArgumentException("Entry %d is a baseline with parts".formatted(number));
    }
    if (watermarks.stream().map(Watermark::source).distinct().count() < watermarks.size()) {
      throw new IllegalArgumentException(
          "Entry %d has two watermarks of a source".formatted(number));
    }
    if (number < 0 || (number == 0) != (operation == Operation.OPEN)) {
      throw new IllegalArgumentException("Entry %d can not be %s".formatted(number, operation));
    }
    if (log.isBlank() || run.isBlank() || attempt.isBlank()) {
      throw new IllegalArgumentException("Entry %d lacks log, run or attempt".formatted(number));
    }
  }

  /** {@return the base that its attempt worked on} */
  public long base() {
    return number - 1;
  }

  /** {@return whether it is a commit of that run} */
  public boolean of(Run other) {
    return operation != Operation.OPEN && run.equals(other.id());
  }

  /** {@return whether that object is the tail of one of its watermarks} */
  boolean namesTail(String key) {
    return watermarks.stream()
        .flatMap(watermark -> watermark.tail().stream())
        .anyMatch(tail -> tail.key().equals(key));
  }

  /**
   * {@return whether its parts are all that there is of one of its targets: what earlier entries
   * say of that counts no more}
   */
  public boolean replacesAll(CommittedTarget target) {
    return operation == Operation.REPLACE_ALL || target.replaces().isPresent();
  }

  /** {@return whether it applies to one of its targets without any earlier entry} */
  public boolean supersedes(CommittedTarget target) {
    return operation.supersedes() || replacesAll(target);
  }

  /** {@return the connections of the warehouses that it must reach, in a fixed order} */
  public Set<String> warehouses() {
    var names = new TreeSet<String>();
    for (var target : targets) {
      target.warehouse().ifPresent(side -> names.add(side.connection()));
    }
    return names;
  }

  /** {@return the targets with a side in that warehouse, by name} */
  public List<CommittedTarget> targetsIn(String warehouse) {
    return targets.stream()
        .filter(target -> target.in(warehouse))
        .sorted(java.util.Comparator.comparing(CommittedTarget::name))
        .toList();
  }

  /** {@return the target of that name, if the entry names it} */
  public Optional<CommittedTarget> target(String name) {
    return targets.stream().filter(target -> target.name().equals(name)).findFirst();
  }

  /**
   * {@return the entry as if it had filled one target in that warehouse, and nothing else: for a
   * table that takes it from its parts}
   */
  Entry replayed(CommittedTarget target, CommittedTarget.Warehouse side) {
    return withTargets(List.of(target.in(side)));
  }

  /** {@return the entry as if it had filled these targets alone} */
  Entry withTargets(List<CommittedTarget> filled) {
    return new Entry(
        log,
        number,
        operation,
        pipeline,
        run,
        attempt,
        spec,
        committed,
        watermarks,
        filled,
        List.of(),
        window);
  }
}
