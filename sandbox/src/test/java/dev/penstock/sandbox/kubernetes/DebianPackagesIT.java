package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What docs/reference/versions.md says of Debian's packages, asked of the programs themselves. */
class DebianPackagesIT {
  private static final Path TOOLS = SandboxHome.userCache().resolve("tools");

  @Test
  void theNodeIsOfTheVersionsThatArePublished() throws Exception {
    var packages = fetched(DebianPackages.node(TOOLS));
    assertThat(version(packages, "containerd")).contains(" " + DebianPackages.CONTAINERD + "~");
    assertThat(version(packages, "runc")).contains("runc version " + DebianPackages.RUNC + "+");
  }

  @Test
  void redisIsOfTheVersionThatIsPublished() throws Exception {
    var packages = fetched(DebianPackages.redis(TOOLS));
    assertThat(version(packages, "redis-server")).contains(" v=" + DebianPackages.REDIS + " ");
  }

  private static DebianPackages fetched(DebianPackages packages) throws Exception {
    assumeTrue(
        DebianPackages.release().equals(DebianPackages.RELEASE),
        "The published versions are of Debian " + DebianPackages.RELEASE);
    if (!packages.present()) {
      packages.fetch(System.out::println);
    }
    return packages;
  }

  private static String version(DebianPackages packages, String program) throws Exception {
    return Command.of(packages.program(program).toString(), "--version")
        .with("LD_LIBRARY_PATH", DebianPackages.searched(packages.libraries()))
        .run();
  }
}
