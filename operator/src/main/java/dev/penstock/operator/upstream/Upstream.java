package dev.penstock.operator.upstream;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import dev.penstock.api.UpstreamStatus;
import dev.penstock.operator.resource.EtlPipeline;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that another waits for.
 *
 * @param commit of its newest success, whatever that run was asked to do; empty: it has none
 * @param problem the worst that is known of it
 */
record Upstream(String name, Optional<Commit> commit, Optional<Problem> problem) {
  /**
   * {@return what is known of it}
   *
   * @param found the pipeline; null: there is none
   * @param known what was known before; a success that committed nothing hides none
   */
  static Upstream of(String name, @Nullable EtlPipeline found, @Nullable UpstreamStatus known) {
    var before =
        known == null || known.uid() == null || known.commit() == null
            ? Optional.<Commit>empty()
            : Optional.of(new Commit(known.uid(), known.commit()));
    if (found == null || found.getMetadata().getDeletionTimestamp() != null) {
      return new Upstream(name, before, Optional.of(Problem.MISSING));
    }
    var uid = found.getMetadata().getUid();
    var remembered = before.filter(commit -> commit.uid().equals(new Commit(uid, 0).uid()));
    var now =
        Optional.ofNullable(found.getStatus())
            .map(EtlPipelineStatus::lastSuccessfulRun)
            .map(RunSummary::commit)
            .map(number -> new Commit(uid, number));
    var newest =
        now.filter(commit -> remembered.filter(r -> r.number() > commit.number()).isEmpty())
            .or(() -> remembered);
    boolean behind = now.isPresent() && !newest.equals(now);
    return new Upstream(name, newest, behind ? Optional.of(Problem.LOG_BEHIND) : problem(found));
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
