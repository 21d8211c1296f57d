package dev.penstock.operator.status;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.CheckMessage;
import dev.penstock.api.runner.RunnerContract;
import dev.penstock.operator.admission.JobPhase;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a check of a connection has found. */
public sealed interface CheckResult {
  /** The other side answered, or did not. */
  record Found(CheckMessage said) implements CheckResult {}

  /** Nobody knows: the check could not be made, or left no account. */
  record NotMade(String reason, String message) implements CheckResult {}

  /** {@return what an ended Job of a check has found} */
  static CheckResult of(Job job, Collection<Pod> pods) {
    var name = job.getMetadata().getName();
    var ended = pods.stream().flatMap(CheckResult::terminated).findFirst();
    return ended
        .flatMap(container -> said(container.getMessage()))
        .<CheckResult>map(Found::new)
        .orElseGet(() -> ended.isPresent() ? silent(name, ended.get()) : noPod(name, job));
  }

  private static CheckResult silent(String job, ContainerStateTerminated ended) {
    return new NotMade(
        "CheckFailed",
        "The pod of Job %s ended with code %s and left no account. Its log says more: kubectl logs job/%s."
            .formatted(job, ended.getExitCode(), job));
  }

  private static CheckResult noPod(String name, Job job) {
    boolean late =
        JobPhase.condition(job, "Failed")
            .map(JobCondition::getReason)
            .filter("DeadlineExceeded"::equals)
            .isPresent();
    return late
        ? new NotMade(
            "CheckTimedOut",
            "No pod of Job %s has ended in time. Events say whether a quota or a policy refused it, or no node or image was found: kubectl describe job %s."
                .formatted(name, name))
        : new NotMade(
            "CheckFailed",
            "The pod of Job %s is gone and left no account. It is checked again later."
                .formatted(name));
  }

  private static Stream<ContainerStateTerminated> terminated(Pod pod) {
    var status = pod.getStatus();
    return status == null || status.getContainerStatuses() == null
        ? Stream.empty()
        : status.getContainerStatuses().stream()
            .filter(container -> RunnerContract.CONTAINER.equals(container.getName()))
            .map(container ->
                container.getState() == null ? null : container.getState().getTerminated())
            .filter(Objects::nonNull);
  }

  private static Optional<CheckMessage> said(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(new ObjectMapper().readValue(text, CheckMessage.class))
          .filter(message -> message.reason() != null);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
