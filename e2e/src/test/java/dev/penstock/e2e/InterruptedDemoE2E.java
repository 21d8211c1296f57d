package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.sandbox.SandboxDescription;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The demo is ended at moments that its own lines name: by Ctrl-C, by SIGTERM, by a kill. And a
 * second terminal looks on.
 */
@Timeout(900)
class InterruptedDemoE2E {
  private static final Path HOME = Path.of(System.getProperty("penstock.home"));

  /** A checkout of its own has a sandbox of its own; the tools come from the user's cache. */
  @TempDir private Path checkout;

  @BeforeEach
  void linkTheProduct() throws IOException {
    for (String part : List.of("crds", "charts", "examples", "runner", "operator")) {
      Files.createSymbolicLink(checkout.resolve(part), HOME.resolve(part));
    }
  }

  @AfterEach
  void leaveNothing() throws Exception {
    try (Terminal down = Terminal.sandbox(checkout, Map.of(), "sandbox", "down")) {
      assertThat(down.code()).isZero();
    }
    assertThat(state().path()).doesNotExist();
  }

  @Test
  void aSignalWhileTheDatabasesStartLeavesNothing() throws Exception {
    try (Terminal demo = demo(Map.of(), "none")) {
      demo.awaitLine("] Sandbox");
      demo.signal("TERM");

      assertThat(demo.code()).isEqualTo(143);
      assertThat(demo.lastLine()).startsWith("penstock: ended at \"Sandbox\" after ");
    }
    assertThat(processesOf(state().path())).isEmpty();
  }

  @Test
  void aSignalWhileKubernetesIsBuiltEndsTheCompilers() throws Exception {
    World.assumePossible(ClusterLevel.PROCESS);
    Path cache = checkout.resolve("cache");
    try (Terminal demo = demo(Map.of("PENSTOCK_CACHE", cache.toString()), "process")) {
      demo.awaitLine("tools: building ");
      demo.signal("TERM");

      assertThat(demo.code()).isEqualTo(143);
      assertThat(demo.lastLine())
          .startsWith("penstock: ended at \"Kubernetes programs\" after ")
          .endsWith("; nothing is left running");
    }
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(processesOf(cache)).isEmpty());
  }

  @Test
  void whatAKilledDemoLeftIsEndedByTheNextStartAndCtrlCEndsThatOne() throws Exception {
    World.assumePossible(ClusterLevel.PROCESS);
    List<ProcessHandle> left;
    try (Terminal demo = demo(Map.of(), "process")) {
      demo.awaitLine("kubernetes: control plane ready");
      demo.signal("KILL");
      assertThat(demo.code()).isEqualTo(137);
      left = processesOf(state().path());
    }
    assertThat(left).isNotEmpty();

    try (Terminal next = demo(Map.of(), "none")) {
      next.awaitLine("event=begin");
      assertThat(left).noneMatch(ProcessHandle::isAlive);
      List<Integer> ports = ports(state().description().orElseThrow());
      next.signal("INT");

      assertThat(next.code()).isEqualTo(130);
      assertThat(next.lastLine())
          .startsWith("penstock: ended at \"Examples run\" after ")
          .endsWith(": warehouse, object store, shop; nothing is left running");
      assertThat(ports).hasSize(3).noneMatch(InterruptedDemoE2E::answers);
    }
    assertThat(processesOf(state().path())).isEmpty();
  }

  @Test
  void aSecondTerminalLooksOnFromTheFirstPhaseUntilCtrlCEndsTheRunningPods() throws Exception {
    World.assumePossible(ClusterLevel.PROCESS);
    try (Terminal demo = demo(Map.of(), "process")) {
      demo.awaitLine("] Sandbox");
      try (Terminal status = Terminal.sandbox(checkout, Map.of(), "sandbox", "status")) {
        assertThat(status.code()).isEqualTo(75);
        assertThat(status.said())
            .contains("not up yet; the demo with pid %d is at \"".formatted(demo.pid()));
      }
      demo.awaitLine("-first: Running");
      try (Terminal status = Terminal.sandbox(checkout, Map.of(), "sandbox", "status")) {
        assertThat(status.code()).as(status.said()).isZero();
        assertThat(status.said())
            .contains("demo        pid %d is at \"Examples run\" for ".formatted(demo.pid()))
            .contains("kubernetes  up    level process");
      }
      SandboxDescription up = state().description().orElseThrow();
      try (Terminal get = get(up)) {
        assertThat(get.code()).as(get.said()).isZero();
        assertThat(get.said())
            .contains("PIPELINE ")
            .doesNotContain(" DEBUG ")
            .containsPattern("orders-invalid .* False")
            .contains("orders-first");
      }
      List<Integer> ports = ports(up);
      demo.signal("INT");

      assertThat(demo.code()).isEqualTo(130);
      assertThat(demo.lastLine())
          .startsWith("penstock: ended at \"")
          .contains("Kubernetes", "warehouse", "object store", "shop")
          .endsWith("; nothing is left running");
      assertThat(ports).hasSize(4).noneMatch(InterruptedDemoE2E::answers);
    }
    assertThat(processesOf(state().path())).isEmpty();
  }

  private Terminal demo(Map<String, String> environment, String level) throws IOException {
    return Terminal.sandbox(
        checkout, environment, "demo", "--exit", "--scale", "0.001", "--level", level);
  }

  private Terminal get(SandboxDescription up) throws IOException {
    return Terminal.cli(
        checkout, Map.of("KUBECONFIG", kubernetes(up).kubeconfig()), "get", "--namespace", "shop");
  }

  private StateDirectory state() {
    return new StateDirectory(new SandboxHome(SandboxHome.userCache(), checkout).sandbox());
  }

  private static SandboxDescription.Kubernetes kubernetes(SandboxDescription up) {
    return Stream.ofNullable(up.kubernetes()).findFirst().orElseThrow();
  }

  private static List<Integer> ports(SandboxDescription up) throws IOException {
    var ports =
        Stream.of(
            up.shop().port(), URI.create(up.store().endpoint()).getPort(), up.warehouse().port());
    if (up.kubernetes() == null) {
      return ports.toList();
    }
    String server =
        Files.readString(Path.of(kubernetes(up).kubeconfig()))
            .replaceFirst("(?s).*server: \"?(https://[^\\s\"]+).*", "$1");
    return Stream.concat(ports, Stream.of(URI.create(server).getPort())).toList();
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Those that name the folder in their command line. */
  private static List<ProcessHandle> processesOf(Path folder) {
    return ProcessHandle.allProcesses()
        .filter(process -> command(process).contains(folder.toString()))
        .toList();
  }

  private static String command(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", "" + process.pid(), "cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return process.info().commandLine().orElse("");
    }
  }
}
