package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.Refusal;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.cluster.SeenRun;
import dev.penstock.cli.cluster.Subject;
import dev.penstock.cli.why.Store;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the log of a run's newest pod, or follows the pods of a run to its end. */
@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = {
      "The log of a run, or of a pipeline's newest run, from its newest pod. Of a run whose pod is",
      "gone the log that it kept beside its receipt, which a Job of its pipeline reads.",
      "`penstock log -f FILE`, without s, is another verb: what a pipeline has committed."
    })
final class Logs implements Callable<Integer> {
  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-f", "--follow"},
      description = "Waits for the pod, and prints until the run has ended, attempt by attempt.")
  private boolean follow;

  @Option(
      names = "--tail",
      paramLabel = "LINES",
      description = "Only the last lines. Default: all that the node keeps.")
  private int tail = Integer.MAX_VALUE;

  @Parameters(paramLabel = "NAME", description = "A run, or a pipeline: its newest run.")
  private String name = "";

  Logs(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var space = where.open(shell.connector())) {
      var run = run(space);
      if (follow && !run.ended()) {
        new LogFollowing(space, command.commandLine()).untilTheEndOf(run.name());
        return Exit.DONE.code();
      }
      print(run, space);
      return Exit.DONE.code();
    }
  }

  private SeenRun run(Namespace space) {
    return switch (space.named(name)) {
      case Subject.OfRun(var run) -> run;
      case Subject.OfPipeline(var pipeline) ->
          space.runs().stream()
              .filter(run -> run.isOf(pipeline.name()))
              .filter(run -> follow || run.status().startTime() != null)
              .findFirst()
              .orElseThrow(() ->
                  new Refusal(
                      Exit.NOT_FOUND,
                      "No run of pipeline %s that has started is there.".formatted(pipeline.name()),
                      "`%s` says how it stands.".formatted(where.command("why " + name))));
    };
  }

  private void print(SeenRun run, Namespace space) throws InterruptedException {
    switch (podsOf(run, space)) {
      case Found.Here<List<Pod>>(var all) when !all.isEmpty() -> print(all.getFirst(), run, space);
      case Found.Here<List<Pod>> none -> kept(run, "its pod is gone", space);
      case Found.Absent<List<Pod>>(var why) -> throw gone(run, why, space);
    }
  }

  private void print(Pod pod, SeenRun run, Namespace space) throws InterruptedException {
    switch (space.log(pod, tail)) {
      case Found.Here<List<String>>(var lines) -> {
        say(
            command.commandLine().getErr(),
            "run %s, pod %s".formatted(run.name(), pod.getMetadata().getName()));
        lines.forEach(command.commandLine().getOut()::println);
      }
      case Found.Absent<List<String>>(var why) -> kept(run, why, space);
    }
  }

  /** What is gone from the cluster lies in the store, if the attempt came to keep it. */
  private void kept(SeenRun run, String why, Namespace space) throws InterruptedException {
    var uid = run.status().uid();
    if (!run.ended() || uid == null) {
      throw gone(run, why, space);
    }
    try {
      new KeptLog(space, command.commandLine()).print(run, uid, why, tail);
    } catch (Refusal refusal) {
      throw new Refusal(
          refusal.exit(),
          String.valueOf(refusal.getMessage()),
          "`penstock log -f FILE... --kept --run-id %s` asks the store itself; %s"
              .formatted(uid, receipt(run, space)));
    }
  }

  static Found<List<Pod>> podsOf(SeenRun run, Namespace space) {
    var job = run.status().job();
    return job == null ? new Found.Absent<>("it has no Job yet") : space.pods(job);
  }

  private Refusal gone(SeenRun run, String why, Namespace space) {
    var what = "Run %s has no log here: %s.".formatted(run.name(), why);
    if (!run.ended()) {
      return new Refusal(
          Exit.NOT_FOUND,
          what,
          "`%s` says how it stands; -f waits for the pod.".formatted(where.command("why " + name)));
    }
    return new Refusal(Exit.NOT_FOUND, what, sentence(receipt(run, space)));
  }

  private static String receipt(SeenRun run, Namespace space) {
    var number = run.status().commit();
    if (number == null) {
      return "it has committed nothing that has a receipt.";
    }
    var pipeline = Optional.ofNullable(run.spec().pipeline()).orElse("");
    var place =
        space
            .pipeline(pipeline)
            .flatMap((SeenPipeline found) -> Store.of(found, space))
            .map(store -> store.receipt(number));
    return switch (place) {
      case Found.Here<String>(var key) ->
          "the account of commit %d is %s: `penstock receipt -f FILE... %d` prints it."
              .formatted(number, key, number);
      case Found.Absent<String>(var unknown) ->
          "where its receipt lies is not known, because %s.".formatted(unknown);
    };
  }

  private static String sentence(String clause) {
    return clause.substring(0, 1).toUpperCase(Locale.ROOT) + clause.substring(1);
  }

  static void say(PrintWriter news, String words) {
    news.println("penstock: " + words);
    news.flush();
  }
}
