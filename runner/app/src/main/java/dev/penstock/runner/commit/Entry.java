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
    List<CommittedTarget> targets) {
  /** What an entry does; names are part of the format. */
  public enum Operation {
    /** Entry 0: draws the log's id. */
    @JsonProperty("open")
    OPEN,
    /** Adds rows. */
    @JsonProperty("append")
    APPEND
  }

  public Entry {
    // Entries of a log that knows no increments do not name any.
    watermarks = watermarks == null ? List.of() : List.copyOf(watermarks);
    targets = List.copyOf(targets);
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
}
