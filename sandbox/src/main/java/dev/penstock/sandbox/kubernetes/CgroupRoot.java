package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The control group below which this node's pods live, one in every hierarchy of the machine.
 *
 * @param name unique on the machine, derived from the cluster's state folder
 */
record CgroupRoot(String name) {
  private static final Path MOUNT = Path.of("/sys/fs/cgroup");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static CgroupRoot of(ClusterFiles files) {
    return new CgroupRoot("penstock-" + files.id());
  }

  void create() throws IOException {
    if (Files.exists(MOUNT.resolve("cgroup.controllers"))) {
      for (var controller : List.of("cpuset", "cpu", "io", "memory", "pids")) {
        enable(controller);
      }
    }
    for (var hierarchy : hierarchies()) {
      var folder = Files.createDirectories(hierarchy.resolve(name));
      if (hierarchy.endsWith("cpuset")) {
        // A new group of the v1 cpuset has neither cpus nor memory and takes no process.
        for (var file : List.of("cpuset.cpus", "cpuset.mems")) {
          Files.writeString(folder.resolve(file), Files.readString(hierarchy.resolve(file)));
        }
      }
    }
  }

  /** Removes the groups; their processes must have ended. */
  void remove() throws IOException, InterruptedException {
    for (var folder : present()) {
      if (!Waiting.until(PATIENCE, () -> removed(folder))) {
        throw new IOException("Control group %s is still in use".formatted(folder));
      }
    }
  }

  /** The groups that exist now. */
  List<Path> present() throws IOException {
    return hierarchies().stream().map(h -> h.resolve(name)).filter(Files::isDirectory).toList();
  }

  private static boolean removed(Path folder) throws IOException {
    List<Path> groups;
    try (var paths = Files.walk(folder)) {
      groups = paths.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
    }
    for (var group : groups) {
      // A plain rmdir: the files in a group are the kernel's and go with it. A group whose last
      // process has just ended may still be busy.
      if (!group.toFile().delete()) {
        return false;
      }
    }
    return true;
  }

  private static void enable(String controller) {
    try {
      Files.writeString(MOUNT.resolve("cgroup.subtree_control"), "+" + controller);
    } catch (IOException e) {
      // Not on this kernel, or already enabled by who owns the hierarchy: the kubelet will tell.
    }
  }

  private static List<Path> hierarchies() throws IOException {
    if (!Files.isDirectory(MOUNT)) {
      return List.of();
    }
    var found = new ArrayList<Path>();
    if (Files.exists(MOUNT.resolve("cgroup.procs"))) {
      found.add(MOUNT);
    } else {
      try (var folders = Files.newDirectoryStream(MOUNT)) {
        for (var folder : folders) {
          if (!Files.isSymbolicLink(folder) && Files.exists(folder.resolve("cgroup.procs"))) {
            found.add(folder);
          }
        }
      }
    }
    return found;
  }
}
