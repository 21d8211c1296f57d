package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.Refusal;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Has the operator send a test message, and says what became of it. */
@Command(
    name = "notify",
    mixinStandardHelpOptions = true,
    description =
        "Has the operator send a test message by a connection that notifies, and waits for what the"
            + " receiver answers.")
final class Notify implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = "--test",
      required = true,
      paramLabel = "CONNECTION",
      description = "The EtlConnection to try.")
  private String connection = "";

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for the answer. Default: 60.")
  private int seconds = 60;

  Notify(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    // The whole of it: an answer to somebody else's question is none to this one.
    var id = UUID.randomUUID().toString();
    try (var space = where.open(shell.connector())) {
      space.askForTest(connection, id);
      var out = command.commandLine().getOut();
      var answer = answer(space, id);
      if (answer.delivered()) {
        out.printf("a test message by connection %s has arrived%n", connection);
        return Exit.DONE.code();
      }
      throw new Refusal(
          Exit.REFUSED,
          "A test message by connection %s has not arrived: %s"
              .formatted(connection, answer.message()),
          "`kubectl describe etlconnection %s -n %s` has the whole."
              .formatted(connection, space.name()));
    }
  }

  private Namespace.TestAnswer answer(Namespace space, String id) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      var answer = space.testAnswer(connection, id);
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() > end) {
        throw new Refusal(
            Exit.UNAVAILABLE,
            "The operator has not answered within %d s.".formatted(seconds),
            "See that it runs, that it watches namespace %s, and that %s is of a kind that notifies."
                .formatted(space.name(), connection));
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
  }
}
