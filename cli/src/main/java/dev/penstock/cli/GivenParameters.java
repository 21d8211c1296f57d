package dev.penstock.cli;

import dev.penstock.api.ParameterValueSpec;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Values for parameters of the pipeline, as a run is asked for. */
final class GivenParameters {
  @Option(
      names = "--parameter",
      paramLabel = "NAME=VALUE",
      description = "A value for a parameter that the pipeline declares; may be repeated.")
  private List<String> words = List.of();

  /**
   * {@return them; null: none}
   *
   * @throws ParameterException for a word that is none, and a name that comes twice; the value is
   *     not repeated
   */
  @Nullable List<ParameterValueSpec> asked(CommandSpec command) {
    var names = new HashSet<String>();
    var values = words.stream().map(word -> value(command, word)).toList();
    for (var value : values) {
      if (!names.add(String.valueOf(value.name()))) {
        throw refused(command, "parameter %s has more than one value".formatted(value.name()));
      }
    }
    return values.isEmpty() ? null : values;
  }

  private static ParameterValueSpec value(CommandSpec command, String word) {
    int sign = word.indexOf('=');
    if (sign < 1) {
      throw refused(command, "write --parameter as NAME=VALUE");
    }
    return new ParameterValueSpec(word.substring(0, sign), word.substring(sign + 1));
  }

  private static ParameterException refused(CommandSpec command, String why) {
    return new ParameterException(command.commandLine(), why);
  }
}
