package dev.penstock.cli;

import dev.penstock.api.BackfillStatus;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunProgressStatus;
import dev.penstock.cli.table.Cells;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is shown of an EtlRun. */
final class RunColumns {
  private final Cells cells;

  RunColumns(Cells cells) {
    this.cells = cells;
  }

  List<Column> all() {
    return List.of(
        new Column("NAME", false, item -> item.getMetadata().getName()),
        spec("PIPELINE", EtlRunSpec::pipeline),
        spec("TRIGGER", EtlRunSpec::trigger),
        status("RESULT", false, EtlRunStatus::state),
        status("REASON", false, EtlRunStatus::reason),
        status("ROWS", false, RunColumns::rows),
        status("DURATION", false, EtlRunStatus::duration),
        progress("PHASE", RunProgressStatus::phase),
        progress("READ", RunProgressStatus::rows),
        progress("EXPECTED", RunProgressStatus::rowsExpected),
        status("COMMIT", true, EtlRunStatus::commit),
        status("ATTEMPTS", true, EtlRunStatus::attempts),
        status("JOB", true, EtlRunStatus::job),
        backfill("WINDOWS", BackfillStatus::windows),
        backfill("DONE", BackfillStatus::done),
        new Column("AGE", false, item -> cells.ago(item.getMetadata().getCreationTimestamp())));
  }

  /** {@return the columns of {@code penstock runs}: also when a run was due} */
  List<Column> history() {
    return List.of(
        new Column("NAME", false, item -> item.getMetadata().getName()),
        spec("PIPELINE", EtlRunSpec::pipeline),
        spec("TRIGGER", EtlRunSpec::trigger),
        status("RESULT", false, EtlRunStatus::state),
        status("REASON", false, EtlRunStatus::reason),
        status("ROWS", false, RunColumns::rows),
        status("DURATION", false, EtlRunStatus::duration),
        status("SCHEDULED", false, EtlRunStatus::scheduledTime),
        new Column("AGE", false, item -> cells.ago(item.getMetadata().getCreationTimestamp())),
        status("STARTED", true, EtlRunStatus::startTime),
        status("COMMIT", true, EtlRunStatus::commit),
        status("ATTEMPTS", true, EtlRunStatus::attempts),
        status("JOB", true, EtlRunStatus::job),
        backfill("WINDOWS", BackfillStatus::windows),
        backfill("DONE", BackfillStatus::done));
  }

  private static Object rows(EtlRunStatus status) {
    return status.rows() != null
        ? status.rows()
        : status.completionTime() == null ? Cells.NONE : Cells.UNKNOWN;
  }

  private Column spec(String name, Function<EtlRunSpec, @Nullable Object> value) {
    return new Column(
        name,
        false,
        item -> {
          var spec = cells.part(item, "spec", EtlRunSpec.class);
          return cells.text(spec == null ? null : value.apply(spec));
        });
  }

  private Column status(String name, boolean wide, Function<EtlRunStatus, @Nullable Object> value) {
    return new Column(
        name,
        wide,
        item -> {
          var status = cells.part(item, "status", EtlRunStatus.class);
          return cells.text(status == null ? null : value.apply(status));
        });
  }

  private Column backfill(String name, Function<BackfillStatus, @Nullable Object> value) {
    return status(
        name, true, status -> status.backfill() == null ? null : value.apply(status.backfill()));
  }

  private Column progress(String name, Function<RunProgressStatus, @Nullable Object> value) {
    return status(
        name, true, status -> status.progress() == null ? null : value.apply(status.progress()));
  }
}
