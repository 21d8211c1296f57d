package dev.penstock.sandbox.kubernetes.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedProcessesTest {
  @TempDir Path records;
  @TempDir Path logs;
  private RecordedProcesses processes;

  @BeforeEach
  void needLinux() {
    Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/stat")), "needs /proc, so Linux");
    processes = new RecordedProcesses(records, logs);
  }

  @AfterEach
  void endWhatIsLeft() throws Exception {
    processes.killAll();
  }

  @Test
  void aProcessIsFoundAgainByItsRecordAndEnded() throws Exception {
    start("sleeper", "sleep", "300");

    var later = new RecordedProcesses(records, logs);

    assertThat(later.alive()).containsExactly("sleeper");
    later.killAll();
    assertThat(later.alive()).isEmpty();
    assertThat(records).isEmptyDirectory();
  }

  @Test
  void aProcessThatGotThePidOfARecordedOneIsLeftAlone() throws Exception {
    var self = RecordedProcess.of(ProcessHandle.current().pid()).orElseThrow();
    Files.writeString(records.resolve("gone"), self.pid() + " " + (self.started() + 1));

    assertThat(processes.alive()).isEmpty();
    processes.killAll();

    assertThat(self.alive()).isTrue();
    assertThat(records).isEmptyDirectory();
  }

  @Test
  void childrenEndWithTheirParent() throws Exception {
    start("parent", "sh", "-c", "sleep 301 & echo $! >%s/child; wait".formatted(logs));
    await().until(() -> Files.exists(logs.resolve("child")));
    await().until(() -> Files.size(logs.resolve("child")) > 1);
    var pid = Long.parseLong(Files.readString(logs.resolve("child")).strip());
    var child = RecordedProcess.of(pid).orElseThrow();

    processes.killAll();

    assertThat(child.alive()).isFalse();
  }

  @Test
  void waitingForAProcessThatEndsShowsItsLastWords() throws Exception {
    processes.start("broken", List.of("sh", "-c", "echo no such flag; exit 2"), Map.of());

    assertThatThrownBy(
            () -> processes.await("broken", Duration.ofSeconds(30), "socket", () -> false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("broken has ended")
        .hasMessageContaining("no such flag");
  }

  private void start(String name, String... words) throws Exception {
    processes.start(name, List.of(words), Map.of());
    await().until(() -> processes.alive(name));
  }
}
