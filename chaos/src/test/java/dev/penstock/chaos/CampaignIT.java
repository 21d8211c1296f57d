package dev.penstock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** A hundred kills over all modes; {@code -Dpenstock.chaos.seed=S} plays others. */
class CampaignIT {
  private static final int KILLS = 100;

  @TempDir private Path directory;

  @BeforeAll
  static void failuresAreMeantToHappen() {
    Main.silence();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void aHundredKillsLoseNothingAndDoubleNothing() throws Exception {
    var report =
        new Campaign(
                new Campaign.Settings(
                    Long.getLong("penstock.chaos.seed", 1), KILLS, OptionalInt.empty()))
            .play(directory.resolve("world"), told -> {});

    System.out.println("chaos: " + report.line());
    assertThat(report.verdict().findings()).isEmpty();
    assertThat(report.kills()).isGreaterThanOrEqualTo(KILLS);
    assertThat(report.kinds())
        .containsKeys(
            "process", "attempt", "client", "backend", "conflict", "request to S3", "reply of S3")
        .containsKeys("warehouse restarted", "zombie");
    assertThat(report.kinds().get("process")).isGreaterThan(KILLS / 10);
    assertThat(report.modes())
        .containsOnlyKeys(Arrays.stream(Mode.values()).map(Mode::toString).toList());
  }

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
  void withoutTheLedgerTheSameKillsDoubleRows() throws Exception {
    var report =
        new Campaign(
                new Campaign.Settings(
                    1, 8, OptionalInt.empty(), List.of(Mode.APPEND, Mode.SNAPSHOT), true))
            .play(directory.resolve("world"), told -> {});

    System.out.println("chaos, ledgers that forget: " + report.line());
    assertThat(report.verdict().doubled()).isPositive();
    assertThat(report.verdict().lost()).isZero();
    assertThat(report.verdict().findings()).anyMatch(f -> f.contains("warehouse against log"));
  }
}
