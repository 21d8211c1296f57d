package dev.penstock.sandbox.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The level at which a verb works, why, and what the next one needs. Always printed, so that nobody
 * takes a process for a pod or a control plane for a cluster.
 *
 * @param named the cluster that a person named: there exactly at level NAMED
 */
public record LevelChoice(
    ClusterLevel level, String why, Optional<String> next, Optional<NamedContext> named) {
  public LevelChoice {
    if (named.isPresent() != (level == ClusterLevel.NAMED)) {
      throw new IllegalArgumentException("Level %s and context %s".formatted(level, named));
    }
  }

  /** The highest level that this machine carries. */
  public static LevelChoice of(Machine machine) {
    return choice(highest(machine), machine);
  }

  /**
   * The level that a person demands.
   *
   * @throws UnreachableLevelException when the machine lacks something for it; it is never replaced
   *     by a lower one
   */
  public static LevelChoice demanded(ClusterLevel level, Machine machine) {
    var lacks = lacks(level, machine);
    if (!lacks.isEmpty()) {
      throw new UnreachableLevelException(level, list(lacks), highest(machine));
    }
    return choice(level, machine);
  }

  /**
   * A cluster that a person named; nothing is asked of it here, {@link NamedSurvey} does that.
   *
   * @throws UnreachableLevelException when this machine lacks the programs to talk to it
   */
  public static LevelChoice named(NamedContext context, Machine machine) {
    var lacks = lacks(ClusterLevel.NAMED, machine);
    if (!lacks.isEmpty()) {
      throw new UnreachableLevelException(ClusterLevel.NAMED, list(lacks), highest(machine));
    }
    return new LevelChoice(
        ClusterLevel.NAMED,
        "context %s of %s: a cluster that you named, not the sandbox's own"
            .formatted(context.name(), context.kubeconfig()),
        Optional.empty(),
        Optional.of(context));
  }

  /** A level is demanded that this machine does not reach. */
  public static final class UnreachableLevelException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    UnreachableLevelException(ClusterLevel level, String lacks, ClusterLevel highest) {
      super(
          "This machine does not carry Kubernetes level %s: it lacks %s; the highest level here is %s"
              .formatted(level.word(), lacks, highest.word()));
    }
  }

  /** One line for a person. */
  public String sentence() {
    return "Kubernetes level: %s (%s)%s"
        .formatted(level.word(), why, next.map(needed -> "; " + needed).orElse(""));
  }

  /** What the machine lacks for a level, in words; empty when it carries it. */
  static List<String> lacks(ClusterLevel level, Machine machine) {
    return switch (level) {
      case NODE -> {
        var lacks = new ArrayList<>(lacksForControlPlane(machine));
        lacks.addAll(lacksForNode(machine));
        yield List.copyOf(lacks);
      }
      case PROCESS, CONTROL_PLANE -> lacksForControlPlane(machine);
      case NONE -> List.of();
      case NAMED ->
          machine.goBuilds() || (machine.has("kubectl") && machine.has("helm"))
              ? List.of()
              : List.of(
                  "kubectl and helm on the PATH (or Go %s or newer, which builds them)"
                      .formatted(GoVersion.NEEDED));
    };
  }

  private static ClusterLevel highest(Machine machine) {
    return ClusterLevel.choices().stream()
        .filter(level -> lacks(level, machine).isEmpty())
        .findFirst()
        .orElse(ClusterLevel.NONE);
  }

  private static LevelChoice choice(ClusterLevel level, Machine machine) {
    return new LevelChoice(level, why(level, machine), next(level, machine), Optional.empty());
  }

  private static String why(ClusterLevel level, Machine machine) {
    return switch (level) {
      case NODE ->
          "control plane and node are real: Linux, root, cgroup %s, Go and Debian's packages are here"
              .formatted(machine.cgroups() == Machine.Cgroups.V1 ? "v1" : "v2");
      case PROCESS ->
          "the control plane is real, pods run as local processes; limits, users, read-only roots"
              + " and networks are not enforced";
      case CONTROL_PLANE -> "API server, controllers and scheduler are real, but no pod runs";
      case NONE -> "no cluster; the same manifests run in a local process";
      case NAMED -> throw noWords();
    };
  }

  private static Optional<String> next(ClusterLevel level, Machine machine) {
    return switch (level) {
      case NODE -> Optional.empty();
      case NAMED -> throw noWords();
      case PROCESS, CONTROL_PLANE -> next("a node", lacks(ClusterLevel.NODE, machine));
      case NONE -> next("a process node", lacks(ClusterLevel.PROCESS, machine));
    };
  }

  private static IllegalArgumentException noWords() {
    return new IllegalArgumentException("A cluster is named by its context, not by a level's word");
  }

  private static Optional<String> next(String what, List<String> lacks) {
    return Optional.of(
        lacks.isEmpty()
            ? "this machine carries %s too".formatted(what)
            : "%s needs %s".formatted(what, list(lacks)));
  }

  private static List<String> lacksForControlPlane(Machine machine) {
    var lacks = new ArrayList<String>();
    if (!machine.linux()) {
      lacks.add("Linux");
    }
    if (!machine.goBuilds()) {
      lacks.add(
          "Go %s or newer on the PATH%s"
              .formatted(
                  GoVersion.NEEDED, machine.go().map(" (there is Go %s)"::formatted).orElse("")));
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
