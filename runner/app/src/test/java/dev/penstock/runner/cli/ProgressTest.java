package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final StringWriter text = new StringWriter();
  private final PrintWriter terminal = new PrintWriter(text);
  private long nanos;

  private static Snapshot read(long rows, long bytes) {
    return new Snapshot(
        "reading",
        List.of(
            new Snapshot.Reading("orders", rows, bytes, OptionalLong.of(6_000_000)),
            new Snapshot.Reading("customers", 1_500, 40_960, OptionalLong.empty())),
        List.of(
            new Snapshot.Loading("orders", 1_000_000, 61_200_000, 48_000_000, OptionalLong.of(7)),
            new Snapshot.Loading("daily", 0, 0, 0, OptionalLong.empty())));
  }

  private void after(Duration time) {
    nanos += time.toNanos();
  }

  @Test
  void aBlockSaysForEverySourceAndTargetHowFarItIs() {
    assertThat(
            ProgressText.block(
                "orders",
                read(1_500_000, 182_300_000),
                read(1_400_000, 167_100_000),
                SECOND,
                Duration.ofSeconds(12)))
        .containsExactly(
            "orders  reading  0:12",
            "  read orders  1,500,000 rows  182.3 MB  15.2 MB/s  about 25 %, 0:36 left",
            "  read customers  1,500 rows  41.0 kB  0 B/s",
            "  load orders  sealed 1,000,000 rows, 61.2 MB  uploaded 48.0 MB  copied 7 rows",
            "  load daily  sealed 0 rows, 0 B  uploaded 0 B");
  }

  @Test
  void nothingIsPromisedOnceMoreIsReadThanTheStatisticsKnew() {
    var now = read(6_000_001, 1);
    assertThat(ProgressText.line(now, now, SECOND, Duration.ofSeconds(70)))
        .startsWith("1:10 reading: read orders  6,000,001 rows  1 B  0 B/s; read customers");
  }

  @Test
  void aBlockIsDrawnOverTheOneBeforeAndLongLinesAreCut() {
    var block = new ProgressBlock("orders", terminal, 24, () -> nanos);
    block.show(new Snapshot("beginning", List.of(), List.of()));
    after(SECOND);
    block.show(read(10, 10));
    block.end();
    assertThat(text.toString().replace(System.lineSeparator(), "\n"))
        .isEqualTo(
            """
            orders  beginning  0:00
            \u001B[1A\u001B[Jorders  reading  0:01
              read orders  10 rows\s\s
              read customers  1,500\s
              load orders  sealed 1,
              load daily  sealed 0 r
            \u001B[5A\u001B[J\
            """);
  }

  @Test
  void aLogGetsALineOnlyEveryFewSeconds() {
    var lines = new ProgressLines(terminal, Duration.ofSeconds(5), () -> nanos);
    for (int second = 1; second <= 11; second++) {
      after(SECOND);
      lines.show(read(second, second * 1_000_000L));
    }
    assertThat(text.toString().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("0:05 reading: read orders  5 rows  5.0 MB  about 0 %, ");
    assertThat(text.toString().lines().toList().getLast())
        .startsWith("0:10 reading: read orders  10 rows  10.0 MB  1.0 MB/s  ");
  }

  @Test
  void aProgramGetsAnObjectOnEachLine() {
    var events = new ProgressEvents(terminal, () -> nanos);
    after(SECOND);
    events.show(
        new Snapshot(
            "reading",
            List.of(new Snapshot.Reading("orders", 1, 2, OptionalLong.of(3))),
            List.of(new Snapshot.Loading("orders", 4, 5, 6, OptionalLong.empty()))));
    assertThat(text.toString().lines())
        .containsExactly(
            "{\"event\":\"progress\",\"elapsedMillis\":1000,\"phase\":\"reading\",\"sources\":"
                + "[{\"name\":\"orders\",\"rows\":1,\"bytes\":2,\"expectedRows\":3}],\"targets\":"
                + "[{\"name\":\"orders\",\"sealedRows\":4,\"sealedBytes\":5,\"uploadedBytes\":6}]}");
  }
}
