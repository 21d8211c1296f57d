package dev.penstock.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhasesTest {
  @TempDir private Path cache;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final List<String> announced = new ArrayList<>();

  @Test
  void aPhaseSaysWhatItTookLastTimeAtThisLevel() throws Exception {
    LastTimes.in(cache, "node").took("Sandbox", Duration.ofMillis(181_400));

    phases("node").act("Sandbox", () -> {});
    phases("none").act("Sandbox", () -> {});

    assertThat(said()).contains("] Sandbox (last time 3m01s)\n").contains("] Sandbox\n");
    assertThat(announced).containsExactly("Sandbox", "Sandbox");
    assertThat(LastTimes.in(cache, "none").of("Sandbox")).isPresent();
  }

  @Test
  void aPhaseThatFailsIsNotRemembered() throws Exception {
    Phases phases = phases("node");

    assertThatThrownBy(() ->
            phases.act(
                "Sandbox",
                () -> {
                  throw new IOException("no");
                }))
        .hasMessage("no");

    assertThat(phases.current()).isEqualTo("Sandbox");
    assertThat(LastTimes.in(cache, "node").of("Sandbox")).isEmpty();
  }

  @Test
  void aFileThatSomeoneSpoiltIsNoReasonToFail() throws Exception {
    Files.writeString(cache.resolve("demo-times-node.properties"), "Sandbox=soon\n");

    assertThat(LastTimes.in(cache, "node").of("Sandbox")).isEmpty();
  }

  @Test
  void theEndSaysWhenTheFirstTableCameAndWhatWasBuilt() throws Exception {
    Phases warm = phases("node");
    warm.act("Sandbox", () -> {});
    warm.firstTableShown();
    warm.print(List.of());
    phases("node").print(List.of("etcd (47.0 s)", "the images (20.1 s)"));

    assertThat(said())
        .containsPattern("First table after 3[.\\d]+ s, 3[.\\d]+ s in all\\. A warm start: ")
        .containsPattern("First table after no time at all, 3[.\\d]+ s in all\\. A cold start: ")
        .contains("A cold start: built were etcd (47.0 s), the images (20.1 s).\n");
  }

  private Phases phases(String level) {
    return new Phases(
        new PrintStream(said, true, StandardCharsets.UTF_8),
        LastTimes.in(cache, level),
        Duration.ofSeconds(30),
        announced::add);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
