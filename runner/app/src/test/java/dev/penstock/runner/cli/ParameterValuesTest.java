package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.spi.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ParameterValuesTest {
  private static final Path EXAMPLES = Path.of("../../examples").toAbsolutePath().normalize();

  @Command
  private static final class Words {
    @Mixin private ParameterValues values = new ParameterValues();
  }

  private static Pipeline example(String name) {
    var manifests =
        Manifests.read(
            List.of(EXAMPLES.resolve("connections.yaml"), EXAMPLES.resolve(name)), "default");
    return CheckedManifests.of(manifests).pipelines().getFirst();
  }

  private static ParameterValues values(String... words) {
    var command = new Words();
    new CommandLine(command).parseArgs(words);
    return command.values;
  }

  private static Pipeline dailySales(String... words) {
    return values(words).in(example("daily-sales.yaml"));
  }

  @Test
  void aValueTakesThePlaceOfTheDefault() {
    assertThat(dailySales().parameters())
        .containsExactly(new Parameter("since", Parameter.Type.DATE, "2018-01-01"));
    assertThat(dailySales("--parameter", "since=2024-05-01").parameters())
        .containsExactly(new Parameter("since", Parameter.Type.DATE, "2024-05-01"));
    assertThat(dailySales("--parameter", "since=2024-05-01").hash()).isEqualTo(dailySales().hash());
  }

  @Test
  void aValueOfAnotherTypeIsRefusedAndNotRepeated() {
    assertThatThrownBy(() -> dailySales("--parameter", "since=yesterday"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.line())
                    .isEqualTo(
                        "InvalidSpec: The value of parameter since is not of its type. Write a"
                            + " date, as 2026-03-01."));
  }

  @Test
  void theValuesOfAnEtlRunCountWhereNoOptionGivesAny() {
    var asked = List.of(new ParameterValueSpec("since", "2025-01-01"));
    assertThat(values().in(example("daily-sales.yaml"), asked).parameters())
        .containsExactly(new Parameter("since", Parameter.Type.DATE, "2025-01-01"));
    assertThat(
            values("--parameter", "since=2024-05-01")
                .in(example("daily-sales.yaml"), asked)
                .parameters())
        .containsExactly(new Parameter("since", Parameter.Type.DATE, "2024-05-01"));
  }

  @Test
  void aNameTwiceAndAWordWithoutAValueAreRefused() {
    assertThatThrownBy(
            () -> dailySales("--parameter", "since=2024-05-01", "--parameter", "since=2024-05-01"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.line())
                    .isEqualTo(
                        "InvalidSpec: Parameter since has more than one value. Give it one."));
    assertThatThrownBy(() -> dailySales("--parameter", "since"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.line())
                    .isEqualTo(
                        "InvalidSpec: A --parameter is no name with a value. Write it as"
                            + " NAME=VALUE."));
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> dailySales("--parameter", "sinse=2024-05-01"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.line())
                    .isEqualTo(
                        "InvalidSpec: Pipeline default/daily-sales declares no parameter sinse."
                            + " Name one of since, or declare it in spec.parameters."));
  }
}
