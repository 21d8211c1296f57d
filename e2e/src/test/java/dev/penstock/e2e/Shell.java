package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The shell of a person in a directory of his own, with kubectl and {@code ./penstock}. */
record Shell(Path directory, Map<String, String> environment) {

  /** Puts a launcher there whose verbs against a cluster work. */
  static Shell in(Path directory, Path home, Map<String, String> environment) throws IOException {
    Path launcher = directory.resolve("penstock");
    Files.writeString(
        launcher,
        """
        #!/bin/sh
        exec '%s/bin/java' -cp '%s/cli/target/dist/lib/*' dev.penstock.cli.Main "$@"
        """
            .formatted(System.getProperty("java.home"), home));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Shell(directory, environment);
  }

  /** {@return what a command prints, which must end well} */
  String run(String command) throws IOException, InterruptedException {
    Process process = start(command);
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    System.out.print(said.indent(4));
    assertThat(process.waitFor()).as("%s%n%s", command, said).isZero();
    return said;
  }

  /** Looks at a command that does not end until it prints the words, then ends it. */
  void watch(String command, String words) throws IOException, InterruptedException {
    Process process = start(command);
    var limit =
        Thread.startVirtualThread(() -> {
          try {
            process.waitFor(5, TimeUnit.MINUTES);
          } catch (InterruptedException e) {
            return; // the words came
          }
          process.destroyForcibly();
        });
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String line = reader.readLine();
      while (line != null && !line.contains(words)) {
        System.out.println("    " + line);
        line = reader.readLine();
      }
      assertThat(line).as("%s prints %s", command, words).isNotNull();
    } finally {
      limit.interrupt();
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
  }

  private Process start(String command) throws IOException {
    System.out.println("  $ " + command);
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }
}
