package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.kubernetes.Doctor.Line;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DoctorTest {
  private static final long GB = 1_000_000_000;

  @Test
  void aMachineThatHasEverythingGetsNoAdvice() {
    var lines = Doctor.lines(survey(Machines.root(), 25, 40 * GB, true));

    assertThat(lines).allMatch(Line::ok);
    assertThat(lines)
        .extracting(Line::subject)
        .doesNotHaveDuplicates()
        .contains(
            "JDK",
            "Maven",
            "Go",
            "root",
            "cgroups",
            "user namespaces",
            "disk",
            "memory",
            "loopback ports");
    assertThat(lines.getFirst()).hasToString("JDK             ok       JDK 25");
    assertThat(Doctor.exitCode(lines)).isEqualTo(Doctor.READY);
  }

  @Test
  void aUserWithoutRootLearnsThatOnlyTheRealNodeNeedsIt() {
    var lines = Doctor.lines(survey(Machines.user(), 25, 40 * GB, true));

    assertThat(line(lines, "root"))
        .hasToString("root            MISSING  no; run it as root (for level node)");
    assertThat(lines.stream().filter(line -> !line.ok())).hasSize(1);
    assertThat(Doctor.exitCode(lines)).isEqualTo(Doctor.READY);
  }

  @Test
  void aUserWithoutRootIsToldThatNoRealNodeIsOffered() {
    assertThat(Doctor.rootless(Machines.user()).orElseThrow())
        .startsWith("rootless node   none     a real node without root is not offered: ");
    assertThat(Doctor.rootless(Machines.root())).isEmpty();
    assertThat(Doctor.rootless(Machines.mac())).isEmpty();
  }

  @Test
  void withoutGoTheLineSaysWhatToInstallAndForWhichLevels() {
    var lines = Doctor.lines(survey(Machines.withoutGo(), 25, 40 * GB, true));

    assertThat(line(lines, "Go"))
        .hasToString(
            "Go              MISSING  none on the PATH; install Go 1.26 or newer, which builds"
                + " Kubernetes once (for levels process and node)");
    assertThat(Doctor.exitCode(lines)).isEqualTo(Doctor.READY);
  }

  @Test
  void anOldJdkAndAFullDiskStopEverything() {
    var oldJdk = Doctor.lines(survey(Machines.root(), 17, 40 * GB, true));
    var fullDisk = Doctor.lines(survey(Machines.root(), 25, GB, true));

    assertThat(line(oldJdk, "JDK").advice()).contains("install JDK 25 and set JAVA_HOME to it");
    assertThat(Doctor.exitCode(oldJdk)).isEqualTo(Doctor.NOT_READY);
    assertThat(line(fullDisk, "disk").advice()).contains("free 2 GB or set PENSTOCK_CACHE");
    assertThat(Doctor.exitCode(fullDisk)).isEqualTo(Doctor.NOT_READY);
  }

  @Test
  void aDiskThatIsTooSmallOnlyForTheBuildStopsOnlyTheCluster() {
    var lines = Doctor.lines(survey(Machines.root(), 25, 5 * GB, true));

    assertThat(line(lines, "disk").neededFor()).isEqualTo("levels process and node");
    assertThat(Doctor.exitCode(lines)).isEqualTo(Doctor.READY);
  }

  @Test
  void rootNeedsUserNamespacesForTheDatabases() {
    var root = Doctor.lines(survey(Machines.root(), 25, 40 * GB, false));
    var user = Doctor.lines(survey(Machines.user(), 25, 40 * GB, false));

    assertThat(line(root, "user namespaces").ok()).isFalse();
    assertThat(line(user, "user namespaces").ok()).isTrue();
  }

  @Test
  void aColouredMavenIsRead() {
    assertThat(Survey.mavenVersion("\u001B[1mApache Maven 3.9.9 (8e8579a)\u001B[m\nMaven home: x"))
        .contains("3.9.9");
    assertThat(Survey.mavenVersion("no such thing")).isEmpty();
  }

  @Test
  void aGoVersionIsReadAndCompared() {
    assertThat(GoVersion.parse("go1.26.8")).contains(new GoVersion(1, 26));
    assertThat(GoVersion.parse("devel go1.27-a1b2c3")).contains(new GoVersion(1, 27));
    assertThat(GoVersion.parse("gopher")).isEmpty();
    assertThat(new GoVersion(1, 25).builds()).isFalse();
    assertThat(new GoVersion(2, 0).builds()).isTrue();
  }

  private static Line line(List<Line> lines, String subject) {
    return lines.stream().filter(l -> l.subject().equals(subject)).findFirst().orElseThrow();
  }

  private static Survey survey(Machine machine, int jdk, long disk, boolean namespaces) {
    return new Survey(
        machine,
        OptionalInt.of(jdk),
        Optional.of("3.9.9"),
        namespaces,
        true,
        true,
        Path.of("/home/ana/.cache/penstock"),
        disk,
        16 * GB);
  }
}
