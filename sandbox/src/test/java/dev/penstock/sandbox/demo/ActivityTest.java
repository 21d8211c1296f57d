package dev.penstock.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.StateDirectory;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivityTest {
  @TempDir private Path folder;

  @Test
  void aSecondTerminalSeesTheProcessAndItsPhase() {
    StateDirectory state = new StateDirectory(folder.resolve("state"));
    assertThat(Activity.in(state).now()).isEmpty();

    Activity demo = Activity.in(state);
    demo.begin();
    assertThat(Activity.in(state).now()).isEmpty();
    demo.at("Sandbox");
    demo.at("Examples run");

    assertThat(Activity.in(state).now())
        .hasValueSatisfying(now -> {
          assertThat(now.phase()).isEqualTo("Examples run");
          assertThat(now.demo().pid()).isEqualTo(ProcessHandle.current().pid());
          assertThat(now.since()).isBeforeOrEqualTo(Instant.now());
        });
    // The start of a sandbox ends every process of its own records: a demo is not among them.
    assertThat(state.processes().alive()).isEmpty();
  }

  @Test
  void aSecondDemoOfTheSameCheckoutIsRefusedAndTheFirstGoesOn() {
    StateDirectory state = new StateDirectory(folder.resolve("state"));
    Activity.in(state).begin();

    assertThatThrownBy(() -> Activity.in(state).begin())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a demo of this checkout runs already (pid ");
  }
}
