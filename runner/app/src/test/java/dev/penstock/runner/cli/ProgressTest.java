package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.report.Done;
import dev.penstock.runner.report.RunProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter text = new StringWriter();
  private final PrintWriter terminal = new PrintWriter(text);

  private static RunProgress at(long seconds, long rows, long bytes) {
    return new RunProgress(
        RunProgress.Phase.MOVE,
        seconds * 1000,
        List.of(
            new RunProgress.OfSource(
                "orders", new Done(rows, bytes), Optional.of(new Done(6_000_000, 700_000_000))),
            new RunProgress.OfSource("customers", new Done(1_500, 40_960), Optional.empty())),
        List.of(
            new RunProgress.OfTarget(
                "orders",
                2,
                new Done(1_000_000, 61_200_000),
                new Done(800_000, 48_000_000),
                Optional.of(new Done(7, 700))),
            new RunProgress.OfTarget("daily", 1, Done.NOTHING, Done.NOTHING, Optional.empty())));
  }

  private static RunProgress beginning() {
    return new RunProgress(RunProgress.Phase.BEGIN, 0, List.of(), List.of());
  }

  @Test
  void aBlockSaysForEverySourceAndTargetHowFarItIs() {
    assertThat(
            ProgressText.block(
                "orders", at(12, 1_500_000, 182_300_000), at(11, 1_400_000, 167_100_000)))
        .containsExactly(
            "orders  reads and loads  0:12",
            "  read orders  1,500,000 rows  182.3 MB  15.2 MB/s  about 25 %, 0:36 left",
            "  read customers  1,500 rows  41.0 kB  0 B/s",
            "  load orders  sealed 1,000,000 rows, 61.2 MB in 2 waves  uploaded 48.0 MB  in the"
                + " warehouse 7 rows",
            "  load daily  sealed 0 rows, 0 B in 1 wave  uploaded 0 B");
  }

  @Test
  void nothingIsPromisedOnceMoreIsReadThanTheStatisticsKnew() {
    assertThat(ProgressText.line(at(70, 6_000_001, 1), at(69, 6_000_001, 1)))
        .startsWith(
            "1:10 reads and loads: read orders  6,000,001 rows  1 B  0 B/s; read customers");
  }

  @Test
  void aBlockIsDrawnOverTheOneBeforeAndLongLinesAreCut() {
    var block = new ProgressBlock("orders", terminal, 24);
    block.show(beginning());
    block.show(at(1, 10, 10));
    block.end();
    assertThat(text.toString().lines())
        .containsExactly(
            "orders  looks where the ",
            "\u001B[1A\u001B[Jorders  reads and loads ",
            "  read orders  10 rows  ",
            "  read customers  1,500 ",
            "  load orders  sealed 1,",
            "  load daily  sealed 0 r",
            "\u001B[5A\u001B[J");
  }

  @Test
  void aLogGetsALineOnlyEveryFewSeconds() {
    var lines = new ProgressLines(terminal, Duration.ofSeconds(5));
    for (int second = 0; second <= 11; second++) {
      lines.show(at(second, second, second * 1_000_000L));
    }
    assertThat(text.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("0:05 reads and loads: read orders  5 rows  5.0 MB  about 0 %, ");
    assertThat(text.toString().lines().toList().getLast())
        .startsWith("0:10 reads and loads: read orders  10 rows  10.0 MB  1.0 MB/s  ");
  }

  @Test
  void aPodSaysALineOfJsonEveryTenSecondsAndAtEachNewPhase() {
    var log = new PodProgress(terminal, Duration.ofSeconds(10));
    log.show(beginning());
    for (int second = 1; second <= 12; second++) {
      log.show(at(second, second, second * 1_000L));
    }
    log.show(new RunProgress(RunProgress.Phase.DONE, 13_000, List.of(), List.of()));
    log.end();
    assertThat(text.toString().lines())
        .containsExactly(
            "{\"event\":\"run-progress\",\"phase\":\"Begin\",\"millis\":0}",
            "{\"event\":\"run-progress\",\"phase\":\"Move\",\"rows\":1501,\"bytes\":41960,"
                + "\"millis\":1000}",
            "{\"event\":\"run-progress\",\"phase\":\"Move\",\"rows\":1511,\"bytes\":51960,"
                + "\"millis\":11000}");
  }

  @Test
  void aProgramGetsAnObjectOnEachLine() {
    new ProgressEvents(terminal)
        .show(
            new RunProgress(
                RunProgress.Phase.MOVE,
                1000,
                List.of(
                    new RunProgress.OfSource(
                        "orders", new Done(1, 2), Optional.of(new Done(3, 4)))),
                List.of(
                    new RunProgress.OfTarget(
                        "daily", 5, new Done(6, 7), new Done(8, 9), Optional.empty()))));
    assertThat(text.toString().lines())
        .containsExactly(
            "{\"event\":\"progress\",\"phase\":\"MOVE\",\"millis\":1000,\"sources\":[{\"name\":"
                + "\"orders\",\"read\":{\"rows\":1,\"bytes\":2},\"estimate\":{\"rows\":3,"
                + "\"bytes\":4}}],\"targets\":[{\"name\":\"daily\",\"waves\":5,\"sealed\":"
                + "{\"rows\":6,\"bytes\":7},\"uploaded\":{\"rows\":8,\"bytes\":9}}]}");
  }
}
