package dev.penstock.chaos;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.spi.PenstockException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A lane of its own, a few runs under kills while somebody writes to the source, a last run in
 * peace, and the comparison.
 *
 * @param number from 1; with the seed it decides everything but the order of what happens at once
 * @param forgetful whether the ledgers forget their newest entry before every attempt: a protocol
 *     without a ledger, which must show
 */
record Round(Grounds grounds, Tally tally, long seed, int number, Mode mode, boolean forgetful) {
  private static final int LEAST_RUNS = 3;
  private static final int MOST_RUNS = 6;

  /** A round goes on until so many have happened. */
  private static final int KILLS = 8;

  private static final int LEAST_KILLS = 2;
  private static final int MOST_KILLS = 4;

  /** How many attempts a run may take: more than its kills, for what they leave behind. */
  private static final int ATTEMPTS = 20;

  /** A run that came to no end, or to the wrong one. */
  private static final class Stuck extends Exception {
    private static final long serialVersionUID = 1;

    Stuck(String what) {
      super(what);
    }
  }

  Verdict play() throws IOException, SQLException, InterruptedException {
    var random = new Random(seed * 1_000_003 + number);
    var lane = Lane.create(grounds, mode, number);
    int before = tally.kills();
    Set<String> finished = new LinkedHashSet<>();
    var verdict = Verdict.CLEAN;
    try {
      Flow flow;
      try (var writer = Writer.on(lane, random.nextLong())) {
        flow = first(lane, random, finished);
        for (int run = 2;
            run <= LEAST_RUNS || run <= MOST_RUNS && tally.kills() - before < KILLS;
            run++) {
          finish(lane, flow, lane.before(run, random), random, finished);
        }
      }
      run(lane, flow, new Wanted.Increment(), new Draw(random), 0, finished);
      verdict = verified(flow);
      return verdict.and(Comparison.of(mode, Sides.of(lane, flow), finished));
    } catch (Stuck stuck) {
      return Verdict.wrong(String.valueOf(stuck.getMessage()));
    } catch (SQLException | PenstockException missing) {
      return verdict.and(Verdict.wrong("what the round needs is not there: " + missing));
    } finally {
      grounds.way().faults().disarm();
      grounds.world().warehouse.faults().disarm();
    }
  }

  /** {@return what the product itself finds} */
  private static Verdict verified(Flow flow) throws InterruptedException {
    return new Verdict(
        0, 0, flow.verify().stream().map(found -> "verify: " + found.line()).toList());
  }

  /** {@return the flow that the targets belong to after the first run} */
  private Flow first(Lane lane, Random random, Set<String> finished)
      throws Stuck, IOException, SQLException, InterruptedException {
    if (mode != Mode.SHARED) {
      finish(lane, lane.flows().getFirst(), lane.before(1, random), random, finished);
      return lane.flows().getFirst();
    }
    // The engine calls back from native code, which pins a virtual thread to its carrier.
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory())) {
      List<Future<Optional<String>>> contending = new ArrayList<>();
      for (var flow : lane.flows()) {
        var draw = new Draw(new Random(random.nextLong()));
        contending.add(threads.submit(() -> contend(lane, flow, draw)));
      }
      Optional<Flow> owner = Optional.empty();
      for (int i = 0; i < contending.size(); i++) {
        var committed = contending.get(i).get();
        if (committed.isPresent() && owner.isPresent()) {
          throw new Stuck("two pipelines have committed to one table");
        }
        if (committed.isPresent()) {
          finished.add(committed.get());
          owner = Optional.of(lane.flows().get(i));
        }
      }
      return owner.orElseThrow(() -> new Stuck("of two pipelines on one table none commits"));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Stuck stuck) {
        throw stuck;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** {@return the run that is committed; empty: the targets are another's} */
  private Optional<String> contend(Lane lane, Flow flow, Draw draw)
      throws Stuck, IOException, SQLException, InterruptedException {
    var run = run(draw);
    tally.ran();
    for (int tried = 1; tried <= ATTEMPTS; tried++) {
      tally.tried();
      var killing = new Killing(lane, flow, tally);
      var ended =
          tried <= LEAST_KILLS
              ? killing.attempt(draw.killAwake(), run, new Wanted.Increment())
              : flow.attempt(run, new Wanted.Increment());
      switch (ended) {
        case Ended.Finished finish -> {
          return Optional.of(run);
        }
        case Ended.Mismatch mismatch -> {
          return Optional.empty();
        }
        case Ended.Wrong(var line) -> throw new Stuck(line);
        case Ended.Died died -> {}
        case Ended.Again again -> {}
      }
    }
    throw new Stuck("run %s of %s has no end".formatted(run, flow.name()));
  }

  private void finish(Lane lane, Flow flow, Wanted wanted, Random random, Set<String> finished)
      throws Stuck, IOException, SQLException, InterruptedException {
    var draw = new Draw(random);
    run(lane, flow, wanted, draw, random.nextInt(LEAST_KILLS, MOST_KILLS + 1), finished);
  }

  /**
   * Attempts of one run under so many kills, and then in peace.
   *
   * @param finished gets the run, and any other one that is done on the way
   */
  private void run(Lane lane, Flow flow, Wanted wanted, Draw draw, int kills, Set<String> finished)
      throws Stuck, IOException, SQLException, InterruptedException {
    var run = run(draw);
    tally.ran();
    var killing = new Killing(lane, flow, tally);
    String before = "none";
    for (int tried = 1; tried <= ATTEMPTS; tried++) {
      tally.tried();
      if (forgetful) {
        forget(lane);
      }
      var kill = tried <= kills ? Optional.of(draw.kill()) : Optional.<Kill>empty();
      var ended =
          switch (kill.orElse(null)) {
            case null -> flow.attempt(run, wanted);
            case Kill.Sleep sleep -> {
              var woken = new Awakening(killing, sleep).of(run, wanted, run(draw));
              woken.other().ifPresent(finished::add);
              yield woken.ended();
            }
            case Kill one -> killing.attempt(one, run, wanted);
          };
      switch (ended) {
        case Ended.Finished finish -> {
          finished.add(run);
          return;
        }
        case Ended.Died died -> before = words(kill);
        case Ended.Again(var line) -> before = words(kill) + ", " + line;
        case Ended.Mismatch(var line) -> throw stuck(run, kill, before, line);
        case Ended.Wrong(var line) -> throw stuck(run, kill, before, line);
      }
    }
    throw stuck(run, Optional.empty(), before, "no end after %d attempts".formatted(ATTEMPTS));
  }

  private static Stuck stuck(String run, Optional<Kill> kill, String before, String line) {
    return new Stuck(
        "run %s under %s: %s (the attempt before: %s)".formatted(run, words(kill), line, before));
  }

  private static String words(Optional<Kill> kill) {
    return kill.map(Kill::toString).orElse("no kill");
  }

  private static String run(Draw draw) {
    return new UUID(draw.random().nextLong(), draw.random().nextLong()).toString();
  }

  private void forget(Lane lane) throws SQLException {
    for (var ledger : lane.ledgers()) {
      grounds.warehouse(
          "DELETE FROM penstock.%1$s WHERE run_id <> '' AND number = (SELECT MAX(number) FROM penstock.%1$s)"
              .formatted(ledger));
    }
  }
}
