package dev.penstock.runner.badday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scratch on a filesystem of its own that has no space left, as an emptyDir in memory has. */
class FullScratchIT {
  /** Root may mount; others may where the kernel gives them a user namespace. */
  private static final List<List<String>> WAYS =
      List.of(
          List.of("unshare", "--mount", "--propagation", "private"),
          List.of("unshare", "--user", "--map-root-user", "--mount", "--propagation", "private"));

  @TempDir private static Path directory;
  private static World world;

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @Produces(Reason.SCRATCH_FULL)
  @Test
  void scratchWithoutSpaceForAPartIsTriedAgainAndNothingIsVisible() throws Exception {
    var day = BadDay.of(world, directory, "fullscratch");
    var left = onScratchOf("64k", day);
    assertThat(left.code()).as(left.log()).isEqualTo(75);
    assertThat(left.message().reason()).as(left.log()).isEqualTo("ScratchFull");
    assertThat(left.message().message())
        .isEqualTo("Relation enriched could not be written to scratch");
    assertThat(left.message().nextStep())
        .isEqualTo("Raise spec.scratch.size if the log says that no space is left");
    assertThat(left.log()).contains("No space left on device");
    day.shows(0);
    var roomy = onScratchOf("64m", day);
    assertThat(roomy.code()).as(roomy.log()).isZero();
    day.shows(1_500);
  }

  /** An attempt that has a scratch of that size, which only it sees. */
  private static OwnProcess.Left onScratchOf(String size, BadDay day) throws Exception {
    var scratch = Files.createTempDirectory(directory, "mounted");
    try (var attempt =
        OwnProcess.under(
            mounting(size, scratch), day, Map.of(RunnerContract.SCRATCH, scratch.toString()))) {
      return attempt.ends();
    }
  }

  private static List<String> mounting(String size, Path scratch) throws Exception {
    var way = way(scratch);
    Assumptions.assumeTrue(
        way.isPresent(), "needs root or user namespaces, to mount a filesystem that is full");
    return with(way.get(), size, scratch, "exec \"$@\"");
  }

  private static Optional<List<String>> way(Path scratch) throws Exception {
    for (var way : WAYS) {
      var tried = new ProcessBuilder(with(way, "1m", scratch, "true")).redirectErrorStream(true);
      try {
        var process = tried.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0) {
          return Optional.of(way);
        }
      } catch (java.io.IOException e) {
        // No such program here.
      }
    }
    return Optional.empty();
  }

  private static List<String> with(List<String> way, String size, Path scratch, String then) {
    var words = new ArrayList<>(way);
    words.addAll(
        List.of(
            "sh",
            "-c",
            "mount -t tmpfs -o mode=700,size=\"$1\" tmpfs \"$2\" && shift 2 && " + then,
            "sh",
            size,
            scratch.toString()));
    return words;
  }
}
