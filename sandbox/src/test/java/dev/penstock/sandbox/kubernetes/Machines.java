package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.Machine.Cgroups;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Machines for tests: whole ones, and ones that lack one thing. */
final class Machines {
  static final Optional<GoVersion> GO = Optional.of(new GoVersion(1, 26));

  private Machines() {}

  static Machine root() {
    return new Machine(true, true, true, Cgroups.V1, GO, programsWithout());
  }

  static Machine user() {
    return new Machine(true, false, false, Cgroups.V2, GO, programsWithout());
  }

  /** One that has these programs besides. */
  static Machine withoutGo(String... clients) {
    var programs = new HashSet<>(programsWithout());
    programs.addAll(Arrays.asList(clients));
    return new Machine(true, true, true, Cgroups.V1, Optional.empty(), programs);
  }

  static Machine withGo(GoVersion version) {
    return new Machine(true, true, true, Cgroups.V1, Optional.of(version), programsWithout());
  }

  static Machine mac() {
    return new Machine(false, false, false, Cgroups.NONE, GO, programsWithout("setsid"));
  }

  static Set<String> programsWithout(String... programs) {
    var left = new HashSet<>(Set.of("setsid", "unshare", "mount", "bash", "apt-get", "dpkg-deb"));
    Arrays.asList(programs).forEach(left::remove);
    return left;
  }
}
