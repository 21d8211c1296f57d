package dev.penstock.cli.why;

import dev.penstock.api.BackfillStatus;
import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.StatusCondition;
import dev.penstock.cli.cluster.SeenRun;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run: from its EtlRun, or from what its pipeline remembers once that is gone.
 *
 * @param state null: no operator has seen it yet
 * @param started RFC 3339; null: never, or not known
 * @param ended RFC 3339; null: not yet, or not known
 * @param job null: none was made, or not known
 * @param conditions empty: none, or not known
 * @param backfill how far it is; null: it is none, or not known
 * @param parameters that it was given; empty: none, or not known
 */
record Account(
    String name,
    @Nullable RunState state,
    @Nullable String reason,
    @Nullable String message,
    @Nullable RunTrigger trigger,
    @Nullable String specHash,
    @Nullable Long commit,
    @Nullable Long rows,
    @Nullable Integer attempts,
    @Nullable String due,
    @Nullable String created,
    @Nullable String started,
    @Nullable String ended,
    @Nullable String duration,
    @Nullable String job,
    List<StatusCondition> conditions,
    @Nullable BackfillStatus backfill,
    List<ParameterValueSpec> parameters) {
  Account {
    conditions = List.copyOf(conditions);
    parameters = List.copyOf(parameters);
  }

  static Account of(SeenRun run) {
    var status = run.status();
    return new Account(
        run.name(),
        status.state(),
        status.reason(),
        status.message(),
        run.spec().trigger(),
        status.specHash(),
        status.commit(),
        status.rows(),
        status.attempts(),
        status.scheduledTime(),
        run.created(),
        status.startTime(),
        status.completionTime(),
        status.duration(),
        status.job(),
        Objects.requireNonNullElse(status.conditions(), List.of()),
        status.backfill(),
        Objects.requireNonNullElse(run.spec().parameters(), List.<ParameterValueSpec>of()).stream()
            .filter(Objects::nonNull)
            .toList());
  }

  static Account of(RunSummary run) {
    return new Account(
        Objects.requireNonNullElse(run.name(), "of an unknown name"),
        run.result(),
        run.reason(),
        run.message(),
        null,
        run.specHash(),
        run.commit(),
        run.rows(),
        null,
        null,
        null,
        run.startTime(),
        run.completionTime(),
        run.duration(),
        null,
        List.of(),
        null,
        List.of());
  }

  boolean is(RunState one) {
    return state == one;
  }

  boolean over() {
    return ended != null || (state != null && state.terminal());
  }

  /** {@return when it began to count, for comparing runs; RFC 3339, empty: not known} */
  String began() {
    return started != null ? started : Objects.requireNonNullElse(created, "");
  }
}
