package dev.penstock.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Owners;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OldRecordsTest {
  private final EtlPipeline pipeline = Given.pipeline("orders");

  @Test
  void theNewestRecordsAreKept() {
    var runs = IntStream.range(0, OldRecords.KEPT + 2).mapToObj(this::record).toList();
    assertThat(OldRecords.surplus(pipeline, runs, List.of()))
        .extracting(run -> run.getMetadata().getName())
        .containsExactly("run-1", "run-0");
  }

  @Test
  void thePipelineSaysHowManyRecordsAreKept() {
    var few = Given.pipeline("orders", "runsHistoryLimit: 5\n");
    var runs = IntStream.range(0, 7).mapToObj(this::record).toList();
    assertThat(OldRecords.surplus(few, runs, List.of()))
        .extracting(run -> run.getMetadata().getName())
        .containsExactly("run-1", "run-0");
  }

  @Test
  void runsThatPeopleMadeAreTheirs() {
    var theirs = IntStream.range(0, 50).mapToObj(OldRecordsTest::ended).toList();
    assertThat(OldRecords.surplus(pipeline, theirs, List.of())).isEmpty();
  }

  @Test
  void aRunThatIsNotCountedYetIsKept() {
    var runs = IntStream.range(0, OldRecords.KEPT + 2).mapToObj(this::record).toList();
    var uncounted =
        new RunSummary(
            "run-1", null, RunState.FAILED, null, null, null, null, null, null, null, null);
    assertThat(OldRecords.surplus(pipeline, runs, List.of(uncounted)))
        .extracting(run -> run.getMetadata().getName())
        .containsExactly("run-0");
  }

  private EtlRun record(int minute) {
    var run = ended(minute);
    run.getMetadata().setOwnerReferences(List.of(Owners.to(pipeline)));
    return run;
  }

  private static EtlRun ended(int minute) {
    return Given.run(
        "run-" + minute,
        "orders",
        new EtlRunStatus(
            RunState.SUCCEEDED,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "2026-11-24T11:%02d:00Z".formatted(minute),
            null));
  }
}
