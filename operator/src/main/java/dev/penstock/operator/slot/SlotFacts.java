package dev.penstock.operator.slot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What can be known of the slots of a pipeline.
 *
 * @param plan that the CronJob carries out from now on; empty: there is no schedule
 * @param found the plan that the CronJob was found with, before this reconciliation wrote it;
 *     empty: there was none
 * @param deadline how long after its time a Job may still be made
 * @param runs that the schedule made, as far as they are recorded
 * @param lastMade the slot of the newest Job that the controller made; empty: none since {@code
 *     cronJobMade}
 * @param cronJobMade when the CronJob was made
 * @param actingSince when this operator began to act
 */
public record SlotFacts(
    Optional<SlotPlan> plan,
    Optional<SlotPlan> found,
    Duration deadline,
    List<SlotRun> runs,
    Optional<Instant> lastMade,
    Instant cronJobMade,
    Instant actingSince) {
  public SlotFacts {
    runs = List.copyOf(runs);
  }

  /**
   * {@return the same, knowing these runs too} One that has a record is taken from it, but for its
   * end: after a time without an operator a record is behind its Job.
   */
  public SlotFacts with(List<SlotRun> others) {
    var all = new ArrayList<SlotRun>();
    for (var run : runs) {
      all.add(
          others.stream()
              .filter(other -> other.scheduled().equals(run.scheduled()))
              .findFirst()
              .map(run::endedAs)
              .orElse(run));
    }
    others.stream().filter(other -> at(other.scheduled()).isEmpty()).forEach(all::add);
    return new SlotFacts(plan, found, deadline, all, lastMade, cronJobMade, actingSince);
  }

  Optional<SlotRun> at(Instant slot) {
    return runs.stream().filter(run -> run.scheduled().equals(slot)).findFirst();
  }

  Optional<SlotRun> activeAt(Instant slot) {
    return runs.stream().filter(run -> run.activeAt(slot)).findFirst();
  }
}
