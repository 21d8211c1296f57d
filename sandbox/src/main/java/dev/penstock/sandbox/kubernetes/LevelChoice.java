package dev.penstock.sandbox.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The level a machine reaches, why, and what the next one needs. Always printed, so that nobody
 * takes a control plane for a cluster.
 */
public record LevelChoice(ClusterLevel level, String why, Optional<String> next) {

  /** The highest level that this machine carries. */
  public static LevelChoice of(Machine machine) {
    var forControlPlane = lacksForControlPlane(machine);
    if (!forControlPlane.isEmpty()) {
      return new LevelChoice(
          ClusterLevel.NONE,
          "no cluster can run here",
          Optional.of("a control plane needs " + list(forControlPlane)));
    }
    var forNode = lacksForNode(machine);
    if (!forNode.isEmpty()) {
      return new LevelChoice(
          ClusterLevel.CONTROL_PLANE,
          "API server, controllers and scheduler are real, but no pod runs",
          Optional.of("a node needs " + list(forNode)));
    }
    return new LevelChoice(
        ClusterLevel.NODE,
        "control plane and node are real: Linux, root, cgroup %s, Go and Debian's packages are here"
            .formatted(machine.cgroups() == Machine.Cgroups.V1 ? "v1" : "v2"),
        Optional.empty());
  }

  /** One line for a person. */
  public String sentence() {
    var name =
        switch (level) {
          case NODE -> "node";
          case CONTROL_PLANE -> "control plane";
          case NONE -> "none";
        };
    return "Kubernetes level: %s (%s)%s"
        .formatted(name, why, next.map(needed -> "; " + needed).orElse(""));
  }

  private static List<String> lacksForControlPlane(Machine machine) {
    var lacks = new ArrayList<String>();
    if (!machine.linux()) {
      lacks.add("Linux");
    }
    if (!machine.has("go")) {
      lacks.add("Go 1.26 or newer on the PATH");
    }
    if (machine.linux() && !machine.has("setsid")) {
      lacks.add("setsid (util-linux)");
    }
    return lacks;
  }

  private static List<String> lacksForNode(Machine machine) {
    var lacks = new ArrayList<String>();
    if (!machine.root()) {
      lacks.add("root");
    } else if (!machine.mayMount()) {
      lacks.add("the right to mount (CAP_SYS_ADMIN)");
    }
    if (machine.cgroups() == Machine.Cgroups.NONE) {
      lacks.add("a writable cgroup hierarchy with memory and cpu at /sys/fs/cgroup");
    }
    for (var program : List.of("unshare", "mount", "bash")) {
      if (!machine.has(program)) {
        lacks.add(program);
      }
    }
    if (!machine.has("apt-get") || !machine.has("dpkg-deb")) {
      lacks.add("apt-get and dpkg-deb, which bring containerd and runc");
    }
    return lacks;
  }

  private static String list(List<String> things) {
    return things.size() == 1
        ? things.getFirst()
        : String.join(", ", things.subList(0, things.size() - 1)) + " and " + things.getLast();
  }
}
