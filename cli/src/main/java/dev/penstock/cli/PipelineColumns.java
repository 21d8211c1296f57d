package dev.penstock.cli;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import dev.penstock.cli.table.Cells;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is shown of an EtlPipeline. */
final class PipelineColumns {
  private final Cells cells;

  PipelineColumns(Cells cells) {
    this.cells = cells;
  }

  List<Column> all() {
    return List.of(
        new Column("NAME", false, item -> item.getMetadata().getName()),
        spec("SCHEDULE", false, EtlPipelineSpec::schedule),
        spec("SUSPEND", false, EtlPipelineSpec::suspend),
        condition("READY", false, "Ready"),
        new Column("LAST RUN", false, this::lastRun),
        last("RESULT", false, RunSummary::result),
        last("ROWS", false, run -> run.rows() == null ? Cells.UNKNOWN : run.rows()),
        last("DURATION", false, RunSummary::duration),
        status("NEXT", false, EtlPipelineStatus::nextScheduleTime),
        last("REASON", true, RunSummary::reason),
        last("COMMIT", true, RunSummary::commit),
        status("FAILURES", true, EtlPipelineStatus::consecutiveFailures),
        condition("VERIFIED", true, "Verified"),
        condition("FRESH", true, "Fresh"),
        status("ACTIVE", true, EtlPipelineStatus::active),
        status(
            "WAITS FOR", true, status -> status.after() == null ? null : status.after().waitsFor()),
        spec("OWNER", true, EtlPipelineSpec::owner),
        new Column("AGE", false, item -> cells.ago(item.getMetadata().getCreationTimestamp())));
  }

  private Column spec(
      String name, boolean wide, Function<EtlPipelineSpec, @Nullable Object> value) {
    return new Column(
        name,
        wide,
        item -> {
          var spec = cells.part(item, "spec", EtlPipelineSpec.class);
          return cells.text(spec == null ? null : value.apply(spec));
        });
  }

  private Column status(
      String name, boolean wide, Function<EtlPipelineStatus, @Nullable Object> value) {
    return new Column(
        name,
        wide,
        item -> {
          var status = cells.part(item, "status", EtlPipelineStatus.class);
          return cells.text(status == null ? null : value.apply(status));
        });
  }

  private Column last(String name, boolean wide, Function<RunSummary, @Nullable Object> value) {
    return status(
        name, wide, status -> status.lastRun() == null ? null : value.apply(status.lastRun()));
  }

  private Column condition(String name, boolean wide, String type) {
    return status(
        name,
        wide,
        status ->
            Objects.requireNonNullElse(status.conditions(), List.<StatusCondition>of()).stream()
                .filter(condition -> type.equals(condition.type()))
                .map(StatusCondition::status)
                .findFirst()
                .orElse(null));
  }

  private String lastRun(GenericKubernetesResource item) {
    var status = cells.part(item, "status", EtlPipelineStatus.class);
    var last = status == null ? null : status.lastRun();
    return cells.ago(last == null ? null : last.completionTime());
  }
}
