package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What a cluster has on the machine besides files: processes, mounts, control groups. Ends all of
 * it; the same way after a good day and after a kill.
 */
record Leftovers(ClusterFiles files) {

  /** What is there now, in words; empty when nothing is. */
  List<String> list() throws IOException {
    var found = new ArrayList<String>();
    files.processes().alive().forEach(name -> found.add("process " + name));
    mounts().forEach(mount -> found.add("mount " + mount));
    CgroupRoot.of(files).present().forEach(group -> found.add("control group " + group));
    return found;
  }

  void end() throws IOException, InterruptedException {
    files.processes().killAll();
    for (var mount : mounts()) {
      Command.of("umount", mount.toString()).run();
    }
    CgroupRoot.of(files).remove();
    files.delete();
  }

  /** Mounts under the folders of the cluster, the innermost first; normally there are none. */
  private List<Path> mounts() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
        .map(line -> Path.of(line.split(" ")[4].replace("\\040", " ")))
        .filter(mount -> mount.startsWith(files.state()) || mount.startsWith(files.run()))
        .sorted(Comparator.reverseOrder())
        .toList();
  }
}
