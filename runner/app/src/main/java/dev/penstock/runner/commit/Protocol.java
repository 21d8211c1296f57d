package dev.penstock.runner.commit;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;
import static dev.penstock.runner.commit.LostBase.lostBase;

import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.TransientException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one commit of docs/commit-protocol.md. {@link #begin} finds out where history stands and
 * repairs it; {@link #commit} and {@link #complete} take a verified proposal to its end. All of
 * them go through {@link #next}.
 */
public final class Protocol {
  private static final Logger LOG = LoggerFactory.getLogger(Protocol.class);

  private final CommitLog log;
  private final Visibility visibility;
  private final Ledgers ledgers;
  private final List<StagedParts> stagedParts;
  private final Executor executor;
  private final Clock clock;

  /**
   * @param stagedParts one per bucket in which this pipeline stages, and the log's
   * @param executor runs the two sides of a publication
   */
  public Protocol(
      CommitLog log,
      Visibility visibility,
      Ledgers ledgers,
      List<StagedParts> stagedParts,
      Executor executor,
      Clock clock) {
    this.log = log;
    this.visibility = visibility;
    this.ledgers = ledgers;
    this.stagedParts = List.copyOf(stagedParts);
    this.executor = executor;
    this.clock = clock;
  }

  /** A side that a run will write, as the plan names it. */
  public sealed interface Side {
    record Dataset(String connection, String path) implements Side {}

    record Warehouse(String connection, Ledger.TableOf table) implements Side {}
  }

  /** How an attempt begins. */
  public sealed interface Begun {
    /** An earlier attempt of this run committed; it is published everywhere now. */
    record Already(Entry entry) implements Begun {}

    /**
     * All that is committed is published; the attempt may work.
     *
     * @param previous per target with a warehouse: the newest entry that its table holds
     * @param watermarks as the head says them
     */
    record Fresh(
        Attempt attempt, String log, Map<String, Long> previous, List<Watermark> watermarks)
        implements Begun {
      public Fresh {
        watermarks = List.copyOf(watermarks);
        previous = Map.copyOf(previous);
      }
    }
  }

  /** Notes the head, publishes what is unpublished, and refuses what does not fit together. */
  public Begun begin(Run run, String attemptId, List<Side> sides) {
    log.prove(attemptId);
    long head = log.head();
    if (head < 0) {
      log.open(run, attemptId, clock.instant());
      head = Math.max(0, log.head());
    }
    var id = log.read(0).log();
    var newest = log.read(head);
    if (!newest.log().equals(id)) {
      throw mismatch(
          "Entry %d of %s is of log %s, entry 0 of log %s"
              .formatted(head, log.location(), newest.log(), id));
    }
    if (head > 0) {
      advance(new State.Committed(newest));
    }
    var committed = log.entryOf(run, newest);
    if (committed.isPresent()) {
      return new Begun.Already(committed.get());
    }
    Map<String, Long> previous = new HashMap<>();
    // Tables first: one that is refused must not leave a path claimed by a log without an entry.
    for (var side : sides) {
      if (side instanceof Side.Warehouse warehouse) {
        previous.put(warehouse.table().target(), follow(warehouse, id, head));
      }
    }
    for (var side : sides) {
      if (side instanceof Side.Dataset dataset) {
        visibility.claim(id, dataset.connection(), dataset.path());
      }
    }
    return new Begun.Fresh(new Attempt(run, attemptId, head), id, previous, newest.watermarks());
  }

  /** Commits a verified proposal; {@return what stands in the log for its run from now on} */
  public State commit(Entry proposal) {
    return next(new State.Staged(proposal));
  }

  /** Publishes what is committed and clears up; {@return its entry} */
  public Entry complete(State committed) {
    return advance(committed).entry();
  }

  /**
   * {@return why the attempt can not commit any more, if another one took its number: whatever it
   * failed with since then may be due to that}
   */
  public Optional<TransientException> lost(Attempt attempt) {
    if (log.head() <= attempt.base()) {
      return Optional.empty();
    }
    var winner = log.read(attempt.number());
    // Another attempt of the same run sweeps this one's work as any other does.
    return winner.attempt().equals(attempt.id()) ? Optional.empty() : Optional.of(lostBase(winner));
  }

  private State advance(State from) {
    var state = from;
    while (!(state instanceof State.Done)) {
      state = next(state);
      LOG.info(
          "event=commit state={} number={} run={}",
          state.getClass().getSimpleName(),
          state.entry().number(),
          state.entry().run());
    }
    return state;
  }

  State next(State state) {
    return switch (state) {
      case State.Staged(var entry) ->
          switch (log.append(entry)) {
            case Appended.Committed(var standing) -> new State.Committed(standing);
            case Appended.Conflict(var winner) -> {
              if (winner.run().equals(entry.run())) {
                yield new State.Committed(winner);
              }
              throw lostBase(winner);
            }
          };
      case State.Committed(var entry) -> {
        publish(entry);
        yield new State.Published(entry);
      }
      case State.Published(var entry) -> {
        sweep(entry);
        yield new State.Done(entry);
      }
      case State.Done done -> done;
    };
  }

  private void publish(Entry entry) {
    List<Runnable> sides = new ArrayList<>();
    sides.add(() -> visibility.show(entry));
    for (var warehouse : entry.warehouses()) {
      sides.add(() -> publish(entry, warehouse));
    }
    Together.run(executor, sides);
  }

  private void publish(Entry entry, String warehouse) {
    var ledger = ledgers.of(warehouse);
    Deque<Entry> due = new ArrayDeque<>(List.of(entry));
    while (!due.isEmpty()) {
      var first = due.peek();
      switch (ledger.publish(first, visibility)) {
        case Ledger.Published.There() -> due.pop();
        case Ledger.Published.Behind(var target, var missing) -> {
          if (missing >= first.number()) {
            throw mismatch(
                "Entry %d says that entry %d precedes it for target %s"
                    .formatted(first.number(), missing, target));
          }
          due.push(log.read(missing));
        }
      }
    }
  }

  // Nothing may fail any more: the run counts. What stays behind is swept by the next attempt.
  private void sweep(Entry entry) {
    try {
      for (var parts : stagedParts) {
        parts.sweep(log, entry, visibility);
      }
      for (var warehouse : entry.warehouses()) {
        ledgers.of(warehouse).sweep(entry.number());
      }
    } catch (PenstockException e) {
      LOG.warn(
          "event=sweep-failed number={} reason={} message={}",
          entry.number(),
          e.reason(),
          e.message());
    }
  }

  /** Brings a table to the head; {@return the newest entry that it holds} */
  private long follow(Side.Warehouse side, String id, long head) {
    var ledger = ledgers.of(side.connection());
    var target = side.table().target();
    var position = ledger.position(side.table());
    if (position.isEmpty()) {
      newestNaming(side, 0, head)
          .ifPresent(entry -> {
            throw mismatch(
                "Warehouse %s has no ledger for target %s, entry %d of the log says it had one"
                    .formatted(side.connection(), target, entry.number()));
          });
      ledger.open(side.table(), id, head);
      position = ledger.position(side.table());
    }
    var standing =
        position.orElseThrow(
            () -> mismatch("The ledger of target %s is gone again".formatted(target)));
    if (!standing.log().equals(id)) {
      throw mismatch(
          "Table %s in warehouse %s follows log %s, not %s at %s"
              .formatted(
                  side.table().table(), side.connection(), standing.log(), id, log.location()),
          "Name the store that the table was loaded by, or an empty table");
    }
    newestNaming(side, 0, head).ifPresent(entry -> sameTable(side, entry));
    if (standing.number() > head) {
      // Not a torn history if another attempt has committed and published since the head was noted.
      if (log.head() > head) {
        throw lostBase(log.read(head + 1));
      }
      throw mismatch(
          "Table %s in warehouse %s holds entry %d, the log at %s ends at %d"
              .formatted(
                  side.table().table(), side.connection(), standing.number(), log.location(), head),
          "Restore the missing entries from the bucket's versions, or name the right store");
    }
    // Behind only if the warehouse was restored, or the head does not name the target.
    var newest = newestNaming(side, standing.number(), head);
    newest.ifPresent(entry -> publish(entry, side.connection()));
    return newest.map(Entry::number).orElse(standing.number());
  }

  // Another table under the same target would get only the rows from now on, or mix two histories.
  private static void sameTable(Side.Warehouse side, Entry entry) {
    entry
        .target(side.table().target())
        .flatMap(CommittedTarget::warehouse)
        .filter(before -> !before.table().equals(side.table().table()))
        .ifPresent(before -> {
          throw mismatch(
              "Target %s has filled table %s of warehouse %s, the spec names %s"
                  .formatted(
                      side.table().target(),
                      before.table(),
                      side.connection(),
                      side.table().table()),
              "Name the old table, or give the target a new name: its name is its history");
        });
  }

  private Optional<Entry> newestNaming(Side.Warehouse side, long after, long head) {
    for (long number = head; number > after; number--) {
      var entry = log.read(number);
      if (entry.target(side.table().target()).filter(t -> t.in(side.connection())).isPresent()) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }
}
