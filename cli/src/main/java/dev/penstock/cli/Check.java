package dev.penstock.cli;

import dev.penstock.api.CapabilityState;
import dev.penstock.api.StatusCondition;
import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.Refusal;
import dev.penstock.cli.cluster.SeenConnection;
import dev.penstock.cli.table.Cells;
import dev.penstock.cli.table.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has connections checked by the operator, and says what was found. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Has connections checked by a short Job each, from where runs work; --wait says what was",
      "found. With -f FILE the launcher checks the connections of files from this machine instead."
    },
    footer = {
      "",
      "With --wait: 0 all can be reached and lack nothing, 1 one can not or does, 75 nobody knows."
    })
final class Check implements Callable<Integer> {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Of connections that are not going to be checked. */
  private static final Set<String> NEVER = Set.of("ChecksOff", "KindNotChecked");

  private final Shell shell;

  @Mixin private final Where where = new Where();

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "CONNECTION",
      description = "Which connections. Default: all of the namespace.")
  private List<String> names = List.of();

  @Option(names = "--wait", description = "Waits for the checks and says what they have found.")
  private boolean wait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long --wait waits. Default: ${DEFAULT-VALUE}.")
  private int timeout = 300;

  Check(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    var err = command.commandLine().getErr();
    try (var space = where.open(shell.connector())) {
      var asked = chosen(space);
      var request = shell.clock().instant().toString();
      for (var name : asked) {
        space.check(name, request);
      }
      if (!wait) {
        err.printf(
            "penstock: asked for; `%s` waits for what is found%n",
            where.command("check --wait " + String.join(" ", asked)));
        return Exit.DONE.code();
      }
      var found = answers(space, asked, request, err);
      tell(found);
      return exit(found, request).code();
    }
  }

  private List<String> chosen(Namespace space) {
    var all = space.seenConnections().stream().map(SeenConnection::name).toList();
    for (var name : names) {
      if (!all.contains(name)) {
        throw new Refusal(
            Exit.NOT_FOUND,
            "Namespace %s has no connection %s.".formatted(space.name(), name),
            all.isEmpty() ? "It has none." : "It has %s.".formatted(String.join(", ", all)));
      }
    }
    if (all.isEmpty()) {
      throw new Refusal(
          Exit.NOT_FOUND,
          "Namespace %s has no connections.".formatted(space.name()),
          "-n looks into another namespace.");
    }
    return names.isEmpty() ? all : names.stream().distinct().toList();
  }

  private List<SeenConnection> answers(
      Namespace space, List<String> asked, String request, PrintWriter err)
      throws InterruptedException {
    var patience = Patience.ofFiveMinutes(err);
    long end = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
    while (true) {
      var seen =
          patience.ask(space::seenConnections).stream()
              .filter(connection -> asked.contains(connection.name()))
              .toList();
      var open =
          seen.stream()
              .filter(connection -> !isAnswered(connection, request))
              .map(SeenConnection::name)
              .toList();
      if (open.isEmpty()) {
        return seen;
      }
      if (System.nanoTime() > end) {
        err.printf(
            "penstock: no answer within %d s from %s. Is an operator at work?%n",
            timeout, String.join(", ", open));
        return seen;
      }
      Thread.sleep(PAUSE);
    }
  }

  static boolean isAnswered(SeenConnection connection, String request) {
    return request.equals(connection.status().checkedRequest()) || isNeverChecked(connection);
  }

  private static boolean isNeverChecked(SeenConnection connection) {
    return connection
        .condition("Reachable")
        .map(StatusCondition::reason)
        .filter(NEVER::contains)
        .isPresent();
  }

  private void tell(List<SeenConnection> found) {
    var out = command.commandLine().getOut();
    var cells = new Cells(shell.clock());
    out.println(
        new TextTable(
            List.of("NAME", "KIND", "REACHABLE", "PERMITTED", "USED BY", "RUNS", "CHECKED"),
            found.stream().map(one -> row(one, cells)).toList()));
    var details = new ArrayList<List<String>>();
    found.forEach(one ->
        one.capabilities()
            .forEach(capability ->
                details.add(
                    List.of(
                        one.name(),
                        String.valueOf(capability.name()),
                        shown(capability.state()),
                        Objects.requireNonNullElse(capability.message(), "")))));
    if (!details.isEmpty()) {
      out.println();
      out.println(new TextTable(List.of("NAME", "CHECK", "STATE", "FOUND"), details));
    }
    var troubles =
        found.stream()
            .flatMap(one -> one.condition("Reachable").stream().map(c -> trouble(one, c)))
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(System.lineSeparator()));
    if (!troubles.isEmpty()) {
      out.println();
      out.println(troubles);
    }
  }

  private static String trouble(SeenConnection one, StatusCondition reachable) {
    return "True".equals(reachable.status())
        ? ""
        : "%s: %s: %s"
            .formatted(
                one.name(),
                reachable.reason(),
                Objects.requireNonNullElse(reachable.message(), ""));
  }

  private static List<String> row(SeenConnection one, Cells cells) {
    var status = one.status();
    return List.of(
        one.name(),
        cells.text(status.kind()),
        cells.text(one.condition("Reachable").map(StatusCondition::status).orElse(null)),
        cells.text(one.condition("Permitted").map(StatusCondition::status).orElse(null)),
        cells.text(status.usedByCount()),
        cells.text(status.runs()),
        cells.ago(status.lastCheckTime()));
  }

  private static String shown(@Nullable CapabilityState state) {
    return switch (state) {
      case AVAILABLE -> "Available";
      case LIMITED -> "Limited";
      case MISSING -> "Missing";
      case UNKNOWN -> "Unknown";
      case null -> "Unknown";
    };
  }

  /** {@return how the process ends} Kinds that are not checked can't be wrong. */
  static Exit exit(List<SeenConnection> found, String request) {
    var judged =
        found.stream()
            .filter(one ->
                one.condition("Reachable")
                    .map(StatusCondition::reason)
                    .filter("KindNotChecked"::equals)
                    .isEmpty())
            .toList();
    if (judged.stream().anyMatch(one -> isAnswered(one, request) && isWrong(one))) {
      return Exit.RUN_FAILED;
    }
    return judged.stream().allMatch(one -> isAnswered(one, request) && isReachable(one))
        ? Exit.DONE
        : Exit.NOT_KNOWN;
  }

  private static boolean isWrong(SeenConnection one) {
    return List.of("Reachable", "Permitted").stream()
        .flatMap(type -> one.condition(type).stream())
        .anyMatch(condition -> "False".equals(condition.status()));
  }

  private static boolean isReachable(SeenConnection one) {
    return one.condition("Reachable")
        .map(StatusCondition::status)
        .filter("True"::equals)
        .isPresent();
  }
}
