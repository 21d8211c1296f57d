package dev.penstock.runner.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OverlapTest {
  private static Span span(String stage, long from, long to) {
    return new Span(stage, "orders", from, to, 1000, 4000);
  }

  @Test
  void stagesOneAfterTheOtherOverlapByNothing() {
    var overlap =
        Overlap.of(
            List.of(
                span("plan", 0, 50),
                span("seal", 50, 150),
                span("upload", 150, 200),
                span("copy", 200, 230),
                span("commit", 230, 240)));
    assertThat(overlap).isEqualTo(new Overlap(100, 50, 30, 10, 190, Optional.of(0.0), "extract"));
  }

  @Test
  void theSlowestStageAloneIsAHundredPercent() {
    var overlap =
        Overlap.of(
            List.of(
                span("seal", 0, 50),
                span("seal", 50, 100),
                span("upload", 0, 100),
                span("copy", 20, 100),
                span("commit", 100, 110)));
    assertThat(overlap.efficiency()).contains(1.0);
    assertThat(overlap.wallMillis()).isEqualTo(110);
  }

  @Test
  void twoUploadsAtOnceAreBusyOnce() {
    var overlap =
        Overlap.of(List.of(span("seal", 0, 10), span("upload", 10, 40), span("upload", 20, 30)));
    assertThat(overlap.uploadMillis()).isEqualTo(30);
    assertThat(overlap.critical()).isEqualTo("upload");
    assertThat(overlap.efficiency()).contains(0.0);
  }

  @Test
  void whereOneStageDidEverythingThereIsNoEfficiency() {
    assertThat(Overlap.of(List.of(span("seal", 0, 10))).efficiency()).isEmpty();
    assertThat(Overlap.of(List.of()).efficiency()).isEmpty();
  }

  @Test
  void aStageIsSummedOverItsBusyTime() {
    assertThat(Stage.of(List.of(span("upload", 0, 10), span("upload", 5, 20), span("copy", 7, 7))))
        .containsExactly(
            new Stage("upload", 20, 2000, 8000, 100_000, 400_000),
            new Stage("copy", 0, 1000, 4000, 0, 0));
  }

  @Test
  void peakMemoryIsReadWhereTheSystemSaysIt() {
    assertThat(PeakMemory.of(List.of("Name:\tjava", "VmHWM:\t  1024 kB", "VmRSS:\t 5 kB")))
        .isEqualTo(OptionalLong.of(1024 * 1024));
    assertThat(PeakMemory.of(List.of("Name:\tjava"))).isEmpty();
  }
}
