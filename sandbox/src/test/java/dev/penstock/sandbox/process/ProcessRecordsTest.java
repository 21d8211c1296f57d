package dev.penstock.sandbox.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessRecordsTest {
  @TempDir private Path state;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void aLeftoverIsEndedByALaterReader() throws Exception {
    Process process = start("sleep", "600");
    ProcessRecords.in(state).record("sleeper", process.toHandle());

    List<RecordedProcess> ended = ProcessRecords.in(state).endLeftovers();

    assertThat(ended).extracting(RecordedProcess::pid).containsExactly(process.pid());
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ProcessRecords.in(state).alive()).isEmpty();
    assertThat(state.resolve("processes")).isEmptyDirectory();
  }

  @Test
  void aProcessThatOnlySharesThePidIsLeftAlone() throws Exception {
    Process process = start("sleep", "600");
    ProcessRecords records = ProcessRecords.in(state);
    RecordedProcess recorded = records.record("sleeper", process.toHandle());
    Files.writeString(
        state.resolve("processes/sleeper"), recorded.pid() + " 1" + recorded.start() + "\n");

    assertThat(records.endLeftovers()).isEmpty();

    assertThat(process.isAlive()).isTrue();
  }

  @Test
  void aProcessThatIgnoresTheRequestIsForced() throws Exception {
    Process process = start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 1; done");
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    RecordedProcess recorded = ProcessRecords.in(state).record("stubborn", process.toHandle());

    recorded.end(java.time.Duration.ofMillis(100));

    assertThat(recorded.alive()).isFalse();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatAProcessStartedEndsWithIt() throws Exception {
    Process process = start("sh", "-c", "sleep 600 & echo $!; wait");
    long child = Long.parseLong(process.inputReader().readLine());
    RecordedProcess recorded = RecordedProcess.of("child", ProcessHandle.of(child).orElseThrow());
    ProcessRecords records = ProcessRecords.in(state);
    records.record("parent", process.toHandle());

    records.endLeftovers();

    org.awaitility.Awaitility.await().until(() -> !recorded.alive());
  }

  @Test
  void aNameThatStillRunsIsNotRecordedAgain() throws Exception {
    Process process = start("sleep", "600");
    ProcessRecords records = ProcessRecords.in(state);
    records.record("sleeper", process.toHandle());

    assertThatThrownBy(() -> records.record("sleeper", process.toHandle()))
        .hasMessage("Process sleeper already runs as pid %d", process.pid());
  }

  private Process start(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    started.add(process);
    return process;
  }
}
