package dev.penstock.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.sandbox.SandboxDescription;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.Levels;
import dev.penstock.sandbox.process.RecordedProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The verbs as a person types them: each one is a JVM of its own. */
@Timeout(1800) // the first one may have to build Kubernetes
class SandboxIT {
  private static final Path CHECKOUT = Path.of(System.getProperty("penstock.home"));

  /** A checkout of its own has a sandbox of its own; the tools come from the user's cache. */
  @TempDir private Path checkout;

  private StateDirectory state() {
    return new StateDirectory(new SandboxHome(SandboxHome.userCache(), checkout).sandbox());
  }

  @BeforeEach
  void makeCheckout() throws Exception {
    Files.createDirectory(checkout.resolve("examples"));
    Files.copy(
        CHECKOUT.resolve("examples/connections.yaml"),
        checkout.resolve("examples/connections.yaml"));
  }

  @AfterEach
  void down() throws Exception {
    assertThat(penstock("down").code()).isZero();
  }

  @Test
  void aSandboxComesUpOnceAndGoesWithoutATrace() throws Exception {
    Ended up = penstock("up", "--no-cluster", "--scale", "0.001");
    assertThat(up.code()).as(up.said()).isZero();
    SandboxDescription first = state().description().orElseThrow();
    assertThat(Files.getPosixFilePermissions(state().descriptionFile()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    List<RecordedProcess> processes = state().processes().alive();
    assertThat(processes).hasSizeGreaterThanOrEqualTo(2);

    assertThat(penstock("up", "--no-cluster", "--scale", "0.001").code()).isZero();
    assertThat(state().description()).contains(first);
    Ended status = penstock("status");
    assertThat(status.code()).isZero();
    assertThat(status.said()).containsPattern("disk +.* holds \\d+ MB in \\d+ parts");
    assertThat(status.said()).contains("shop        up", "store       up", "warehouse   up");

    Ended live = penstock("shop", "--live", "--rounds", "3", "--every", "0.01s");
    assertThat(live.code()).as(live.said()).isZero();
    assertThat(live.said()).contains("round 1: ", "round 3: ", "at the end: 2 late");
    Ended shop = penstock("shop");
    assertThat(shop.code()).isZero();
    assertThat(shop.said()).containsPattern("order_items +\\d+");

    Ended down = penstock("down");
    assertThat(down.code()).isZero();
    assertThat(down.said()).contains("the sandbox is down");
    assertThat(penstock("shop").code()).isEqualTo(Main.NOT_NOW);
    assertThat(processes).noneMatch(RecordedProcess::alive);
    assertThat(state().path()).doesNotExist();
    assertThat(penstock("status").code()).isEqualTo(Main.NOT_NOW);
    assertThat(penstock("down").said()).contains("no sandbox was up");
  }

  @Test
  void anUpThatWasKilledCanBeRepeated() throws Exception {
    Process up = start("up", "--no-cluster", "--scale", "0.001");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> state().processes().alive("shop-postgres").isPresent());
    up.destroyForcibly().waitFor();
    RecordedProcess holder = state().processes().alive(StateDirectory.HOLDER).orElseThrow();
    RecordedProcess orphan = state().processes().alive("shop-postgres").orElseThrow();
    ProcessHandle.of(holder.pid()).orElseThrow().destroyForcibly();
    await().until(() -> !holder.alive());
    assertThat(orphan.alive()).isTrue();

    Ended again = penstock("up", "--no-cluster", "--scale", "0.001");

    assertThat(again.code()).as(again.said()).isZero();
    assertThat(orphan.alive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"NODE", "PROCESS"})
  void aClusterOfTheDemandedLevelComesUpAndGoesWithTheRest(ClusterLevel level) throws Exception {
    Levels.assume(level);

    Ended up = penstock("up", "--scale", "0.001", "--level", level.word());

    assertThat(up.code()).as(up.said()).isZero();
    assertThat(penstock("status").said()).contains("kubernetes  up", "level " + level.word());
    assertThat(penstock("up", "--scale", "0.001", "--level", "none").said())
        .contains("it is up with scale 0.001 and Kubernetes level " + level.word());
    assertThat(penstock("down").code()).isZero();
    assertThat(state().path()).doesNotExist();
    assertThat(ProcessHandle.allProcesses())
        .noneMatch(process ->
            process
                .info()
                .commandLine()
                .filter(line -> line.contains(state().path().toString()))
                .isPresent());
  }

  @Test
  void cleanDeletesWhatNobodyUsesAndSaysHowMuch() throws Exception {
    Path cache = checkout.resolve("cache/penstock");
    Path program = cache.resolve("tools/kubernetes-1/bin/etcd");
    Files.createDirectories(program.getParent());
    Files.write(program, new byte[3_000_000]);

    Ended clean = ended(start(Map.of("PENSTOCK_CACHE", "" + checkout.resolve("cache")), "clean"));

    assertThat(clean.code()).as(clean.said()).isZero();
    assertThat(clean.said())
        .contains("no sandbox was up", "deleted      3.0 MB  " + cache.resolve("tools"))
        .contains("3 MB are free again; 1 parts are deleted, 0 are in use and kept");
    assertThat(program).doesNotExist();
  }

  private record Ended(int code, String said) {}

  private Ended penstock(String... words) throws Exception {
    return ended(start(words));
  }

  private static Ended ended(Process process) throws Exception {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), said);
  }

  private Process start(String... words) throws Exception {
    return start(Map.of(), words);
  }

  private Process start(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dpenstock.home=" + checkout);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("sandbox");
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
