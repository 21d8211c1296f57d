package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Command;
import dev.penstock.sandbox.kubernetes.process.FileMutex;
import dev.penstock.sandbox.kubernetes.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
  private static final Duration LONGEST_BUILD = Duration.ofMinutes(40);
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
  }

  /** What {@link #build} would do now. */
  public static Outlook outlook(Path cache, ClusterLevel level)
      throws IOException, InterruptedException {
    if (level == ClusterLevel.NONE || fromPath(level).isPresent()) {
      return new Outlook(List.of(), Duration.ZERO);
    }
    var plan = Plan.of(cache, level);
    var names = new ArrayList<>(plan.missing().stream().map(Target::name).toList());
    var about = plan.missing().stream().mapToLong(t -> plan.durations().about(t.name())).sum();
    if (level == ClusterLevel.NODE && !plan.packages().present()) {
      names.add("containerd");
      names.add("runc");
    }
    return new Outlook(names, Duration.ofSeconds(about));
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
      return new KubernetesTools(fromPath.get(), DebianPackages.in(cache.resolve("tools")));
    }
    var plan = Plan.of(cache, level);
    if (!plan.complete()) {
      var lock = cache.resolve("tools/lock");
      try (var mutex =
          FileMutex.acquire(
              lock, () -> progress.accept("tools: another process builds them, waiting for it"))) {
        plan.carryOut(progress);
      }
    }
    var programs = new LinkedHashMap<String, Path>();
    plan.targets().forEach(target -> programs.put(target.name(), target.file()));
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

  private record Target(GoModule module, String name, String path, Path file) {
    boolean missing() {
      return !Files.isExecutable(file);
    }
  }

  private record Plan(
      List<Target> targets,
      Path tools,
      DebianPackages packages,
      BuildTimes durations,
      boolean node) {

    static Plan of(Path cache, ClusterLevel level) throws IOException, InterruptedException {
      var tools = Files.createDirectories(cache.resolve("tools"));
      var node = level == ClusterLevel.NODE;
      var goVersion = Command.of("go", "env", "GOVERSION").run().strip();
      var modules = new ArrayList<>(List.of(GoModule.kubernetes(), GoModule.helm()));
      if (node) {
        modules.add(GoModule.pause());
      }
      var targets = new ArrayList<Target>();
      for (var module : modules) {
        var bin = tools.resolve(module.name() + "-" + module.key(goVersion)).resolve("bin");
        module
            .programs()
            .forEach((name, path) -> {
              if (wanted(level, name)) {
                targets.add(new Target(module, name, path, bin.resolve(name)));
              }
            });
      }
      return new Plan(targets, tools, DebianPackages.in(tools), BuildTimes.in(tools), node);
    }

    private static boolean wanted(ClusterLevel level, String name) {
      return switch (level) {
        case NODE -> true;
        case NAMED -> CLIENTS.contains(name);
        case PROCESS, CONTROL_PLANE, NONE -> !name.equals("kubelet");
      };
    }

    List<Target> missing() {
      return targets.stream().filter(Target::missing).toList();
    }

    boolean complete() {
      return missing().isEmpty() && (!node || packages.present());
    }

    void carryOut(Consumer<String> progress) throws IOException, InterruptedException {
      if (node && !packages.present()) {
        progress.accept("tools: downloading containerd and runc (Debian packages, not installed)");
        packages.fetch(progress);
      }
      // Another process may have built some of them while this one waited for the lock.
      var missing = missing();
      for (var i = 0; i < missing.size(); i++) {
        var target = missing.get(i);
        progress.accept(
            "tools: building %s (%d of %d, %s)"
                .formatted(
                    target.name(), i + 1, missing.size(), durations.sentence(target.name())));
        var started = System.nanoTime();
        build(target, progress);
        var seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
        durations.took(target.name(), seconds);
        progress.accept("tools: %s built in %d s".formatted(target.name(), seconds));
      }
    }

    private void build(Target target, Consumer<String> progress)
        throws IOException, InterruptedException {
      var work = Files.createTempDirectory(tools, "build-");
      try {
        target.module().unpack(work);
        var result = work.resolve(target.name());
        Command.of("go", "build", "-ldflags", target.module().linkFlags(target.path()), "-o")
            .and(result.toString(), target.path())
            .with("CGO_ENABLED", "0")
            .with("GOFLAGS", "-mod=readonly -trimpath -buildvcs=false")
            .in(work)
            .within(LONGEST_BUILD)
            .run(elapsed ->
                progress.accept(
                    "tools: still building %s, %d s"
                        .formatted(target.name(), elapsed.toSeconds())));
        Files.createDirectories(target.file().getParent());
        Files.move(result, target.file(), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Folders.delete(work);
      }
    }
  }
}
