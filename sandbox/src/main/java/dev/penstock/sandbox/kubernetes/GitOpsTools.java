package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What carries manifests from Git to a cluster: Argo CD, kustomize and Redis, in the same cache as
 * {@link KubernetesTools} and by the same rules. Built only for whoever asks for them.
 */
public final class GitOpsTools {
  private final Tool argocd;
  private final Tool kustomize;
  private final DebianPackages redis;

  private GitOpsTools(Tool argocd, Tool kustomize, DebianPackages redis) {
    this.argocd = argocd;
    this.kustomize = kustomize;
    this.redis = redis;
  }

  /**
   * What this machine lacks to run Argo CD beside the sandbox's cluster, in words; empty when it
   * has all.
   */
  public static List<String> lacks(Machine machine) {
    var lacks = new ArrayList<>(LevelChoice.lacks(ClusterLevel.PROCESS, machine));
    if (!machine.root()) {
      lacks.add("root, which makes a network for Argo CD alone");
    } else if (!machine.mayMount()) {
      lacks.add("the right to make a network namespace (CAP_SYS_ADMIN)");
    }
    Stream.of(
            new String[] {"unshare", "unshare (util-linux)"},
            new String[] {"nsenter", "nsenter (util-linux)"},
            new String[] {"ip", "ip (iproute2)"},
            new String[] {"git", "git"},
            new String[] {"apt-get", "apt-get, which brings Redis"},
            new String[] {"dpkg-deb", "dpkg-deb, which unpacks it"})
        .filter(program -> !machine.has(program[0]))
        .forEach(program -> lacks.add(program[1]));
    return List.copyOf(lacks);
  }

  /** The version of Argo CD, as v3.5.7. */
  public static String version() {
    return ArgoCdModule.VERSION;
  }

  /** What {@link #build} would do now. */
  public static KubernetesTools.Outlook outlook(Path cache)
      throws IOException, InterruptedException {
    var plan = Plan.of(cache);
    var names = new ArrayList<>(Workshop.missing(plan.wanted()).stream().map(Tool::name).toList());
    if (!plan.redis().present()) {
      names.add("redis");
    }
    var about = Duration.ofSeconds(plan.workshop().about(plan.wanted()));
    return new KubernetesTools.Outlook(names, about);
  }

  /**
   * Builds what the cache lacks. Two processes that want the same wait for each other.
   *
   * @param cache the user's cache of Penstock
   * @param progress takes one line per step
   */
  public static GitOpsTools build(Path cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    var plan = Plan.of(cache);
    if (!plan.redis().present() || !Workshop.missing(plan.wanted()).isEmpty()) {
      plan.workshop().alone(progress, () -> plan.carryOut(progress));
    }
    return new GitOpsTools(plan.argocd(), plan.kustomize(), plan.redis());
  }

  /** What this machine lacks to build {@link #kustomizeAlone}, in words; empty when it has all. */
  public static List<String> lacksForKustomize(Machine machine) {
    return machine.goBuilds()
        ? List.of()
        : List.of("Go %s or newer on the PATH".formatted(GoVersion.NEEDED));
  }

  /**
   * kustomize without the others, built when the cache lacks it.
   *
   * @param cache the user's cache of Penstock
   * @param progress takes one line per step
   */
  public static Path kustomizeAlone(Path cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    var workshop = Workshop.in(cache);
    var wanted = List.of(kustomizeOf(workshop, goVersion()));
    if (!Workshop.missing(wanted).isEmpty()) {
      workshop.alone(progress, () -> workshop.make(wanted, progress));
    }
    return wanted.getFirst().file();
  }

  private static Tool kustomizeOf(Workshop workshop, String goVersion) {
    return Tool.of(GoModule.kustomize(), workshop.tools(), goVersion).getFirst();
  }

  private static String goVersion() throws IOException, InterruptedException {
    return Command.of("go", "env", "GOVERSION").run().strip();
  }

  /** All of Argo CD in one program, which becomes what {@code ARGOCD_BINARY_NAME} says. */
  public Path argocd() {
    return argocd.file();
  }

  /**
   * Folders for the PATH of Argo CD, which calls kustomize and a script of its own by their names.
   */
  public List<Path> path() {
    return List.of(argocd.folder(), kustomize.folder());
  }

  /** Files with Argo CD's CustomResourceDefinitions. */
  public Path definitions() {
    return argocd.results().resolve("manifests/crds");
  }

  /** Files with the ConfigMaps and the Secret that an installation of Argo CD has. */
  public Path configuration() {
    return argocd.results().resolve("manifests/base/config");
  }

  public Path redis() {
    return redis.program("redis-server");
  }

  /** A value for LD_LIBRARY_PATH, with which Redis starts. */
  public String redisLibraries() throws IOException {
    return DebianPackages.searched(redis.libraries());
  }

  private record Plan(Workshop workshop, Tool argocd, Tool kustomize, DebianPackages redis) {
    static Plan of(Path cache) throws IOException, InterruptedException {
      var workshop = Workshop.in(cache);
      var goVersion = goVersion();
      return new Plan(
          workshop,
          Tool.of(new ArgoCdModule(), workshop.tools(), goVersion).getFirst(),
          kustomizeOf(workshop, goVersion),
          DebianPackages.redis(workshop.tools()));
    }

    /** The small one first: whoever waits sees it work. */
    List<Tool> wanted() {
      return List.of(kustomize, argocd);
    }

    void carryOut(Consumer<String> progress) throws IOException, InterruptedException {
      if (!redis.present()) {
        redis.fetch(progress);
      }
      workshop.make(wanted(), progress);
    }
  }
}
