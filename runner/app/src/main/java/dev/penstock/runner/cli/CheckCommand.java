package dev.penstock.runner.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.penstock.api.CapabilityState;
import dev.penstock.api.model.Connection;
import dev.penstock.api.runner.CheckMessage;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.report.CheckFile;
import dev.penstock.runner.run.ConnectionProbe;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says whether connections can be reached, and may do what runs need. */
@Command(
    name = "check",
    description =
        "Connects as a run would and asks for what runs need: rights, versions, conditional writes."
            + " Reads no row and changes no target; where a bucket may be written one small object is"
            + " put and deleted again (docs/connections.md).",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all are reachable and lack nothing that runs need",
      "75:one does not answer for now",
      "78:a connection, its Secret or a right is wrong"
    })
final class CheckCommand implements Callable<Integer> {
  // Picocli puts the real one in.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "CONNECTION",
      description = "Which connections; none: all of the files.")
  private List<String> names = List.of();

  @Mixin private ConnectionFiles files = new ConnectionFiles();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long one may take to answer. Default: ${DEFAULT-VALUE}.")
  private int timeout = 60;

  @Option(names = "--json", description = "One JSON array.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    var environment = new Environment(System.getenv());
    var home = files.home(environment);
    List<CheckedConnection> found;
    try (var scratch = Scratch.below(environment.scratch())) {
      var manifests = Manifests.read(files.named(), home);
      var chosen = chosen(CheckedManifests.of(manifests));
      found = checked(chosen, files.secrets(manifests, scratch));
    }
    if (found.size() == 1) {
      environment
          .terminationMessage()
          .ifPresent(file -> CheckFile.write(file, found.getFirst().message()));
    }
    tell(found);
    return found.stream()
        .map(CheckedConnection::exitCode)
        .max(Comparator.comparing(ExitCode::code))
        .orElse(ExitCode.DONE)
        .code();
  }

  private List<Connection> chosen(CheckedManifests checked) {
    if (!checked.findings().isEmpty()) {
      throw refused(
          checked.findings().getFirst().line().replaceFirst("\\.$", ""),
          "Correct the manifests; ./penstock validate -f says everything");
    }
    var all = checked.connections();
    for (var name : names) {
      if (!all.containsKey(name)) {
        throw refused(
            "The files have no connection %s".formatted(OneLine.of(name)),
            all.isEmpty()
                ? "Name the file that has it with -f"
                : "Name one of " + String.join(", ", all.keySet()));
      }
    }
    var chosen =
        (names.isEmpty() ? all.keySet() : names)
            .stream()
                .distinct()
                .flatMap(name -> Optional.ofNullable(all.get(name)).stream())
                .filter(ConnectionProbe::knows)
                .toList();
    if (chosen.isEmpty()) {
      throw refused(
          "There is no connection to check",
          "Name files with connections of kind postgres, s3 or redshift");
    }
    return chosen;
  }

  /** Side by side: one that does not answer takes no other's time. */
  private List<CheckedConnection> checked(List<Connection> connections, Secrets secrets)
      throws InterruptedException {
    var tasks = new ArrayList<FutureTask<CheckedConnection>>();
    for (var connection : connections) {
      var task = new FutureTask<>(() -> ask(connection, secrets));
      // A driver may not hear an interrupt: such a thread must not keep the process.
      Thread.ofPlatform().daemon().name("check-" + connection.name()).start(task);
      tasks.add(task);
    }
    long end = System.nanoTime() + Duration.ofSeconds(Math.max(1, timeout)).toNanos();
    var found = new ArrayList<CheckedConnection>();
    for (int i = 0; i < tasks.size(); i++) {
      found.add(answer(tasks.get(i), connections.get(i), end));
    }
    return found;
  }

  private static CheckedConnection ask(Connection connection, Secrets secrets) {
    try {
      return new CheckedConnection(
          connection, Optional.empty(), ConnectionProbe.of(connection, secrets));
    } catch (PenstockException e) {
      return new CheckedConnection(connection, Optional.of(e), List.of());
    }
  }

  private CheckedConnection answer(
      FutureTask<CheckedConnection> task, Connection connection, long end)
      throws InterruptedException {
    try {
      return task.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      return new CheckedConnection(
          connection,
          Optional.of(
              new TransientException(
                  Reason.CONNECTION_FAILED,
                  "Connection %s has not answered within %d seconds"
                      .formatted(connection.name(), timeout),
                  "Look at the health of the other side, and at the network between")),
          List.of());
    } catch (ExecutionException e) {
      return new CheckedConnection(
          connection,
          Optional.of(
              new InternalException(
                  Reason.INTERNAL_ERROR,
                  "Connection %s can not be checked".formatted(connection.name()),
                  "Report this with its log",
                  e)),
          List.of());
    }
  }

  private void tell(List<CheckedConnection> found) {
    var out = spec.commandLine().getOut();
    var err = spec.commandLine().getErr();
    if (json) {
      out.println(json(found));
    } else {
      out.println(
          new TextTable(
              List.of("CONNECTION", "KIND", "CHECK", "STATE", "FOUND"),
              found.stream().flatMap(one -> rows(one).stream()).toList()));
    }
    out.flush();
    found.stream()
        .flatMap(one -> one.failure().stream())
        .forEach(failure -> err.println(failure.line()));
    err.flush();
  }

  private static List<List<String>> rows(CheckedConnection one) {
    var message = one.message();
    var name = String.valueOf(message.connection());
    var kind = String.valueOf(message.kind());
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of(
            name,
            kind,
            CheckMessage.REACHABLE,
            one.failure().isEmpty() ? "Available" : "Missing",
            one.failure().isEmpty() ? "" : String.valueOf(message.reason())));
    one.capabilities()
        .forEach(capability ->
            rows.add(
                List.of(
                    name,
                    kind,
                    String.valueOf(capability.name()),
                    shown(capability.state()),
                    OneLine.of(String.valueOf(capability.message())))));
    return rows;
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

  private static ConfigurationException refused(String message, String next) {
    return new ConfigurationException(Reason.INVALID_SPEC, message, next);
  }

  private static String json(List<CheckedConnection> found) {
    try {
      return JsonMapper.builder()
          .build()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(found.stream().map(CheckedConnection::message).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A check can not be written", e);
    }
  }
}
