package dev.penstock.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Processes of the node's containers, told by the environment that their pod gave them. */
final class Processes {
  private Processes() {}

  /**
   * {@return the runner process of a run, which the kernel shows outside of its namespaces too}
   *
   * @param uid of the run: its name may be in use on another cluster of this machine
   */
  static Optional<ProcessHandle> runnerOf(String uid) {
    String wanted = "PENSTOCK_RUN_ID=" + uid;
    return ProcessHandle.allProcesses().filter(process -> has(process, wanted)).findFirst();
  }

  private static boolean has(ProcessHandle process, String variable) {
    try {
      Path environment = Path.of("/proc", String.valueOf(process.pid()), "environ");
      String text = Files.readString(environment, StandardCharsets.ISO_8859_1);
      return List.of(text.split("\0")).contains(variable);
    } catch (IOException e) {
      return false; // it ended while we looked
    }
  }
}
