package dev.penstock.chaos;

import dev.penstock.api.model.Wanted;
import dev.penstock.sandbox.faults.Armed;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two attempts alive at once: one sleeps until its successor is done, then it goes on. */
record Awakening(Killing killing, Kill.Sleep sleep) {
  private static final int HANG_MINUTES = 3;

  /** How often the successor may fail in a way that a retry is for. */
  private static final int TRIES = 5;

  /**
   * How it went.
   *
   * @param ended how the sleeper's run ended; a run that is finished may be so by its successor
   * @param other the other run, if there is one and it has said that it is done
   */
  record Woken(Ended ended, Optional<String> other) {}

  /**
   * Plays it to its end.
   *
   * @param run of the sleeper
   * @param other of the successor, unless that is of the sleeper's run
   */
  Woken of(String run, Wanted wanted, String other) throws IOException, InterruptedException {
    var asleep = new CountDownLatch(1);
    var awake = new CountDownLatch(1);
    Optional<Armed<?>> held =
        sleep.place() instanceof Place.Checkpoint
            ? Optional.empty()
            : Optional.of(killing.hold(sleep.place()));
    var sleeper = new FutureTask<>(() -> sleeper(run, wanted, asleep, awake));
    try {
      // The engine calls back from native code, which pins a virtual thread to its carrier.
      Thread.ofPlatform().daemon().start(sleeper);
      if (!Killing.stands(
          () -> held.map(Armed::fired).orElseGet(() -> asleep.getCount() == 0), sleeper::isDone)) {
        return new Woken(ended(sleeper), Optional.empty());
      }
      killing.tally().killed(sleep, killing.lane().mode());
      var successor =
          sleep.sameRun() ? successor(run, wanted) : successor(other, new Wanted.Increment());
      awake.countDown();
      held.ifPresent(Armed::disarm);
      var slept = ended(sleeper);
      if (!(successor instanceof Ended.Finished)) {
        return new Woken(successor, Optional.empty());
      }
      return sleep.sameRun()
          ? new Woken(slept instanceof Ended.Again ? successor : slept, Optional.empty())
          : new Woken(slept, Optional.of(other));
    } finally {
      awake.countDown();
      held.ifPresent(Armed::disarm);
    }
  }

  private Ended sleeper(String run, Wanted wanted, CountDownLatch asleep, CountDownLatch awake)
      throws IOException {
    return sleep.place() instanceof Place.Checkpoint at
        ? killing
            .flow()
            .attempt(
                run,
                wanted,
                Killing.at(
                    at,
                    () -> {
                      asleep.countDown();
                      awake.await();
                    }))
        : killing.flow().attempt(run, wanted);
  }

  private Ended successor(String run, Wanted wanted) throws IOException {
    Ended ended = killing.flow().attempt(run, wanted);
    for (int tried = 1; ended instanceof Ended.Again && tried < TRIES; tried++) {
      killing.tally().tried();
      ended = killing.flow().attempt(run, wanted);
    }
    return switch (ended) {
      case Ended.Finished finished -> finished;
      case Ended.Died died -> new Ended.Wrong("the successor of a sleeper died");
      case Ended.Again(var line) -> new Ended.Wrong("the successor of a sleeper: " + line);
      case Ended.Mismatch(var line) -> new Ended.Wrong("the successor of a sleeper: " + line);
      case Ended.Wrong(var line) -> new Ended.Wrong("the successor of a sleeper: " + line);
    };
  }

  private static Ended ended(Future<Ended> sleeper) throws InterruptedException {
    try {
      return sleeper.get(HANG_MINUTES, TimeUnit.MINUTES);
    } catch (TimeoutException hangs) {
      sleeper.cancel(true);
      return new Ended.Wrong("an attempt that was woken does not end");
    } catch (ExecutionException failed) {
      return new Ended.Wrong("an attempt that was woken: " + failed.getCause());
    }
  }
}
