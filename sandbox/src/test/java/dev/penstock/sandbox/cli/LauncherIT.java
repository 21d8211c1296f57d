package dev.penstock.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.sandbox.kubernetes.Levels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher while it builds, with a Maven that never ends and has a child, as javac is. */
@Timeout(300)
class LauncherIT {
  private static final Path HOME = Path.of(System.getProperty("penstock.home"));

  @TempDir private Path checkout;

  @BeforeEach
  void makeCheckout() throws IOException {
    Files.copy(HOME.resolve("penstock"), checkout.resolve("penstock"));
    Path maven = Files.createDirectories(checkout.resolve("bin")).resolve("mvn");
    Files.writeString(
        maven,
        """
        #!/bin/sh
        sh -c 'sleep 600; : %1$s' &
        touch "%1$s/building"
        wait
        """
            .formatted(checkout));
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void aSignalWhileMavenBuildsEndsItsWholeGroupAndTheLastLineSaysSo() throws Exception {
    assertThat(endedBy("TERM")).isEqualTo(143);
    assertThat(endedBy("INT")).isEqualTo(130);
  }

  @Test
  void aSecondTerminalLearnsThatTheProgramsAreBeingBuilt() throws Exception {
    Process demo = start("demo");
    try {
      awaitBuild();
      Process status = start("sandbox", "status");

      assertThat(said(status))
          .isEqualTo(
              "penstock: nothing is up yet; another ./penstock is building the Java programs\n");
      assertThat(status.waitFor()).isEqualTo(Main.NOT_NOW);
    } finally {
      demo.destroy();
      assertThat(demo.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private int endedBy(String signal) throws Exception {
    Files.deleteIfExists(checkout.resolve("building"));
    Process demo = start("demo");
    awaitBuild();
    new ProcessBuilder("kill", "-" + signal, "" + demo.pid()).inheritIO().start().waitFor();

    assertThat(said(demo))
        .startsWith("penstock: building the Java programs (about a minute; ")
        .endsWith(
            "\npenstock: ended while the Java programs were built; nothing is left running\n");
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(Levels.commandsThatMention(checkout)).isEmpty());
    return demo.waitFor();
  }

  private void awaitBuild() {
    await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(checkout.resolve("building")));
  }

  private Process start(String... words) throws IOException {
    // Whoever started this build may have had it ignore SIGINT, which children inherit.
    var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(checkout.resolve("penstock").toString());
    command.addAll(List.of(words));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().merge("PATH", checkout.resolve("bin") + ":", (path, bin) -> bin + path);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start();
  }

  private static String said(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
