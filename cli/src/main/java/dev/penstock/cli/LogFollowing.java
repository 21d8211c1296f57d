package dev.penstock.cli;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.Refusal;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;

/** Follows the pods of a run, one attempt after the other, until the run has ended. */
final class LogFollowing {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Namespace space;
  private final CommandLine line;
  private final Patience patience;
  private final Set<String> shown = new HashSet<>();
  private String told = "";

  LogFollowing(Namespace space, CommandLine line) {
    this.space = space;
    this.line = line;
    this.patience = Patience.ofFiveMinutes(line.getErr());
  }

  void untilTheEndOf(String name) throws InterruptedException {
    while (true) {
      var run =
          patience
              .ask(() -> space.run(name))
              .orElseThrow(() ->
                  new Refusal(
                      Exit.NOT_FOUND,
                      "EtlRun %s was deleted while it was followed.".formatted(name),
                      "Its Job and its pods go with it."));
      var ended = run.ended();
      var next = next(patience.ask(() -> Logs.podsOf(run, space)));
      if (next.isPresent()) {
        show(name, next.get());
        continue;
      }
      var words = Following.words(run);
      if (!words.equals(told) && (ended || shown.isEmpty())) {
        Logs.say(line.getErr(), "%s %s".formatted(name, words));
        told = words;
      }
      if (ended) {
        return;
      }
      Thread.sleep(PAUSE);
    }
  }

  /** {@return the oldest pod that has a log which was not shown} */
  private Optional<Pod> next(Found<List<Pod>> pods) {
    return switch (pods) {
      case Found.Absent<List<Pod>> absent -> Optional.empty();
      case Found.Here<List<Pod>>(var all) ->
          all.stream()
              .filter(pod -> !shown.contains(pod.getMetadata().getUid()))
              .filter(LogFollowing::hasLog)
              .min(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
    };
  }

  private static boolean hasLog(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getContainerStatuses().stream()
            .filter(status -> RunnerContract.CONTAINER.equals(status.getName()))
            .map(ContainerStatus::getState)
            .anyMatch(state ->
                state != null && (state.getRunning() != null || state.getTerminated() != null));
  }

  private void show(String run, Pod pod) throws InterruptedException {
    shown.add(pod.getMetadata().getUid());
    Logs.say(line.getErr(), "run %s, pod %s".formatted(run, pod.getMetadata().getName()));
    var log =
        space.follow(
            pod,
            text -> {
              line.getOut().println(text);
              line.getOut().flush();
            });
    while (!patience.ask(log::read)) {
      Thread.sleep(PAUSE);
    }
  }
}
