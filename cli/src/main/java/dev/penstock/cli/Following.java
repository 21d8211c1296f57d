package dev.penstock.cli;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.Refusal;
import dev.penstock.cli.cluster.SeenRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;

/** Follows a run to its end, and tells on the way what changes. The run does not depend on it. */
final class Following {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Namespace space;
  private final Where where;
  private final PrintWriter news;

  Following(Namespace space, Where where, PrintWriter news) {
    this.space = space;
    this.where = where;
    this.news = news;
  }

  /** {@return how this process ends, by the result of the run} */
  Exit untilTheEndOf(String run) throws InterruptedException {
    var farewell = new Thread(() -> leave(run));
    Runtime.getRuntime().addShutdownHook(farewell);
    try {
      return follow(run);
    } finally {
      forget(farewell);
    }
  }

  private static void forget(Thread farewell) {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException leaving) {
      // The process is ending, and the farewell is being said.
      return;
    }
  }

  /** What a person who ends this process has to know. */
  private void leave(String run) {
    say(
        "run %s goes on without this command; `%s` looks at it, `%s` ends it"
            .formatted(run, where.command("why " + run), where.command("cancel " + run)));
  }

  private Exit follow(String name) throws InterruptedException {
    var told = "";
    var patience = Patience.ofFiveMinutes(news);
    while (true) {
      var run =
          patience
              .ask(() -> space.run(name))
              .orElseThrow(() ->
                  new Refusal(
                      Exit.NOT_KNOWN,
                      "EtlRun %s of namespace %s was deleted while it was waited for."
                          .formatted(name, space.name()),
                      "Its Job goes with it; the receipts in the store tell what it committed."));
      var words = words(run);
      if (!words.equals(told)) {
        say("%s %s".formatted(name, words));
        told = words;
      }
      if (run.ended()) {
        return exit(run);
      }
      Thread.sleep(PAUSE);
    }
  }

  private void say(String words) {
    news.println("penstock: " + words);
    news.flush();
  }

  /** {@return how a run stands, on one line; progress as far as it is known} */
  static String words(SeenRun run) {
    return switch (run.state()) {
      case null -> "has not been seen by an operator yet";
      case QUEUED -> "waits" + why(run.status());
      case RUNNING -> "runs" + progress(run.status());
      case SUCCEEDED -> "succeeded" + why(run.status());
      case FAILED -> "failed" + why(run.status());
      case CANCELLED -> "was cancelled" + why(run.status());
      case SUPERSEDED -> "was obsolete before it started" + why(run.status());
      case UNKNOWN ->
          (run.ended() ? "ended, and nobody knows how" : "is not known to be over")
              + why(run.status());
    };
  }

  private static String why(EtlRunStatus status) {
    var reason = status.reason() == null ? "" : " (" + status.reason() + ")";
    return status.message() == null ? reason : "%s: %s".formatted(reason, status.message());
  }

  private static String progress(EtlRunStatus status) {
    var progress = status.progress();
    if (progress == null || progress.rows() == null) {
      return why(status);
    }
    return progress.rowsExpected() == null
        ? ": %d rows read".formatted(progress.rows())
        : ": %d of %d rows read".formatted(progress.rows(), progress.rowsExpected());
  }

  private static Exit exit(SeenRun run) {
    return switch (Objects.requireNonNullElse(run.state(), RunState.UNKNOWN)) {
      case SUCCEEDED -> Exit.DONE;
      case FAILED -> Exit.RUN_FAILED;
      case CANCELLED, SUPERSEDED -> Exit.RUN_WITHDRAWN;
      case QUEUED, RUNNING, UNKNOWN -> Exit.NOT_KNOWN;
    };
  }
}
