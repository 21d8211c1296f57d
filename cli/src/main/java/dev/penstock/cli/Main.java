package dev.penstock.cli;

import dev.penstock.cli.cluster.Connector;
import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Kubeconfig;
import dev.penstock.cli.cluster.Refusal;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.time.Clock;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The verbs against a cluster: {@code penstock get}, also as {@code kubectl etl get}. */
@Command(
    name = "penstock",
    mixinStandardHelpOptions = true,
    version = "penstock 0.1.0",
    description = "Verbs against a cluster.",
    footer = {
      "",
      "Exit codes: 0 done, 64 the command line is wrong, 65 the API server refuses it,",
      "66 what was named is not there, 69 the cluster does not answer, 77 this user may not,",
      "78 the kubeconfig is wrong, 70 a bug."
    })
public final class Main {
  private Main() {}

  /**
   * Runs one verb.
   *
   * @param args the verb and its options
   */
  public static void main(String[] args) {
    System.exit(
        execute(
            commandLine(new Kubeconfig(), Clock.systemUTC())
                .setOut(harmless(System.out))
                .setErr(harmless(System.err))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF)),
            args));
  }

  /**
   * {@return how the process ends} What not even a handler is given (memory, a missing class) would
   * end the JVM with 1, which is the code of a run that failed.
   */
  static int execute(CommandLine line, String... args) {
    try {
      return line.execute(args);
    } catch (Error ours) {
      line.getErr().println("penstock: " + ours);
      return Exit.INTERNAL.code();
    }
  }

  private static PrintWriter harmless(PrintStream stream) {
    return new PrintWriter(new Harmless(new OutputStreamWriter(stream, stream.charset())), true);
  }

  /**
   * {@return the verbs}
   *
   * @param connector finds clusters
   * @param clock tells ages
   */
  public static CommandLine commandLine(Connector connector, Clock clock) {
    var shell = new Shell(connector, clock);
    return new CommandLine(new Main())
        .addSubcommand(new Get(shell))
        .addSubcommand(new Runs(shell))
        .addSubcommand(new Why(shell))
        .addSubcommand(new Logs(shell))
        .addSubcommand(new Run(shell))
        .addSubcommand(new Backfill(shell))
        .addSubcommand(new Cancel(shell))
        .addSubcommand(new Pause(shell))
        .addSubcommand(new Resume(shell))
        .addSubcommand(new Check(shell))
        .addSubcommand(new DrawGraph(shell))
        .addSubcommand(new Notify(shell))
        .addSubcommand(new Completion())
        .setParameterExceptionHandler((problem, words) -> {
          var line = problem.getCommandLine();
          line.getErr().println("penstock: " + problem.getMessage());
          line.getErr()
              .println("Try `%s --help`.".formatted(line.getCommandSpec().qualifiedName()));
          return Exit.USAGE.code();
        })
        .setExecutionExceptionHandler((problem, line, words) -> {
          line.getErr().println("penstock: " + problem.getMessage());
          if (System.getenv("PENSTOCK_DEBUG") != null) {
            problem.printStackTrace(line.getErr());
          }
          return problem instanceof Refusal refusal ? refusal.exit().code() : Exit.INTERNAL.code();
        });
  }
}
