package dev.penstock.operator.event;

/**
 * Where an event stands in the story of its object. {@code kubectl describe} sorts by whole seconds
 * and leaves events of one second in the order of their names.
 */
enum Story {
  SPEC,
  CHANGE,
  QUEUED,
  STARTED,
  ENDED,
  MEANING;

  static Story of(String reason) {
    return switch (reason.startsWith("DryRun") ? reason.substring("Dry".length()) : reason) {
      case "ChangeRunMade", "UpstreamRunMade" -> CHANGE;
      case "RunQueued", "BackfillQueued" -> QUEUED;
      case "RunStarted",
          "RunBlocked",
          "RunStopping",
          "RunOutcomePending",
          "BackfillStarted",
          "BackfillStopping" ->
          STARTED;
      case "RunSucceeded",
          "RunFailed",
          "RunCancelled",
          "RunSuperseded",
          "RunUnknown",
          "BackfillSucceeded",
          "BackfillFailed",
          "BackfillCancelled" ->
          ENDED;
      case "Verified", "Recovered", "Stale", "SlotLate", "SlotSkipped", "SlotUnknown" -> MEANING;
      default -> SPEC;
    };
  }
}
