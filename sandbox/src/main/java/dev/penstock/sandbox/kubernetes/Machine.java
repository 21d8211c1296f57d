package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What decides the level of a cluster here. Cheap to look at; {@link Survey} has the rest.
 *
 * @param mayMount whether this process holds CAP_SYS_ADMIN, which root in a container often doesn't
 * @param go the compiler on the PATH
 * @param programs those of the other programs the cluster uses that are on the PATH
 */
public record Machine(
    boolean linux,
    boolean root,
    boolean mayMount,
    Cgroups cgroups,
    Optional<GoVersion> go,
    Set<String> programs) {
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
  private static final int CAP_SYS_ADMIN = 21;

  /** How the kernel's limits can be set. */
  public enum Cgroups {
    V1,
    V2,
    NONE
  }

  public Machine {
    programs = Set.copyOf(programs);
  }

  /** Looks at this machine; changes nothing. */
  public static Machine inspect() {
    var programs =
        Stream.of(
                "setsid",
                "unshare",
                "nsenter",
                "ip",
                "git",
                "mount",
                "bash",
                "apt-get",
                "dpkg-deb",
                "kubectl",
                "helm")
            .filter(name -> onPath(name).isPresent())
            .collect(Collectors.toSet());
    var linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux");
    var status = linux ? read(Path.of("/proc/self/status")) : "";
    return new Machine(
        linux,
        field(status, "Uid").startsWith("0\t"),
        mayMount(field(status, "CapEff")),
        inspectCgroups(),
        onPath("go").isPresent() ? inspectGo() : Optional.empty(),
        programs);
  }

  boolean has(String program) {
    return programs.contains(program);
  }

  boolean goBuilds() {
    return go.filter(GoVersion::builds).isPresent();
  }

  private static Optional<GoVersion> inspectGo() {
    try {
      return GoVersion.parse(
          Command.of("go", "env", "GOVERSION").within(Duration.ofSeconds(20)).run());
    } catch (IOException e) {
      // A program of that name which does not know this builds nothing.
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Cgroups inspectCgroups() {
    if (Files.isRegularFile(CGROUPS.resolve("cgroup.controllers"))) {
      var controllers = read(CGROUPS.resolve("cgroup.controllers")).strip().split(" ");
      return Set.of(controllers).containsAll(Set.of("memory", "cpu")) && Files.isWritable(CGROUPS)
          ? Cgroups.V2
          : Cgroups.NONE;
    }
    return Stream.of("memory", "cpu", "pids").map(CGROUPS::resolve).allMatch(Files::isWritable)
        ? Cgroups.V1
        : Cgroups.NONE;
  }

  /** The first program of that name on the PATH. */
  public static Optional<Path> onPath(String program) {
    var path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return Stream.of(path.split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static boolean mayMount(String capabilities) {
    return !capabilities.isEmpty()
        && (Long.parseUnsignedLong(capabilities, 16) >> CAP_SYS_ADMIN & 1) == 1;
  }

  private static String field(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
