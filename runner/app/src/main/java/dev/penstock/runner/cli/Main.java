package dev.penstock.runner.cli;

import static java.util.Objects.requireNonNull;

import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.TransientException;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The verbs that need manifests and no cluster. */
@Command(
    name = "penstock",
    description = "Runs a pipeline's manifests in this process, or says what they are about.",
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

  private static final List<Class<?>> VERBS =
      List.of(
          RunCommand.class,
          ValidateCommand.class,
          PlanCommand.class,
          PreviewCommand.class,
          LogCommand.class,
          ReceiptCommand.class,
          SchemaCommand.class,
          VerifyCommand.class,
          SweepCommand.class,
          FmtCommand.class,
          InitCommand.class,
          CheckCommand.class);

  private Main() {}

  public static void main(String[] args) {
    var named = named(args);
    if (named.contains(RunCommand.class)) {
      Ahead.start();
    }
    // Picocli studies every field of every command that it is given, before the first is run.
    System.exit(commandLine(named.isEmpty() ? VERBS : named).execute(args));
  }

  /** {@return the commands, whose output a test may take} */
  static CommandLine commandLine() {
    return commandLine(VERBS);
  }

  /** {@return the verb that these words begin with, if they do} */
  private static List<Class<?>> named(String[] words) {
    return VERBS.stream().filter(verb -> words.length > 0 && is(verb, words[0])).toList();
  }

  private static boolean is(Class<?> verb, String word) {
    return requireNonNull(verb.getAnnotation(Command.class)).name().equals(word);
  }

  private static CommandLine commandLine(List<Class<?>> verbs) {
    var all = new CommandLine(new Main());
    verbs.forEach(all::addSubcommand);
    Optional.ofNullable(all.getSubcommands().get("plan"))
        .ifPresent(plan -> PlanCommand.withoutFiles(plan.getCommandSpec()));
    return all.setExecutionExceptionHandler((problem, command, parsed) -> {
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
