package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The programs a cluster is made of, built once from their Go modules and kept in the user's cache
 * under a key of module and compiler. Each program appears under its final name only when it is
 * whole; an interrupted build goes on with the next program when it is repeated.
 */
public final class KubernetesTools {
  private static final List<String> CLIENTS = List.of("kubectl", "helm");

  private final Map<String, Path> programs;
  private final DebianPackages packages;

  private KubernetesTools(Map<String, Path> programs, DebianPackages packages) {
    this.programs = Map.copyOf(programs);
    this.packages = packages;
  }

  /** What is still to build, and how long that took here last time or takes on two idle cores. */
  public record Outlook(List<String> programs, Duration about) {
    public Outlook {
      programs = List.copyOf(programs);
    }

    /** Both, this one first. */
    public Outlook and(Outlook then) {
      var all = new ArrayList<>(programs);
      all.addAll(then.programs());
      return new Outlook(all, about.plus(then.about()));
    }
  }

  /** What {@link #build} would do now. */
  public static Outlook outlook(Path cache, ClusterLevel level)
      throws IOException, InterruptedException {
    if (level == ClusterLevel.NONE || fromPath(level).isPresent()) {
      return new Outlook(List.of(), Duration.ZERO);
    }
    var plan = Plan.of(cache, level);
    var names = new ArrayList<>(Workshop.missing(plan.wanted()).stream().map(Tool::name).toList());
    if (plan.lacksPackages()) {
      names.add("containerd");
      names.add("runc");
    }
    return new Outlook(names, Duration.ofSeconds(plan.workshop().about(plan.wanted())));
  }

  /**
   * Builds what the level needs and the cache lacks. Two processes that want the same wait for each
   * other.
   *
   * @param cache the user's cache of Penstock; the programs go to its folder tools
   * @param progress takes one line per step
   */
  public static KubernetesTools build(Path cache, ClusterLevel level, Consumer<String> progress)
      throws IOException, InterruptedException {
    if (level == ClusterLevel.NONE) {
      throw new IllegalArgumentException("Level %s needs no tools".formatted(level));
    }
    var fromPath = fromPath(level);
    if (fromPath.isPresent()) {
      return new KubernetesTools(fromPath.get(), DebianPackages.node(cache.resolve("tools")));
    }
    var plan = Plan.of(cache, level);
    if (plan.lacksPackages() || !Workshop.missing(plan.wanted()).isEmpty()) {
      plan.workshop().alone(progress, () -> plan.carryOut(progress));
    }
    var programs = new LinkedHashMap<String, Path>();
    plan.wanted().forEach(tool -> programs.put(tool.name(), tool.file()));
    return new KubernetesTools(programs, plan.packages());
  }

  /** A named cluster needs only clients, and without Go the person's own do. */
  private static Optional<Map<String, Path>> fromPath(ClusterLevel level) {
    if (level != ClusterLevel.NAMED || Machine.inspect().goBuilds()) {
      return Optional.empty();
    }
    var programs = new LinkedHashMap<String, Path>();
    for (var name : CLIENTS) {
      programs.put(
          name,
          Machine.onPath(name)
              .orElseThrow(() ->
                  new IllegalStateException("Neither %s nor Go is on the PATH".formatted(name))));
    }
    return Optional.of(programs);
  }

  /** The file of a program: kube-apiserver, kubelet, etcd, kubectl, helm, containerd, ... */
  public Path program(String name) {
    var built = programs.get(name);
    return built != null ? built : packages.program(name);
  }

  public Path kubectl() {
    return program("kubectl");
  }

  public Path helm() {
    return program("helm");
  }

  /** Debian's containerd, its shim and runc, for the PATH of the node. */
  List<Path> nodePath() {
    return packages.path();
  }

  private record Plan(List<Tool> wanted, Workshop workshop, DebianPackages packages, boolean node) {

    static Plan of(Path cache, ClusterLevel level) throws IOException, InterruptedException {
      var workshop = Workshop.in(cache);
      var node = level == ClusterLevel.NODE;
      var goVersion = Command.of("go", "env", "GOVERSION").run().strip();
      var modules = new ArrayList<>(List.of(GoModule.kubernetes(), GoModule.helm()));
      if (node) {
        modules.add(GoModule.pause());
      }
      var wanted =
          modules.stream()
              .flatMap(module -> Tool.of(module, workshop.tools(), goVersion).stream())
              .filter(tool -> wanted(level, tool.name()))
              .toList();
      return new Plan(wanted, workshop, DebianPackages.node(workshop.tools()), node);
    }

    private static boolean wanted(ClusterLevel level, String name) {
      return switch (level) {
        case NODE -> true;
        case NAMED -> CLIENTS.contains(name);
        case PROCESS, CONTROL_PLANE, NONE -> !name.equals("kubelet");
      };
    }

    boolean lacksPackages() {
      return node && !packages.present();
    }

    void carryOut(Consumer<String> progress) throws IOException, InterruptedException {
      if (lacksPackages()) {
        packages.fetch(progress);
      }
      workshop.make(wanted, progress);
    }
  }
}
