package dev.penstock.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.kubernetes.GoVersion;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.Machine.Cgroups;
import dev.penstock.sandbox.kubernetes.Survey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MachineReportTest {
  private static final long GB = 1_000_000_000;
  private static final KubernetesTools.Outlook BUILT =
      new KubernetesTools.Outlook(List.of(), Duration.ZERO);
  private static final KubernetesTools.Outlook TO_BUILD =
      new KubernetesTools.Outlook(List.of("etcd", "kubectl"), Duration.ofSeconds(200));

  @Test
  void whatIsMissingIsSaidWithWhatToInstallAndTheLevelThatRemains() {
    String said = said(report(withoutGo(), 20 * GB, 8 * GB, BUILT));

    assertThat(said)
        .contains("  JDK              JDK 25\n")
        .contains(
            """
            What it lacks
              Go               none on the PATH; install Go 1.26 or newer, which builds Kubernetes\
             once (for levels process and node)
            """)
        .contains("Kubernetes level: none (")
        .contains("run examples/ in a local process");
  }

  @Test
  void aProcessNodeSaysThatARunnerHasNoLimitOfMemory() {
    assertThat(said(report(user(), 20 * GB, 8 * GB, TO_BUILD)))
        .contains("Kubernetes level: process (")
        .contains("3 min     build etcd, kubectl once, into /cache\n")
        .contains("a runner sizes itself by the machine's memory");
  }

  @Test
  void aBuildNeedsMoreDiskThanAStart() {
    assertThat(report(user(), 3 * GB, 8 * GB, BUILT).refusal()).isEmpty();
    assertThat(report(user(), 3 * GB, 8 * GB, TO_BUILD).refusal())
        .isEqualTo("3.0 GB are free for /cache, 8 GB are needed; free some or set PENSTOCK_CACHE");
  }

  @Test
  void whatStopsEveryLevelIsRefusedBeforeAnythingStarts() {
    assertThat(report(user(), 20 * GB, 2 * GB, BUILT).refusal())
        .isEqualTo("memory: 2.0 GB; 4 GB are needed (for everything)");
    assertThat(report(user(), GB, 2 * GB, BUILT).refusal().lines()).hasSize(2);
  }

  private static MachineReport report(
      Machine machine, long freeDisk, long memory, KubernetesTools.Outlook outlook) {
    return new MachineReport(
        LevelChoice.of(machine),
        new Survey(
            machine,
            OptionalInt.of(25),
            Optional.of("3.9.9"),
            true,
            true,
            true,
            Path.of("/cache"),
            freeDisk,
            memory),
        outlook,
        Story.EXAMPLES);
  }

  private static Machine user() {
    return machine(Optional.of(new GoVersion(1, 26)), false);
  }

  private static Machine withoutGo() {
    return machine(Optional.empty(), true);
  }

  private static Machine machine(Optional<GoVersion> go, boolean root) {
    return new Machine(
        true,
        root,
        root,
        Cgroups.V2,
        go,
        Set.of("setsid", "unshare", "mount", "bash", "apt-get", "dpkg-deb"));
  }

  private static String said(MachineReport report) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    report.print(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
