package dev.penstock.chaos;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.World;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.sandbox.faults.Armed;
import dev.penstock.sandbox.redshift.RedshiftStandIn;
import dev.penstock.sandbox.redshift.faults.Faults;
import dev.penstock.sandbox.redshift.faults.Sessions;
import dev.penstock.sandbox.redshift.faults.When;
import dev.penstock.sandbox.s3.faults.Requests;
import dev.penstock.sandbox.s3.faults.StoreFaults;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/**
 * Attempts of one flow that something happens to. A kill that its attempt never comes to is not
 * counted.
 */
record Killing(Lane lane, Flow flow, Tally tally) {
  /** Longer than any attempt; a hold ends when its fault is disarmed. */
  private static final Duration HOLD = Duration.ofMinutes(10);

  private static final int HANG_MINUTES = 3;
  private static final int PAUSE_MILLIS = 300;

  /** What a whole attempt says, as long as none was seen. */
  private static final int MESSAGES = 60;

  private static final int COMMITS = 10;

  /** Runs an attempt under a kill, to its end. */
  Ended attempt(Kill kill, String run, Wanted wanted) throws IOException, InterruptedException {
    return switch (kill) {
      case Kill.OfProcess(var place) -> process(kill, place, run, wanted);
      case Kill.OfAttempt(var place) ->
          flow.attempt(
              run,
              wanted,
              at(
                  place,
                  () -> {
                    tally.killed(kill, lane.mode());
                    throw new Flow.Killed();
                  }));
      case Kill.OfSession(var place, var how) ->
          under(kill, session(place, how), () -> flow.attempt(run, wanted));
      case Kill.OfRequest(var thing, var after) ->
          under(
              kill,
              after ? requests(thing).loseReply() : requests(thing).reset(),
              () -> flow.attempt(run, wanted));
      case Kill.OfWarehouse down -> warehouse(down, run, wanted);
      case Kill.Sleep sleep ->
          throw new IllegalArgumentException("A sleeper has a successor: see Awakening");
    };
  }

  /** What happens at a checkpoint. */
  static Checkpoints at(Place.Checkpoint place, Act act) {
    return point -> {
      if (point.equals(place.name())) {
        act.happens();
      }
    };
  }

  /** Something that happens in the middle of an attempt. */
  @FunctionalInterface
  interface Act {
    void happens() throws InterruptedException;
  }

  @FunctionalInterface
  private interface Trying {
    Ended ends() throws IOException;
  }

  private Ended under(Kill kill, Armed<?> armed, Trying trying) throws IOException {
    try (armed) {
      return trying.ends();
    } finally {
      if (armed.fired()) {
        tally.killed(kill, lane.mode());
      }
    }
  }

  private Ended process(Kill kill, Place place, String run, Wanted wanted)
      throws IOException, InterruptedException {
    var checkpoint =
        place instanceof Place.Checkpoint at ? Optional.of(at) : Optional.<Place.Checkpoint>empty();
    Optional<Armed<?>> held = checkpoint.isPresent() ? Optional.empty() : Optional.of(hold(place));
    try (var process = RunnerProcess.start(lane.grounds(), flow, run, wanted, checkpoint)) {
      boolean stands =
          stands(() -> held.map(Armed::fired).orElseGet(process::paused), () -> !process.alive());
      if (stands && process.alive()) {
        process.kill();
        tally.killed(kill, lane.mode());
      }
      // What the dead process has sent arrives now.
      held.ifPresent(Armed::disarm);
      return process.ends(HANG_MINUTES);
    } finally {
      held.ifPresent(Armed::disarm);
    }
  }

  /** Waits until an attempt stands where it is held; {@return false if it has ended before} */
  static boolean stands(BooleanSupplier stands, BooleanSupplier ended) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(HANG_MINUTES);
    while (!stands.getAsBoolean()) {
      if (ended.getAsBoolean() || System.nanoTime() > deadline) {
        return false;
      }
      // Nobody is told when a fault fires or a process ends.
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return true;
  }

  private Ended warehouse(Kill.OfWarehouse kill, String run, Wanted wanted) throws IOException {
    RedshiftStandIn warehouse = lane.grounds().world().warehouse;
    var once = new AtomicBoolean();
    try {
      return flow.attempt(
          run,
          wanted,
          at(
              kill.place(),
              () -> {
                if (!once.compareAndSet(false, true)) {
                  return;
                }
                tally.killed(kill, lane.mode());
                if (kill.pause()) {
                  warehouse.pause();
                  lane.grounds()
                      .clock()
                      .schedule(warehouse::resume, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                } else {
                  warehouse.restart();
                }
              }));
    } finally {
      warehouse.resume();
    }
  }

  /** Arms a fault that keeps whoever comes to a place until it is disarmed. */
  Armed<?> hold(Place place) {
    return switch (place) {
      case Place.Checkpoint at ->
          throw new IllegalArgumentException("The runner itself stops at " + at);
      case Place.Request(var thing) -> requests(thing).delay(HOLD);
      case Place.Message(var permille) -> sessions().afterMessage(message(permille)).delay(HOLD);
      case Place.Commit commit -> around(commit).delay(HOLD);
    };
  }

  private Armed<?> session(Place place, Kill.How how) {
    if (how == Kill.How.CONFLICT && place instanceof Place.Commit commit) {
      return on(commit).conflict();
    }
    var point =
        switch (place) {
          case Place.Message(var permille) -> sessions().afterMessage(message(permille));
          case Place.Commit commit -> around(commit);
          case Place.Checkpoint at -> throw new IllegalArgumentException(at.name());
          case Place.Request request -> throw new IllegalArgumentException(request.toString());
        };
    return how == Kill.How.BACKEND ? point.dropBackend() : point.dropClient();
  }

  private StoreFaults.When requests(Place.Thing thing) {
    return lane.grounds()
        .way()
        .faults()
        .when(Requests.of(thing.method(), thing.key(World.BUCKET, flow.root(), lane.path())));
  }

  private When sessions() {
    return faults().when(Sessions.ofApplication(flow.sessions()));
  }

  private When.At around(Place.Commit commit) {
    return commit.after() ? on(commit).after() : on(commit).before();
  }

  private When.OnCommit on(Place.Commit commit) {
    return sessions().onCommit(number(commit.permille(), Faults.Seen::commits, COMMITS));
  }

  private int message(int permille) {
    return number(permille, Faults.Seen::messages, MESSAGES);
  }

  private int number(int permille, ToIntFunction<Faults.Seen> count, int unseen) {
    int most =
        faults().seen().stream()
            .filter(session -> session.application().matches(flow.sessions()))
            .mapToInt(count)
            .max()
            .orElse(unseen);
    return 1 + permille * Math.max(1, most) / 1000;
  }

  private Faults faults() {
    return lane.grounds().world().warehouse.faults();
  }
}
