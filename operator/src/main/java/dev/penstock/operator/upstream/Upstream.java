package dev.penstock.operator.upstream;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.resource.EtlPipeline;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that another waits for.
 *
 * @param commit of its newest success that made one, whatever that run was asked to do; empty: it
 *     has none
 * @param problem the worst that is known of it
 */
record Upstream(String name, Optional<Commit> commit, Optional<Problem> problem) {
  /**
   * {@return what is known of it}
   *
   * @param found the pipeline; null: there is none
   * @param known what was known before; a success that committed nothing hides none
   */
  static Upstream of(String name, @Nullable EtlPipeline found, Optional<Commit> known) {
    if (found == null || found.getMetadata().getDeletionTimestamp() != null) {
      return new Upstream(name, known, Optional.of(Problem.MISSING));
    }
    var uid = found.getMetadata().getUid();
    var before = known.filter(commit -> commit.isOf(uid));
    var success = Optional.ofNullable(found.getStatus()).map(EtlPipelineStatus::lastSuccessfulRun);
    var now = success.flatMap(run -> commit(uid, run));
    if (before.isEmpty() || now.isEmpty()) {
      return new Upstream(name, before.or(() -> now), problem(found));
    }
    var run = Objects.requireNonNullElse(success.orElseThrow().uid(), "");
    return new Upstream(
        name,
        Optional.of(before.get().and(now.get(), run)),
        before.get().isUnclear(now.get()) ? Optional.of(Problem.LOG_BEHIND) : problem(found));
  }

  private static Optional<Commit> commit(String uid, RunSummary success) {
    var ended = Optional.ofNullable(success.completionTime());
    return Optional.ofNullable(success.commit()).map(number -> Commit.of(uid, number, ended));
  }

  private static Optional<Problem> problem(EtlPipeline found) {
    var status = found.getStatus();
    if (status != null && notReady(status)) {
      return Optional.of(Problem.NOT_READY);
    }
    if (found.getSpec() != null && Boolean.TRUE.equals(found.getSpec().suspend())) {
      return Optional.of(Problem.SUSPENDED);
    }
    return status != null && Objects.requireNonNullElse(status.consecutiveFailures(), 0) > 0
        ? Optional.of(Problem.FAILED)
        : Optional.empty();
  }

  private static boolean notReady(EtlPipelineStatus status) {
    return Objects.requireNonNullElse(status.conditions(), List.<StatusCondition>of()).stream()
        .anyMatch(
            condition -> "Ready".equals(condition.type()) && "False".equals(condition.status()));
  }

  /** {@return its name, with its problem behind it} */
  String shown() {
    return problem.map(why -> name + " (" + why + ")").orElse(name);
  }
}
