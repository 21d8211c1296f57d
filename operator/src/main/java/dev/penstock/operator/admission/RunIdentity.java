package dev.penstock.operator.admission;

import dev.penstock.api.runner.RunnerContract;
import java.time.Instant;
import java.util.Map;

/**
 * What a run is called, as its pods learn it.
 *
 * @param uid the identity
 * @param name for people
 * @param trigger as the API writes it
 * @param scheduled when the run was due
 */
public record RunIdentity(String uid, String name, String trigger, Instant scheduled) {
  Map<String, String> annotations() {
    return Map.of(
        RunnerContract.RUN_UID_ANNOTATION, uid,
        RunnerContract.RUN_NAME_ANNOTATION, name,
        RunnerContract.TRIGGER_ANNOTATION, trigger,
        RunnerContract.SCHEDULED_TIME_ANNOTATION, scheduled.toString());
  }
}
