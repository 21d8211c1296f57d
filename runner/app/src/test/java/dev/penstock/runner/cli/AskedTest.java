package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.spi.ConfigurationException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class AskedTest {
  private static final Instant FIRST = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-03-02T00:00:00Z");

  @Command
  private static final class Options {
    @Mixin private Asked asked = new Asked();
  }

  private static Wanted wanted(Map<String, String> environment, String... options) {
    var command = new Options();
    new CommandLine(command).parseArgs(options);
    return command.asked.wanted(new Environment(environment));
  }

  private static Wanted pod(String json) {
    return wanted(Map.of("PENSTOCK_REQUEST", json));
  }

  @Test
  void aRunThatIsAskedForNothingReadsItsIncrement() {
    assertThat(wanted(Map.of())).isEqualTo(new Wanted.Increment());
    assertThat(pod("")).isEqualTo(new Wanted.Increment());
  }

  @Test
  void optionsAndTheEtlRunAskForTheSame() {
    assertThat(wanted(Map.of(), "--full-refresh"))
        .isEqualTo(pod("{\"fullRefresh\":true}"))
        .isEqualTo(new Wanted.FullRefresh());
    assertThat(wanted(Map.of(), "--window", FIRST + ".." + SECOND))
        .isEqualTo(pod("{\"window\":{\"start\":\"%s\",\"end\":\"%s\"}}".formatted(FIRST, SECOND)))
        .isEqualTo(new Wanted.Window(FIRST, SECOND));
    assertThat(wanted(Map.of(), "--adopt", FIRST.toString()))
        .isEqualTo(pod("{\"adopt\":{\"watermark\":\"%s\"}}".formatted(FIRST)))
        .isEqualTo(new Wanted.Adopt(Optional.of(FIRST)));
    assertThat(wanted(Map.of(), "--adopt"))
        .isEqualTo(pod("{\"adopt\":{}}"))
        .isEqualTo(new Wanted.Adopt(Optional.empty()));
  }

  @Test
  void aDryRunIsAskedForAloneAndBesideWhatReads() {
    assertThat(dry("{\"dryRun\":true}")).isTrue();
    assertThat(pod("{\"dryRun\":true}")).isEqualTo(new Wanted.Increment());
    assertThat(pod("{\"fullRefresh\":true,\"dryRun\":true}")).isEqualTo(new Wanted.FullRefresh());
    assertThat(wanted(Map.of(), "--dry-run")).isEqualTo(new Wanted.Increment());
    assertThat(wanted(Map.of(), "--dry-run", "--full-refresh")).isEqualTo(new Wanted.FullRefresh());
    assertThat(dry("{\"fullRefresh\":true}")).isFalse();
    assertThat(dry("")).isFalse();
    assertThatThrownBy(() -> wanted(Map.of(), "--dry-run", "--adopt"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("A dry run reads, adopt does not");
  }

  private static boolean dry(String json) {
    return new Asked().dryRun(new Environment(Map.of("PENSTOCK_REQUEST", json)));
  }

  @Test
  void valuesForParametersStandBesideWhatIsAsked() {
    var values = "\"parameters\":[{\"name\":\"since\",\"value\":\"2026-03-01\"}]";
    assertThat(pod("{%s}".formatted(values))).isEqualTo(new Wanted.Increment());
    assertThat(pod("{\"fullRefresh\":true,%s}".formatted(values)))
        .isEqualTo(new Wanted.FullRefresh());
    assertThat(parameters("{%s}".formatted(values)))
        .containsExactly(new ParameterValueSpec("since", "2026-03-01"));
    assertThat(parameters("{\"fullRefresh\":true}")).isEmpty();
    assertThat(parameters("")).isEmpty();
  }

  private static List<ParameterValueSpec> parameters(String json) {
    return new Asked().parameters(new Environment(Map.of("PENSTOCK_REQUEST", json)));
  }

  @Test
  void aWishOfANewerOperatorIsNotTakenForAnIncrement() {
    assertThatThrownBy(() -> pod("{\"undo\":{\"number\":7}}"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("The run asks for undo, which this runner does not know");
  }

  @Test
  void aWishOfANewerOperatorIsNotPassedOverBesideAKnownOne() {
    for (var known : new String[] {"\"fullRefresh\":true", "\"parameters\":[]"}) {
      assertThatThrownBy(() -> pod("{%s,\"undo\":{\"number\":7}}".formatted(known)))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("The run asks for undo, which this runner does not know");
    }
  }

  @Test
  void whatCanNotBeReadIsRefused() {
    for (var json :
        new String[] {
          "no",
          "{}",
          "{\"window\":{\"start\":\"yesterday\",\"end\":\"today\"}}",
          "{\"window\":{\"start\":\"%s\"}}".formatted(FIRST),
          "{\"window\":{\"start\":\"%s\",\"end\":\"%s\"}}".formatted(SECOND, FIRST),
          "{\"fullRefresh\":true,\"adopt\":{}}"
        }) {
      assertThatThrownBy(() -> pod(json)).as(json).isInstanceOf(ConfigurationException.class);
    }
  }
}
