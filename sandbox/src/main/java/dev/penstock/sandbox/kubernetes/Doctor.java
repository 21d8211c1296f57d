package dev.penstock.sandbox.kubernetes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says of everything that the sandbox needs whether it is here, and if not, what to do. */
public final class Doctor {
  /** Nothing is missing that every level needs. */
  public static final int READY = 0;

  /** Something is missing without which not even the lowest level works (EX_TEMPFAIL). */
  public static final int NOT_READY = 75;

  private static final double GB = 1e9;
  private static final int JDK = 25;
  private static final double DISK_GB = 2;
  private static final double BUILD_GB = 8;
  private static final double MEMORY_GB = 3.5;

  private static final String EVERYTHING = "everything";
  private static final String A_CLUSTER = "levels process and node";
  private static final String A_NODE = "level node";

  private Doctor() {}

  /**
   * One thing of the machine.
   *
   * @param found what there is, in a few words
   * @param advice what to install or to allow; empty when it is in order
   * @param neededFor which levels need it
   */
  public record Line(String subject, String found, Optional<String> advice, String neededFor) {
    /** Whether it is in order. */
    public boolean ok() {
      return advice.isEmpty();
    }

    /** Whether not even the lowest level works without it. */
    public boolean stopsEverything() {
      return !ok() && neededFor.equals(EVERYTHING);
    }

    /** What there is; if that is not enough, also what to do and for which levels. */
    public String sentence() {
      return advice.map(text -> "%s; %s (for %s)".formatted(found, text, neededFor)).orElse(found);
    }

    @Override
    public String toString() {
      return "%-15s %-7s  %s".formatted(subject, ok() ? "ok" : "MISSING", sentence());
    }
  }

  /** A line for each thing, in the order in which one would install them. */
  public static List<Line> lines(Survey survey) {
    var machine = survey.machine();
    var lines = new ArrayList<Line>();
    lines.add(jdk(survey));
    lines.add(
        line(
            "Maven",
            survey.maven().isPresent(),
            survey.maven().orElse("none on the PATH"),
            "install Maven 3.8.7 or newer",
            "building Penstock"));
    lines.add(disk(survey));
    lines.add(
        line(
            "memory",
            survey.memoryBytes() / GB >= MEMORY_GB,
            gb(survey.memoryBytes()),
            "4 GB are needed",
            EVERYTHING));
    lines.add(
        line(
            "loopback ports",
            survey.loopbackPorts(),
            survey.loopbackPorts() ? "free ones on 127.0.0.1" : "none can be bound on 127.0.0.1",
            "allow this user to listen on 127.0.0.1",
            EVERYTHING));
    lines.add(
        line(
            "system",
            machine.linux(),
            machine.linux() ? "Linux" : "not Linux",
            "use a Linux machine",
            A_CLUSTER));
    lines.add(
        line(
            "Go",
            machine.goBuilds(),
            machine.go().map(GoVersion::toString).orElse("none on the PATH"),
            "install Go %s or newer, which builds Kubernetes once".formatted(GoVersion.NEEDED),
            A_CLUSTER));
    lines.add(program(machine, "setsid", "install util-linux", A_CLUSTER));
    lines.add(
        line(
            "root",
            machine.root() && machine.mayMount(),
            machine.root() ? machine.mayMount() ? "yes" : "without CAP_SYS_ADMIN" : "no",
            machine.root()
                ? "run it in a container that may mount, or on the machine itself"
                : "run it as root",
            A_NODE));
    lines.add(
        line(
            "port 443",
            survey.port443(),
            survey.port443() ? "free on loopback" : "can't be bound on loopback",
            "run it as root, or free port 443 of 127.0.0.0/8",
            A_NODE));
    lines.add(cgroups(machine));
    lines.add(program(machine, "unshare", "install util-linux", A_NODE));
    lines.add(program(machine, "mount", "install mount", A_NODE));
    lines.add(program(machine, "bash", "install bash", A_NODE));
    lines.add(
        line(
            "Debian packages",
            machine.has("apt-get") && machine.has("dpkg-deb"),
            machine.has("apt-get") ? "apt-get" : "no apt-get and dpkg-deb",
            "use Debian or Ubuntu, whose containerd and runc are fetched, not installed",
            A_NODE));
    lines.add(
        new Line(
            "user namespaces",
            survey.userNamespaces()
                ? "allowed; the databases use one when root runs them"
                : "not allowed",
            machine.root() && !survey.userNamespaces()
                ? Optional.of("allow them, or run it as another user: PostgreSQL refuses root")
                : Optional.empty(),
            EVERYTHING));
    return lines;
  }

  /** Told to who might look for it: there is no level of a real node for users without root. */
  public static Optional<String> rootless(Machine machine) {
    return machine.linux() && !machine.root()
        ? Optional.of(
            "%-15s %-7s  a real node without root is not offered: such a user has one uid, no port"
                    .formatted("rootless node", "none")
                + " 443 and no limits to set; pods run as processes instead"
                + " (docs/decisions/0014-no-rootless-node.md)")
        : Optional.empty();
  }

  /** {@link #READY} or {@link #NOT_READY}. */
  public static int exitCode(List<Line> lines) {
    return lines.stream().anyMatch(Line::stopsEverything) ? NOT_READY : READY;
  }

  private static Line jdk(Survey survey) {
    var found =
        survey.jdk().isPresent()
            ? "JDK %d".formatted(survey.jdk().getAsInt())
            : "a runtime without a compiler";
    return line(
        "JDK",
        survey.jdk().orElse(0) >= JDK,
        found,
        "install JDK %d and set JAVA_HOME to it".formatted(JDK),
        EVERYTHING);
  }

  private static Line disk(Survey survey) {
    var free = survey.freeDiskBytes() / GB;
    var found = "%s free for %s".formatted(gb(survey.freeDiskBytes()), survey.cache());
    if (free < DISK_GB) {
      return line(
          "disk",
          false,
          found,
          "free %.0f GB or set PENSTOCK_CACHE".formatted(DISK_GB),
          EVERYTHING);
    }
    return line(
        "disk",
        free >= BUILD_GB,
        found,
        "%.0f GB are needed while Kubernetes is built; free some or set PENSTOCK_CACHE"
            .formatted(BUILD_GB),
        A_CLUSTER);
  }

  private static Line cgroups(Machine machine) {
    var found =
        switch (machine.cgroups()) {
          case V1 -> "v1, writable";
          case V2 -> "v2, writable";
          case NONE -> "no writable hierarchy with memory and cpu";
        };
    return line(
        "cgroups",
        machine.cgroups() != Machine.Cgroups.NONE,
        found,
        "run it where /sys/fs/cgroup can be written",
        A_NODE);
  }

  private static Line program(Machine machine, String program, String advice, String neededFor) {
    var there = machine.has(program);
    return line(program, there, there ? "on the PATH" : "not on the PATH", advice, neededFor);
  }

  private static Line line(
      String subject, boolean ok, String found, String advice, String neededFor) {
    return new Line(subject, found, ok ? Optional.empty() : Optional.of(advice), neededFor);
  }

  private static String gb(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / GB);
  }
}
