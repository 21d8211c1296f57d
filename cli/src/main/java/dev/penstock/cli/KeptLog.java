package dev.penstock.cli;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.ReadingJob;
import dev.penstock.cli.cluster.Refusal;
import dev.penstock.cli.cluster.SeenRun;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * Prints what a run has kept of its log beside its receipt. Only a pod of its pipeline has the
 * rights to read it, so a Job of this user is made for that, and deleted.
 */
final class KeptLog {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Namespace space;
  private final CommandLine line;
  private final Patience patience;

  KeptLog(Namespace space, CommandLine line) {
    this.space = space;
    this.line = line;
    this.patience = Patience.ofFiveMinutes(line.getErr());
  }

  /**
   * Prints it.
   *
   * @param uid of the run
   * @param why its pod's log can not be read
   * @param tail how many lines
   * @throws Refusal if nothing was kept, or it can not be read this way
   */
  void print(SeenRun run, String uid, String why, int tail) throws InterruptedException {
    var job = ReadingJob.desired(run, uid, template(run));
    space.start(job);
    var name = job.getMetadata().getName();
    try {
      Logs.say(
          line.getErr(),
          "run %s: %s; Job %s reads what it has kept beside its receipt"
              .formatted(run.name(), why, name));
      var pod = ended(name);
      var lines = lines(pod, tail);
      if (exitCode(pod).filter(code -> code == 0).isEmpty()) {
        throw new Refusal(
            Exit.NOT_FOUND,
            "Job %s could not read it:".formatted(name),
            lines.isEmpty() ? "it has printed nothing." : lines.getLast());
      }
      lines.forEach(line.getOut()::println);
      line.getOut().flush();
    } finally {
      space.delete(job);
    }
  }

  /** As the run had it, so that it finds its own store; else as its pipeline has it now. */
  private PodTemplateSpec template(SeenRun run) {
    var job = Optional.ofNullable(run.status().job()).orElse("");
    if (space.job(job) instanceof Found.Here<Job>(var own)) {
      return own.getSpec().getTemplate();
    }
    var pipeline = Optional.ofNullable(run.spec().pipeline()).orElse("");
    return switch (space
        .cronJob(pipeline)
        .map(cronJob -> cronJob.getSpec().getJobTemplate().getSpec())) {
      case Found.Here<JobSpec>(var spec) -> spec.getTemplate();
      case Found.Absent<JobSpec>(var gone) ->
          throw new Refusal(
              Exit.NOT_FOUND,
              "Run %s has no log here: its pod is gone.".formatted(run.name()),
              "Nobody can read what it has kept, because %s.".formatted(gone));
    };
  }

  /** {@return the pod, once it has done its work} */
  private Pod ended(String name) throws InterruptedException {
    while (true) {
      var job = patience.ask(() -> space.job(name));
      if (!(job instanceof Found.Here<Job>(var there))) {
        throw new Refusal(
            Exit.NOT_FOUND, "Job %s was deleted meanwhile.".formatted(name), "Ask again.");
      }
      var pod = newest(patience.ask(() -> space.pods(name)));
      if (pod.isPresent() && exitCode(pod.get()).isPresent()) {
        return pod.get();
      }
      if (failed(there)) {
        throw new Refusal(
            Exit.NOT_FOUND,
            "Job %s has not come to an end in its time.".formatted(name),
            "Ask again when a node has room for its pod.");
      }
      Thread.sleep(PAUSE);
    }
  }

  private static Optional<Pod> newest(Found<List<Pod>> pods) {
    return switch (pods) {
      case Found.Here<List<Pod>>(var all) -> all.stream().findFirst();
      case Found.Absent<List<Pod>>(var why) ->
          throw new Refusal(
              Exit.FORBIDDEN,
              "The pod of the Job can not be read: %s.".formatted(why),
              "Ask for the right to read pods and pods/log.");
    };
  }

  private static boolean failed(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions().stream()
            .filter(condition -> "Failed".equals(condition.getType()))
            .map(JobCondition::getStatus)
            .anyMatch("True"::equals);
  }

  private static Optional<Integer> exitCode(Pod pod) {
    return Optional.ofNullable(pod.getStatus())
        .flatMap(status ->
            status.getContainerStatuses().stream()
                .filter(container -> RunnerContract.CONTAINER.equals(container.getName()))
                .findFirst())
        .map(ContainerStatus::getState)
        .map(ContainerState::getTerminated)
        .map(ContainerStateTerminated::getExitCode);
  }

  private List<String> lines(Pod pod, int tail) throws InterruptedException {
    return switch (patience.ask(() -> space.log(pod, tail))) {
      case Found.Here<List<String>>(var said) -> said;
      case Found.Absent<List<String>>(var why) ->
          throw new Refusal(
              Exit.NOT_FOUND, "What it printed can not be read: %s.".formatted(why), "Ask again.");
    };
  }
}
