package dev.penstock.runner.cli;

import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.TransientException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The verbs that need manifests and no cluster. */
@Command(
    name = "penstock",
    description = "Runs a pipeline's manifests in this process, or says what they are about.",
    subcommands = {
      RunCommand.class,
      ValidateCommand.class,
      PlanCommand.class,
      PreviewCommand.class,
      LogCommand.class,
      ReceiptCommand.class,
      VerifyCommand.class,
      SweepCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70)
public final class Main {
  /** The version that the jar was built as. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      var version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"penstock " + (version == null ? "(not packaged)" : version)};
    }
  }

  private Main() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** {@return the commands, whose output a test may take} */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler((problem, command, parsed) -> {
          if (problem instanceof PenstockException failure) {
            command.getErr().println(failure.line());
            Caret.under(failure.getCause()).forEach(command.getErr()::println);
            return exitCode(failure).code();
          }
          problem.printStackTrace(command.getErr());
          return ExitCode.INTERNAL.code();
        });
  }

  /** {@return how the process ends after a failure} */
  static ExitCode exitCode(PenstockException failure) {
    return switch (failure) {
      case ConfigurationException e -> ExitCode.CONFIGURATION;
      case DataException e -> ExitCode.DATA;
      case TransientException e -> ExitCode.TRANSIENT;
      case InternalException e -> ExitCode.INTERNAL;
    };
  }
}
