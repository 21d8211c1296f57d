package dev.penstock.sandbox.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./penstock demo}, {@code sandbox} and {@code doctor}. */
@Command(
    name = "penstock",
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoVerb.class,
      SandboxVerb.class,
      DoctorVerb.class,
      ImagesVerb.class,
      SmokeVerb.class
    },
    description = "A whole world on this machine: databases, S3, a warehouse, Kubernetes.")
public final class Main {
  /** A command line that can't be understood (EX_USAGE). */
  static final int USAGE = 64;

  /** A defect of ours (EX_SOFTWARE). */
  static final int INTERNAL = 70;

  /** Try again later, or after doing what the message says (EX_TEMPFAIL). */
  static final int NOT_NOW = 75;

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(execute(arguments));
  }

  static int execute(String... arguments) {
    return new CommandLine(new Main())
        .setExitCodeExceptionMapper(problem -> INTERNAL)
        .setExecutionExceptionHandler((problem, command, parsed) -> {
          command.getErr().println("penstock: " + problem.getMessage());
          if (System.getenv("PENSTOCK_DEBUG") != null) {
            problem.printStackTrace(command.getErr());
          }
          return problem instanceof NotNowException ? NOT_NOW : INTERNAL;
        })
        .setParameterExceptionHandler((problem, arguments1) -> {
          CommandLine command = problem.getCommandLine();
          command.getErr().println("penstock: " + problem.getMessage());
          command
              .getErr()
              .println("Try '%s --help'.".formatted(command.getCommandSpec().qualifiedName()));
          return USAGE;
        })
        .execute(arguments);
  }
}
