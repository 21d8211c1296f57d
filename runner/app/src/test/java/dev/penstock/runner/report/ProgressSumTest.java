package dev.penstock.runner.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunPhase;
import dev.penstock.api.runner.ProgressLine;
import dev.penstock.runner.report.RunProgress.OfSource;
import dev.penstock.runner.report.RunProgress.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProgressSumTest {
  private static Optional<ProgressLine> line(Phase phase, OfSource... sources) {
    return ProgressSum.line(new RunProgress(phase, 7, List.of(sources), List.of()));
  }

  private static OfSource source(long rows, long expected) {
    return new OfSource(
        "orders", new Done(rows, rows * 10), Optional.of(new Done(expected, expected * 10)));
  }

  @Test
  void beforeTheSourcesAreOpenNoFigureIsKnown() {
    assertThat(line(Phase.PLAN))
        .contains(new ProgressLine("run-progress", RunPhase.PLAN, null, null, null, null, 7L));
  }

  @Test
  void sourcesAreSummed() {
    assertThat(line(Phase.MOVE, source(1, 5), source(2, 6)))
        .contains(new ProgressLine("run-progress", RunPhase.MOVE, 3L, 11L, 30L, 110L, 7L));
  }

  @Test
  void aSourceWithoutStatisticsLeavesNothingToExpect() {
    var unknown = new OfSource("customers", new Done(2, 20), Optional.empty());
    assertThat(line(Phase.MOVE, source(1, 5), unknown))
        .contains(new ProgressLine("run-progress", RunPhase.MOVE, 3L, null, 30L, null, 7L));
  }

  @Test
  void statisticsThatWerePassedAreNotRepeated() {
    assertThat(line(Phase.MOVE, source(6, 5)).orElseThrow().rowsExpected()).isNull();
    assertThat(line(Phase.MOVE, source(5, 5)).orElseThrow().rowsExpected()).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void everyPhaseHasItsWordAndAnEndHasNone(Phase phase) {
    assertThat(line(phase).map(said -> said.phase().name()))
        .isEqualTo(phase == Phase.DONE ? Optional.empty() : Optional.of(phase.name()));
  }
}
