package dev.penstock.cli.why;

import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.runner.ProgressLine;
import dev.penstock.cli.cluster.Facts;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.cluster.SeenRun;
import dev.penstock.cli.cluster.Subject;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks together what is known about a pipeline or a run. Reads only. */
public final class Inquiry {
  /** More than are shown: lines of progress, which are for programs, are left out. */
  private static final int LINES = 60;

  private static final int SHOWN = 10;

  private final Facts facts;

  /** Asks there. */
  public Inquiry(Facts facts) {
    this.facts = facts;
  }

  /** {@return what was found} */
  public Evidence about(Subject subject) {
    var all = facts.runs();
    return switch (subject) {
      case Subject.OfPipeline(var pipeline) -> {
        var runs = all.stream().filter(run -> run.isOf(pipeline.name())).toList();
        var here = new Found.Here<>(pipeline);
        yield evidence(pipeline.name(), here, inQuestion(pipeline, runs), runs, all);
      }
      case Subject.OfRun(var run) -> {
        var name = Objects.requireNonNullElse(run.spec().pipeline(), "");
        var runs = all.stream().filter(other -> other.isOf(name)).toList();
        yield evidence(run.name(), facts.pipeline(name), Optional.of(Account.of(run)), runs, all);
      }
    };
  }

  private static Optional<Account> inQuestion(SeenPipeline pipeline, List<SeenRun> runs) {
    var last = remembered(pipeline.status().lastRun(), runs);
    var active = active(pipeline, runs);
    return last.filter(run -> !run.is(RunState.SUCCEEDED)).or(() -> active).or(() -> last);
  }

  private static Optional<Account> active(SeenPipeline pipeline, List<SeenRun> runs) {
    var name = pipeline.status().active();
    return runs.stream()
        .filter(run -> name == null ? !run.ended() : run.name().equals(name))
        .findFirst()
        .map(Account::of);
  }

  /** The EtlRun says more than the summary, while it is there. */
  private static Optional<Account> remembered(@Nullable RunSummary summary, List<SeenRun> runs) {
    return summary == null
        ? Optional.empty()
        : runs.stream()
            .filter(run -> run.name().equals(summary.name()))
            .filter(run -> Objects.equals(run.status().uid(), summary.uid()))
            .findFirst()
            .map(Account::of)
            .or(() -> Optional.of(Account.of(summary)));
  }

  private Evidence evidence(
      String asked,
      Found<SeenPipeline> pipeline,
      Optional<Account> run,
      List<SeenRun> runs,
      List<SeenRun> all) {
    var success = run.flatMap(one -> successBefore(one, pipeline, runs));
    Optional<Account> active =
        pipeline instanceof Found.Here<SeenPipeline>(var there)
            ? active(there, runs).filter(one -> !one.name().equals(name(run)))
            : Optional.empty();
    return new Evidence(
        facts.name(),
        asked,
        pipeline,
        run,
        success,
        active,
        all.stream().filter(one -> one.state() == RunState.RUNNING).toList(),
        run.map(one -> Pinned.of(one, facts)).orElseGet(() -> Pinned.nothing("no run is there")),
        success
            .map(one -> Pinned.of(one, facts))
            .orElseGet(() -> Pinned.nothing("no earlier success is known")),
        pipeline.flatMap(one -> Store.of(one, facts)),
        run.map(this::log).orElseGet(() -> new Found.Absent<>("no run is there")),
        run.map(this::events).orElseGet(() -> new Found.Here<>(List.of())));
  }

  private static @Nullable String name(Optional<Account> run) {
    return run.map(Account::name).orElse(null);
  }

  private static Optional<Account> successBefore(
      Account run, Found<SeenPipeline> pipeline, List<SeenRun> runs) {
    var remembered =
        pipeline instanceof Found.Here<SeenPipeline>(var there)
            ? remembered(there.status().lastSuccessfulRun(), runs)
            : Optional.<Account>empty();
    return remembered
        .filter(one -> before(one, run))
        .or(() ->
            runs.stream()
                .filter(one -> !one.spec().isDry())
                .map(Account::of)
                .filter(one -> one.is(RunState.SUCCEEDED) && before(one, run))
                .max((a, b) -> end(a).compareTo(end(b))));
  }

  private static String end(Account run) {
    return Objects.requireNonNullElse(run.ended(), "");
  }

  private static boolean before(Account one, Account run) {
    return !one.name().equals(run.name())
        && (run.began().isEmpty() || end(one).compareTo(run.began()) <= 0);
  }

  private Found<Evidence.Tail> log(Account run) {
    if (run.job() == null) {
      return new Found.Absent<>(
          run.over()
              ? "which Job run %s had is not known".formatted(run.name())
              : "run %s has no pod yet".formatted(run.name()));
    }
    return facts.pods(run.job()).flatMap(pods -> log(run, pods));
  }

  private Found<Evidence.Tail> log(Account run, List<Pod> pods) {
    if (pods.isEmpty()) {
      return new Found.Absent<>(
          run.over()
              ? "its pod is gone; what the run has kept lies beside the receipts"
              : "run %s has no pod".formatted(run.name()));
    }
    var pod = pods.getFirst();
    return facts
        .log(pod, LINES)
        .map(lines -> {
          var said = lines.stream().filter(line -> !line.contains(ProgressLine.EVENT)).toList();
          var from = Math.max(0, said.size() - SHOWN);
          return new Evidence.Tail(pod.getMetadata().getName(), said.subList(from, said.size()));
        });
  }

  private Found<List<Event>> events(Account run) {
    var names = new HashSet<String>();
    names.add(run.name());
    var job = run.job();
    if (job != null) {
      names.add(job);
      if (facts.pods(job) instanceof Found.Here<List<Pod>>(var pods)) {
        pods.forEach(pod -> names.add(pod.getMetadata().getName()));
      }
    }
    return facts.events(names);
  }
}
