package dev.penstock.operator.admission;

import dev.penstock.api.runner.RunnerContract;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a run is called, and what it is to do, as its pods learn it.
 *
 * @param uid the identity
 * @param name for people
 * @param trigger as the API writes it
 * @param scheduled when the run was due
 * @param request a {@link dev.penstock.api.runner.RunRequest} as JSON; empty: an increment
 */
public record RunIdentity(
    String uid, String name, String trigger, Instant scheduled, Optional<String> request) {
  /** Of a run that reads its increment. */
  public RunIdentity(String uid, String name, String trigger, Instant scheduled) {
    this(uid, name, trigger, scheduled, Optional.empty());
  }

  Map<String, String> annotations() {
    var annotations = new TreeMap<String, String>();
    annotations.put(RunnerContract.RUN_UID_ANNOTATION, uid);
    annotations.put(RunnerContract.RUN_NAME_ANNOTATION, name);
    annotations.put(RunnerContract.TRIGGER_ANNOTATION, trigger);
    annotations.put(RunnerContract.SCHEDULED_TIME_ANNOTATION, scheduled.toString());
    request.ifPresent(json -> annotations.put(RunnerContract.REQUEST_ANNOTATION, json));
    return annotations;
  }
}
