package dev.penstock.operator.slot;

/** What a CronJob carries out, as far as it decides which slots there are. */
public record SlotPlan(String schedule, String timeZone, boolean suspended) {

  /** {@return the same times, whether suspended or not} */
  boolean sameTimes(SlotPlan other) {
    return schedule.equals(other.schedule) && timeZone.equals(other.timeZone);
  }
}
