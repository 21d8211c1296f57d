package dev.penstock.operator.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FleetCollectorTest {
  /** An hour after the resources were made. */
  private static final Instant NOW = Instant.parse("2026-11-24T11:00:00Z");

  private static final long MADE = Instant.parse(Given.CREATED).getEpochSecond();
  private static final String ORDERS = "{namespace=\"shop\",pipeline=\"orders\"} ";
  private static final String OTHERS = "{namespace=\"\",pipeline=\"other\"} ";
  private static final String SUCCEEDED =
      """
      conditions:
        - {type: Ready, status: "True"}
        - {type: LastRunSucceeded, status: "False"}
        - {type: Fresh, status: "False"}
      consecutiveFailures: 2
      lastRun: {name: b, result: Failed}
      lastSuccessfulRun: {name: a, rows: 15000, startTime: 2026-11-24T10:01:00Z, completionTime: 2026-11-24T10:02:30Z}
      """;
  private static final String WAREHOUSE =
      "\ntargets: [{name: orders, redshift: {connection: warehouse, table: sales.orders}},"
          + " {name: files, s3: {connection: lake, path: sales/files}}]";

  @Test
  void whatTheStatusSaysOfAPipelineIsShownByItsName() {
    var text = scrape(500, List.of(pipeline("orders", "freshness: 3h\n", SUCCEEDED)), List.of());
    assertThat(text)
        .contains(
            "penstock_pipeline_condition_false{condition=\"Fresh\",namespace=\"shop\",pipeline=\"orders\"} 1.0\n",
            "penstock_pipeline_condition_false{condition=\"Ready\",namespace=\"shop\",pipeline=\"orders\"} 0.0\n",
            "penstock_pipeline_condition_false{condition=\"Verified\",namespace=\"shop\",pipeline=\"orders\"} 0.0\n",
            "penstock_pipeline_consecutive_failures" + ORDERS + "2.0\n",
            "penstock_pipeline_last_success_duration_seconds" + ORDERS + "90.0\n",
            "penstock_pipeline_last_success_rows" + ORDERS + "15000.0\n",
            "penstock_pipeline_freshness_seconds" + ORDERS + "10800.0\n",
            "penstock_pipelines{condition=\"Fresh\",status=\"False\"} 1.0\n",
            "penstock_pipelines{condition=\"Ready\",status=\"True\"} 1.0\n",
            "penstock_pipelines{condition=\"Verified\",status=\"None\"} 1.0\n",
            "penstock_pipelines_not_shown 0.0\n")
        .doesNotContain("without_success", "started_timestamp", "queued_timestamp", "behind");
    assertThat(value(text, "penstock_pipeline_last_success_timestamp_seconds" + ORDERS))
        .isEqualTo(MADE + 150);
  }

  @Test
  void theAgeIsThatOfTheNewestSuccessOverNoWindowAsFreshCountsIt() {
    var backfilled = SUCCEEDED + "freshTime: 2026-11-24T10:01:10Z\n";
    var text = scrape(500, List.of(pipeline("orders", "freshness: 3h\n", backfilled)), List.of());
    assertThat(value(text, "penstock_pipeline_last_success_timestamp_seconds" + ORDERS))
        .isEqualTo(MADE + 70);
  }

  @Test
  void aStatusThatNobodyCanReadSpoilsNoScrape() {
    var strange =
        """
        conditions: [{type: Ready, status: Perhaps}, {status: "True"}]
        lastSuccessfulRun: {completionTime: yesterday}
        slots: {since: "", recent: [{outcome: Skipped, time: noon}]}
        """;
    var text = scrape(500, List.of(pipeline("orders", "freshness: soon\n", strange)), List.of());
    assertThat(text)
        .contains("penstock_pipelines{condition=\"Ready\",status=\"Unknown\"} 1.0\n")
        .doesNotContain("last_success", "freshness_seconds", "missed_slot");
  }

  @Test
  void aPipelineThatShouldRunLacksItsFirstSuccessSinceItWasMadeOrResumed() {
    var gauge = "penstock_pipeline_without_success_since_timestamp_seconds";
    assertThat(value(scrape(pipeline("orders", "", null)), gauge + ORDERS)).isEqualTo(MADE);
    var resumed = pipeline("orders", "", "slots: {since: 2026-11-24T10:30:00Z}");
    assertThat(value(scrape(resumed), gauge + ORDERS)).isEqualTo(MADE + 1800);
    assertThat(scrape(pipeline("orders", "suspend: true\n", null))).doesNotContain(gauge);
    var onRequest = Given.unscheduled("orders");
    assertThat(scrape(onRequest)).doesNotContain(gauge);
    onRequest.setStatus(status("lastRun: {name: a, result: Failed}"));
    assertThat(scrape(onRequest)).contains(gauge);
  }

  @Test
  void aPipelineWhoseFirstSlotIsToComeLacksNoSuccessBeforeIt() {
    var gauge = "penstock_pipeline_without_success_since_timestamp_seconds";
    var monthly =
        "slots: {schedule: '0 6 1 * *', timeZone: Europe/Berlin, since: 2026-11-24T10:00:30Z}";
    assertThat(value(scrape(pipeline("orders", "", monthly)), gauge + ORDERS))
        .isEqualTo(Instant.parse("2026-12-01T05:00:00Z").getEpochSecond());
    var failed = monthly + "\nlastRun: {name: a, result: Failed}";
    assertThat(value(scrape(pipeline("orders", "", failed)), gauge + ORDERS))
        .isEqualTo(Instant.parse("2026-12-01T05:00:00Z").getEpochSecond());
    var nowhere =
        "slots: {schedule: '0 6 1 * *', timeZone: Mars/Base, since: 2026-11-24T10:00:30Z}";
    assertThat(value(scrape(pipeline("orders", "", nowhere)), gauge + ORDERS)).isEqualTo(MADE + 30);
  }

  @Test
  void slotsAreShownByOutcomeAndTheNewestThatWasMissedByItsTime() {
    var slots =
        """
        slots:
          counts: {succeeded: 40, skipped: 3, failed: 0}
          recent:
            - {time: 2026-11-24T09:00:00Z, lastTime: 2026-11-24T09:30:00Z, outcome: Skipped, reason: OperatorAway, slots: 3}
            - {time: 2026-11-24T09:45:00Z, outcome: Skipped, reason: Suspended}
            - {time: 2026-11-24T09:50:00Z, outcome: Succeeded}
        """;
    var text = scrape(pipeline("orders", "", slots));
    var shown = "penstock_pipeline_slots{namespace=\"shop\",outcome=\"%s\",pipeline=\"orders\"}";
    assertThat(text)
        .contains(shown.formatted("Succeeded") + " 40.0\n", shown.formatted("Skipped") + " 3.0\n")
        .doesNotContain(shown.formatted("Failed"));
    assertThat(value(text, "penstock_pipeline_missed_slot_timestamp_seconds" + ORDERS))
        .isEqualTo(MADE - 1800);
  }

  @Test
  void runsThatHaveNotEndedAreCountedAndTimed() {
    var runs =
        List.of(
            run("a", "{state: Running, startTime: 2026-11-24T10:20:00Z}"),
            run("b", "{state: Queued, reason: PipelineBusy}"),
            run("c", "{state: Queued, reason: OfAnImageOfItsOwn}"),
            run("d", null),
            run("e", "{state: Unknown, reason: Asking}"),
            run("f", "{state: Unknown, completionTime: 2026-11-24T10:20:00Z}"),
            run("g", "{state: Succeeded, completionTime: 2026-11-24T10:20:00Z}"));
    var backfill = run("h", "{state: Running}");
    backfill.setSpec(
        Serialization.unmarshal(
            "---\n{pipeline: orders, backfill: {every: 1d}}", backfill.getSpec().getClass()));
    var all = new ArrayList<EtlRun>(runs);
    all.add(backfill);
    var text = scrape(500, List.of(pipeline("orders", "", null)), all);
    assertThat(text)
        .contains(
            "penstock_active_runs{state=\"Queued\"} 3.0\n",
            "penstock_active_runs{state=\"Running\"} 1.0\n",
            "penstock_active_runs{state=\"Unknown\"} 1.0\n",
            "penstock_queued_runs{reason=\"PipelineBusy\"} 1.0\n",
            "penstock_queued_runs{reason=\"ConnectionBusy\"} 0.0\n",
            "penstock_queued_runs{reason=\"Other\"} 2.0\n",
            "penstock_queue_age_seconds 3600.0\n");
    assertThat(value(text, "penstock_pipeline_run_started_timestamp_seconds" + ORDERS))
        .isEqualTo(MADE + 1200);
    assertThat(value(text, "penstock_pipeline_run_queued_timestamp_seconds" + ORDERS))
        .isEqualTo(MADE);
  }

  @Test
  void aWarehouseThatLacksACommitIsBehind() {
    assertThat(behind(committed(6, "6"), committed(7, "7"))).isEqualTo("0.0");
    assertThat(behind(committed(6, "6"), committed(7, "null"), committed(8, "null")))
        .isEqualTo("2.0");
    assertThat(behind(committed(7, "null"), committed(8, "8")))
        .as("publishing goes in the order of the log")
        .isEqualTo("0.0");
    assertThat(behind(committed(7, "null")))
        .as("what was published before nobody told")
        .isEqualTo("1.0");
    assertThat(behind(run("a", "{state: Failed}"))).isEqualTo("none");
    var older =
        run(
            "a",
            "{state: Succeeded, commit: 90, completionTime: 2026-11-24T09:00:00Z, targets: []}");
    assertThat(behind(older, committed(1, "1"))).as("an earlier pipeline").isEqualTo("0.0");
  }

  @Test
  void aLogThatBeganAnewIsNotTakenForTheOneBefore() {
    var before = List.of(at("10:10", 89, "89"), at("10:20", 90, "null"));
    assertThat(behind(before.getFirst(), before.getLast())).isEqualTo("1.0");
    assertThat(behind(before.getFirst(), before.getLast(), at("10:30", 1, "1")))
        .as("what the old one lacked counts no more")
        .isEqualTo("0.0");
    assertThat(
            behind(
                before.getFirst(),
                at("10:30", 1, "1"),
                at("10:40", 2, "null"),
                at("10:50", 3, "null")))
        .as("what the old one had does not hide it")
        .isEqualTo("2.0");
    assertThat(behind(at("10:10", 5, "5"), at("10:20", 7, "null"), at("10:30", 6, "6")))
        .as("a run that began earlier and committed later")
        .isEqualTo("1.0");
  }

  @Test
  void aPipelineThatWaitsForOthersLacksASuccessOnceItHasARun() {
    var gauge = "penstock_pipeline_without_success_since_timestamp_seconds";
    var after = "after: {pipelines: [{name: customers}]}\n";
    var waiting = Given.unscheduled("orders");
    waiting.setSpec(
        Serialization.unmarshal(
            Serialization.asYaml(waiting.getSpec()) + after, EtlPipelineSpec.class));
    assertThat(scrape(waiting)).as("nothing has come").doesNotContain(gauge);
    var first = run("first", "{state: Running, startTime: 2026-11-24T10:40:00Z}");
    first.getMetadata().setCreationTimestamp("2026-11-24T10:39:00Z");
    assertThat(value(scrape(500, List.of(waiting), List.of(first)), gauge + ORDERS))
        .isEqualTo(MADE + 2340);
    waiting.setStatus(
        status(
            """
            conditions: [{type: LastRunSucceeded, status: "False", lastTransitionTime: 2026-11-24T10:20:00Z}]
            lastRun: {name: a, result: Failed}
            """));
    assertThat(value(scrape(500, List.of(waiting), List.of(first)), gauge + ORDERS))
        .as("an earlier run that is kept no more")
        .isEqualTo(MADE + 1200);
  }

  @Test
  void whetherAPipelineIsSuspendedIsShown() {
    assertThat(scrape(pipeline("orders", "suspend: true\n", null)))
        .contains("penstock_pipeline_suspended" + ORDERS + "1.0\n");
    var two = List.of(pipeline("orders", "suspend: true\n", null), pipeline("log", "", null));
    assertThat(scrape(0, two, List.of()))
        .as("those beyond the bound: only if all are")
        .contains("penstock_pipeline_suspended" + OTHERS + "0.0\n");
  }

  @Test
  void thoseBeyondTheBoundAreOneAndTheOldestAreNot() {
    var pipelines = new ArrayList<EtlPipeline>();
    for (var i : IntStream.range(0, 4).boxed().toList()) {
      var pipeline = pipeline("p" + i, WAREHOUSE, SUCCEEDED);
      pipeline.getMetadata().setCreationTimestamp("2026-11-24T10:0%d:00Z".formatted(9 - i));
      pipelines.add(pipeline);
    }
    var text = scrape(1, pipelines, List.of());
    assertThat(text)
        .contains(
            "penstock_pipelines_not_shown 3.0\n",
            "penstock_pipelines{condition=\"Ready\",status=\"True\"} 4.0\n",
            "penstock_pipeline_consecutive_failures{namespace=\"shop\",pipeline=\"p3\"} 2.0\n",
            "penstock_pipeline_consecutive_failures" + OTHERS + "6.0\n",
            "penstock_pipeline_last_success_rows" + OTHERS + "45000.0\n",
            "penstock_pipeline_last_success_duration_seconds" + OTHERS + "90.0\n",
            "penstock_pipeline_condition_false{condition=\"Fresh\",namespace=\"\",pipeline=\"other\"} 3.0\n")
        .doesNotContain("p0", "p1", "p2");
    assertThat(scrape(0, pipelines, List.of())).doesNotContain("p3").contains(OTHERS + "8.0\n");
  }

  @Test
  void targetsOfPipelinesBeyondTheBoundAreOne() {
    var text =
        scrape(
            0,
            List.of(pipeline("orders", WAREHOUSE, null)),
            List.of(committed(6, "6"), committed(8, "null")));
    assertThat(text)
        .contains(
            "penstock_target_commits_behind{namespace=\"\",pipeline=\"other\",target=\"other\"} 2.0\n");
  }

  private static String behind(EtlRun... runs) {
    var text = scrape(500, List.of(pipeline("orders", WAREHOUSE, null)), List.of(runs));
    assertThat(text).doesNotContain("target=\"files\"");
    var gauge =
        "penstock_target_commits_behind{namespace=\"shop\",pipeline=\"orders\",target=\"orders\"} ";
    return text.lines()
        .filter(line -> line.startsWith(gauge))
        .map(line -> line.substring(gauge.length()))
        .findFirst()
        .orElse("none");
  }

  private static EtlRun committed(long number, String published) {
    return run(
        "run-" + number,
        """
        state: Succeeded
        commit: %d
        completionTime: 2026-11-24T10:30:00Z
        targets: [{name: orders, rows: 5, published: %s}, {name: files, rows: 5}]
        """
            .formatted(number, published));
  }

  private static EtlRun at(String start, long number, String published) {
    var run = committed(number, published);
    run.setStatus(
        Serialization.unmarshal(
            Serialization.asYaml(run.getStatus())
                + "startTime: 2026-11-24T%s:00Z\n".formatted(start),
            EtlRunStatus.class));
    return run;
  }

  private static EtlPipeline pipeline(String name, String more, @Nullable String status) {
    var pipeline = Given.pipeline(name);
    var spec = Serialization.asYaml(pipeline.getSpec());
    var rest = more.contains("targets:") ? spec.replaceAll("(?s)\ntargets:.*", "\n") : spec;
    pipeline.setSpec(Serialization.unmarshal(rest + more, EtlPipelineSpec.class));
    if (status != null) {
      pipeline.setStatus(status(status));
    }
    return pipeline;
  }

  private static EtlPipelineStatus status(String yaml) {
    return Serialization.unmarshal(yaml, EtlPipelineStatus.class);
  }

  private static EtlRun run(String name, @Nullable String status) {
    var run = Given.run(name, "orders");
    if (status != null) {
      run.setStatus(Serialization.unmarshal("---\n" + status, EtlRunStatus.class));
    }
    return run;
  }

  private static String scrape(EtlPipeline pipeline) {
    return scrape(500, List.of(pipeline), List.of());
  }

  private static String scrape(int named, List<EtlPipeline> pipelines, List<EtlRun> runs) {
    try (var metrics = new OperatorMetrics()) {
      metrics.shows(() -> new Fleet(pipelines, runs), named, Clock.fixed(NOW, ZoneOffset.UTC));
      return metrics.scrape();
    }
  }

  private static double value(String text, String series) {
    return text.lines()
        .filter(line -> line.startsWith(series))
        .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + series + " in\n" + text));
  }
}
