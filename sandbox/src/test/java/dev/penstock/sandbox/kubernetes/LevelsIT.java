package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.SandboxHome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What this machine says to root, to a user without rights, and without Go. */
@Timeout(1800)
class LevelsIT {
  @TempDir Path folder;
  private Unprivileged nobody;

  @BeforeEach
  void becomeNobody() throws Exception {
    Unprivileged.assumePossible();
    nobody = Unprivileged.in(folder);
  }

  @Test
  void aUserWithoutRightsGetsTheProcessNodeAndLearnsWhatARealOneNeeds() throws Exception {
    Levels.assume(ClusterLevel.PROCESS);

    var said = run(Map.of(), LevelTold.class, "tell");

    assertThat(said).startsWith("5 Kubernetes level: process (").contains("a node needs root");
  }

  @Test
  void withGoHiddenThereIsNoClusterAndTheSentenceSaysWhatToInstall() throws Exception {
    var said = run(Map.of("PATH", pathWithoutGo()), LevelTold.class, "tell");

    assertThat(said)
        .startsWith("4 Kubernetes level: none (")
        .contains("a process node needs Go 1.26 or newer on the PATH");
  }

  @Test
  void aLevelThatIsDemandedAndOutOfReachIsAnError() throws Exception {
    Levels.assume(ClusterLevel.PROCESS);

    assertThat(run(Map.of(), LevelTold.class, "node"))
        .startsWith("This machine does not carry Kubernetes level node: it lacks root");
    assertThat(run(Map.of("PATH", pathWithoutGo()), LevelTold.class, "process"))
        .startsWith("This machine does not carry Kubernetes level process: it lacks Go 1.26");
  }

  @Test
  void theDoctorTellsAUserWithoutRightsWhatOnlyARealNodeNeeds() throws Exception {
    var said = run(Map.of("PATH", pathWithoutGo()), LevelTold.class, "doctor");

    assertThat(said)
        .contains("JDK             ok       JDK 25")
        .contains("root            MISSING  no; run it as root (for level node)")
        .contains("Go              MISSING  none on the PATH; install Go 1.26")
        .contains("user namespaces ok");
  }

  @Test
  void aUserWithoutRightsRunsAJobOfTheRealControlPlaneAsAProcess() throws Exception {
    Levels.assume(ClusterLevel.PROCESS);
    KubernetesTools.build(SandboxHome.userCache(), ClusterLevel.PROCESS, System.out::println);
    nobody.link(SandboxHome.userCache().resolve("tools"), "cache/penstock/tools");

    var said =
        run(
            Map.of("PENSTOCK_CACHE", folder.resolve("cache").toString()),
            JobAsProcess.class,
            nobody.home().resolve("state").toString());

    assertThat(said).contains("level PROCESS", "message=user 65534", "left=[]");
    assertThat(Levels.commandsThatMention(folder)).isEmpty();
  }

  private String run(Map<String, String> environment, Class<?> main, String... arguments)
      throws Exception {
    var out = folder.resolve("out");
    var builder =
        new ProcessBuilder(nobody.java(main, arguments))
            .directory(nobody.home().toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("HOME", nobody.home().toString());
    builder.environment().put("GOCACHE", nobody.home().resolve("gocache").toString());
    builder.environment().putAll(environment);
    var process = builder.start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    var said = Files.readString(out);
    System.out.println(said);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  private static String pathWithoutGo() throws IOException {
    var folders = List.of(System.getenv("PATH").split(File.pathSeparator, -1));
    var without =
        folders.stream()
            .filter(entry -> !Files.exists(Path.of(entry, "go")))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(Arrays.asList(without.split(File.pathSeparator, -1))).isNotEmpty();
    return without;
  }
}
