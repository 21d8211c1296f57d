package dev.penstock.runner.cli;

import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.format.Canonical;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes manifests in the one canonical way. */
@Command(
    name = "fmt",
    description =
        "Writes manifests in the canonical way: fields in the order of the CRDs, two blanks of"
            + " indentation, comments with what they belong to. Their meaning stays the same;"
            + " documents of other kinds are left alone.",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 78,
    exitCodeOnExecutionException = 70,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all files are canonical",
      "65:--check found files that are not",
      "78:a file is no YAML, or can not be read or written"
    })
final class FmtCommand implements Callable<Integer> {
  // Picocli puts the real one in.
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-f", "--file"},
      required = true,
      arity = "1..*",
      parameterConsumer = FileWords.class,
      paramLabel = "FILE_OR_DIR",
      description = "Files, and directories whose .yaml and .yml files are meant.")
  private List<Path> files = List.of();

  @Option(names = "--check", description = "Writes nothing, lists the files that would change.")
  private boolean check;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    boolean refused = false;
    boolean changed = false;
    for (var file : all()) {
      try {
        var text = Files.readString(file);
        var canonical = Canonical.of(text, file.toString());
        if (!canonical.equals(text)) {
          changed = true;
          if (!check) {
            Files.writeString(file, canonical);
          }
          out.println((check ? "not canonical " : "formatted ") + file);
        }
      } catch (IOException e) {
        refused = true;
        err.println(unusable(file, e).line());
      } catch (ConfigurationException e) {
        refused = true;
        err.println(e.line());
      }
    }
    out.flush();
    err.flush();
    if (refused) {
      return ExitCode.CONFIGURATION.code();
    }
    return (check && changed ? ExitCode.DATA : ExitCode.DONE).code();
  }

  private List<Path> all() {
    List<Path> all = new ArrayList<>();
    for (var path : files) {
      if (!Files.isDirectory(path)) {
        all.add(path);
        continue;
      }
      try (var entries = Files.list(path)) {
        entries
            .filter(Files::isRegularFile)
            .filter(file -> file.getFileName().toString().matches("[^.].*\\.ya?ml"))
            .sorted()
            .forEach(all::add);
      } catch (IOException e) {
        throw unusable(path, e);
      }
    }
    return all;
  }

  private static ConfigurationException unusable(Path file, IOException e) {
    return new ConfigurationException(
        Reason.INVALID_SPEC,
        "File %s can not be read or written as UTF-8: %s".formatted(file, e.getMessage()),
        "Name a file that is there and may be written",
        e);
  }
}
