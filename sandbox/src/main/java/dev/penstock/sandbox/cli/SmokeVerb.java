package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.smoke.Smoke;
import dev.penstock.sandbox.smoke.WrongConnectionException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code smoke}: what a warehouse answers to thirty questions, beside what AWS documents. */
@Command(
    name = "smoke",
    mixinStandardHelpOptions = true,
    description = {
      "Ask a warehouse, AWS's own or the sandbox's, thirty questions, and print the answer that AWS"
          + " documents beside the one that is seen. It works in schemas penstock_smoke_* and below"
          + " _penstock_smoke/ of the bucket, and deletes both behind each question.",
      "It needs CREATE on the database and the COPY role's read access to the bucket."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every answer is the expected one",
      "1:an answer is another",
      "75:the warehouse can't be reached",
      "78:the files don't say how"
    })
final class SmokeVerb implements Callable<Integer> {
  private static final int DIFFERENT = 1;
  private static final int CONFIGURATION = 78;

  @Option(
      names = "--connection",
      required = true,
      paramLabel = "FILE",
      description =
          "Manifests with an EtlConnection of Redshift, one of S3, and their Secrets; repeatable")
  private List<Path> files = List.of();

  @Option(
      names = "--redshift",
      paramLabel = "NAME",
      description = "Which EtlConnection to ask, if the files have several of Redshift")
  private @Nullable String redshift;

  @Option(
      names = "--s3",
      paramLabel = "NAME",
      description = "Which EtlConnection to put files into, if the files have several of S3")
  private @Nullable String s3;

  @Option(
      names = "--case",
      paramLabel = "N",
      description = "Ask this one only, 1 to 30; repeatable. None: all")
  private Set<Integer> cases = new LinkedHashSet<>();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandSpec command = java.util.Objects.requireNonNull(spec);
    for (int number : cases) {
      if (number < 1 || number > 30) {
        throw new ParameterException(
            command.commandLine(), "--case %d: there are 1 to 30".formatted(number));
      }
    }
    try {
      int different =
          new Smoke(System.out)
              .run(
                  new Smoke.Request(
                      files, Optional.ofNullable(redshift), Optional.ofNullable(s3), cases));
      return different == 0 ? 0 : DIFFERENT;
    } catch (WrongConnectionException e) {
      command.commandLine().getErr().println("penstock: " + e.getMessage());
      return CONFIGURATION;
    } catch (SQLException e) {
      command
          .commandLine()
          .getErr()
          .println("penstock: the warehouse can't be reached: " + e.getMessage());
      return Main.NOT_NOW;
    }
  }
}
