package dev.penstock.runner.commit;

import static dev.penstock.runner.commit.HistoryMismatch.mismatch;
import static dev.penstock.runner.commit.LostBase.lostBase;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.TransientException;
import java.time.Clock;
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

  /** In the place of a log's id where there is no log yet. */
  private static final String NO_LOG = "none";

  private final CommitLog log;
  private final Visibility visibility;
  private final Ledgers ledgers;
  private final List<StagedParts> stagedParts;
  private final Publication publication;
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
    this.publication = new Publication(log, visibility, ledgers, executor);
    this.clock = clock;
  }

  /** A side that a run will write, as the plan names it. */
  public sealed interface Side {
    /** A path. */
    record Dataset(String target, String connection, String path) implements Side {}

    /**
     * A table.
     *
     * @param fromLog whether a table without a ledger is filled from the log's parts; else it gets
     *     what comes from now on
     */
    record Warehouse(String connection, Ledger.TableOf table, boolean fromLog) implements Side {
      /** A table that gets what comes from now on. */
      public Warehouse(String connection, Ledger.TableOf table) {
        this(connection, table, false);
      }
    }
  }

  /** How an attempt begins. */
  public sealed interface Begun {
    /** An earlier attempt of this run committed; it is published everywhere now. */
    record Already(Entry entry) implements Begun {}

    /**
     * All that is committed is published, or will be superseded; the attempt may work.
     *
     * @param previous per target with a warehouse: the newest entry that its table holds
     * @param takesOver per target whose ledger follows another log: where it stands
     * @param watermarks as the head says them
     * @param named the targets that the head names; those that the spec does not are abandoned
     */
    record Fresh(
        Attempt attempt,
        String log,
        Map<String, Long> previous,
        Map<String, Ledger.Position> takesOver,
        List<Watermark> watermarks,
        List<String> named)
        implements Begun {
      public Fresh {
        watermarks = List.copyOf(watermarks);
        previous = Map.copyOf(previous);
        takesOver = Map.copyOf(takesOver);
        named = List.copyOf(named);
      }
    }
  }

  /** Begins a run that adds rows. */
  public Begun begin(Run run, String attemptId, List<Side> sides) {
    return begin(run, attemptId, Entry.Operation.APPEND, sides);
  }

  /**
   * Notes the head, publishes what is unpublished, and refuses what does not fit together.
   *
   * @param operation of the entry that the run is to commit; one that supersedes is the way out of
   *     a history that does not fit
   */
  public Begun begin(Run run, String attemptId, Entry.Operation operation, List<Side> sides) {
    log.prove(attemptId);
    long head = log.head();
    if (head < 0) {
      log.open(run, attemptId, clock.instant());
      head = Math.max(0, log.head());
    }
    var id = log.read(0).log();
    var newest = log.read(head);
    refuseOtherLog(newest, id);
    var committed = log.entryOf(run, newest);
    boolean supersedes = operation.supersedes() && committed.isEmpty();
    var following = new Following(log, ledgers, publication, id, head);
    try {
      if (!supersedes) {
        following.fill(sides);
      }
      recover(newest, supersedes);
      return committed.isPresent()
          ? new Begun.Already(committed.get())
          : new Beginning(log, visibility, following, newest)
              .fresh(new Attempt(run, attemptId, head), operation, sides);
    } catch (ConfigurationException e) {
      throw unlessSuperseded(e, head);
    }
  }

  /**
   * Looks where history stands, for an attempt that will not commit: nothing is opened, published,
   * claimed or made. What is unpublished stays so.
   *
   * @param operation of the entry that a run would commit
   */
  public Begun.Fresh look(Run run, String attemptId, Entry.Operation operation, List<Side> sides) {
    log.prove(attemptId);
    long head = log.head();
    var newest = head < 0 ? Optional.<Entry>empty() : Optional.of(log.read(head));
    var id = head < 0 ? NO_LOG : log.read(0).log();
    newest.ifPresent(entry -> refuseOtherLog(entry, id));
    long base = Math.max(0, head);
    var following = new Following(log, ledgers, publication, id, base);
    try {
      for (var side : sides) {
        if (side instanceof Side.Warehouse table) {
          if (operation.supersedes()) {
            var unused = following.otherLog(table);
          } else {
            following.look(table);
          }
        }
      }
    } catch (ConfigurationException e) {
      throw unlessSuperseded(e, base);
    }
    return new Begun.Fresh(
        new Attempt(run, attemptId, base),
        id,
        Map.of(),
        Map.of(),
        newest.map(Entry::watermarks).orElse(List.of()),
        newest.stream()
            .flatMap(entry -> entry.targets().stream())
            .map(CommittedTarget::name)
            .toList());
  }

  private void refuseOtherLog(Entry newest, String id) {
    if (!newest.log().equals(id)) {
      throw mismatch(
          "Entry %d of %s is of log %s, entry 0 of log %s"
              .formatted(newest.number(), log.location(), newest.log(), id));
    }
  }

  /**
   * {@return what to say} What does not fit may be of an entry committed since the head was noted.
   */
  private PenstockException unlessSuperseded(ConfigurationException e, long head) {
    if (log.head() <= head) {
      return e;
    }
    var lost = lostBase(log.read(head + 1));
    lost.addSuppressed(e);
    return lost;
  }

  /** Publishes the head, which may fail only if what it says is about to be superseded. */
  private void recover(Entry newest, boolean supersedes) {
    if (newest.number() == 0) {
      return;
    }
    try {
      advance(new State.Committed(newest));
    } catch (ConfigurationException | DataException e) {
      if (!supersedes) {
        throw e;
      }
      LOG.warn(
          "event=superseding-unpublished number={} reason={} message={}",
          newest.number(),
          e.reason(),
          e.message());
    }
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

  // Whoever committed the next entry has published this one, or supersedes it. What it named may
  // be gone since then.
  private void publish(Entry entry) {
    try {
      publication.publish(entry);
    } catch (PenstockException e) {
      if (log.head() == entry.number()) {
        throw e;
      }
      LOG.info("event=published-by-others number={} run={}", entry.number(), entry.run());
    }
  }

  // Nothing may fail any more: the run counts. What stays behind is swept by the next attempt.
  private void sweep(Entry entry) {
    try {
      for (var parts : stagedParts) {
        parts.sweep(log, entry, visibility);
      }
      for (var warehouse : entry.warehouses()) {
        if (ledgers.has(warehouse)) {
          ledgers.of(warehouse).sweep(entry.number());
        }
      }
    } catch (PenstockException e) {
      LOG.warn(
          "event=sweep-failed number={} reason={} message={}",
          entry.number(),
          e.reason(),
          e.message());
    }
  }
}
