package dev.penstock.operator.metrics;

import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What the resources say at the moment of a scrape. Nothing is remembered between two scrapes: a
 * restart loses nothing, and every replica says the same.
 */
final class FleetCollector implements MultiCollector {
  /** Stands where a name would, for all pipelines beyond the bound; its namespace is empty. */
  static final String OTHER = "other";

  /** The oldest ones keep their place whatever is made later. */
  private static final Comparator<EtlPipeline> ORDER =
      Comparator.<EtlPipeline, String>comparing(pipeline ->
              Objects.requireNonNullElse(pipeline.getMetadata().getCreationTimestamp(), ""))
          .thenComparing(pipeline -> pipeline.getMetadata().getNamespace())
          .thenComparing(pipeline -> pipeline.getMetadata().getName());

  private final Supplier<Fleet> fleet;
  private final int named;
  private final Clock clock;

  /**
   * @param named how many pipelines are shown by name; 0 or more
   */
  FleetCollector(Supplier<Fleet> fleet, int named, Clock clock) {
    this.fleet = fleet;
    this.named = named;
    this.clock = clock;
  }

  private record Key(String namespace, String name) {}

  @Override
  public MetricSnapshots collect() {
    var seen = fleet.get();
    var runs = seen.runs().stream().filter(FleetCollector::counts).toList();
    var pipelines = seen.pipelines().stream().sorted(ORDER).toList();
    var snapshots = MetricSnapshots.builder();
    snapshots.metricSnapshot(byCondition(pipelines));
    snapshots.metricSnapshot(
        gauge(
            "penstock_pipelines_not_shown",
            "Pipelines beyond the bound, which are shown together as other",
            Map.of(Labels.EMPTY, (double) Math.max(0, pipelines.size() - named))));
    var active = new ActiveRuns(runs);
    snapshots.metricSnapshot(
        gauge(
            "penstock_active_runs",
            "Runs that have not ended",
            labelled("state", active.byState())));
    snapshots.metricSnapshot(
        gauge(
            "penstock_queued_runs",
            "Runs that wait, by what they wait for",
            labelled("reason", active.queuedByReason())));
    snapshots.metricSnapshot(
        gauge(
            "penstock_queue_age_seconds",
            "How long the run has waited that has waited longest; 0: none waits",
            Map.of(Labels.EMPTY, active.longestWait(clock.instant()))));
    byPipeline(pipelines, runs).forEach(snapshots::metricSnapshot);
    return snapshots.build();
  }

  /** A backfill runs nothing itself. */
  private static boolean counts(EtlRun run) {
    return run.getSpec() == null || run.getSpec().backfill() == null;
  }

  private static GaugeSnapshot byCondition(List<EtlPipeline> pipelines) {
    var counts = new LinkedHashMap<Labels, Double>();
    for (var type : ConditionState.TYPES) {
      for (var state : ConditionState.values()) {
        var count = pipelines.stream().filter(p -> ConditionState.of(p, type) == state).count();
        counts.put(Labels.of("condition", type, "status", state.toString()), (double) count);
      }
    }
    return gauge("penstock_pipelines", "Pipelines by what their conditions say", counts);
  }

  private List<GaugeSnapshot> byPipeline(List<EtlPipeline> pipelines, List<EtlRun> runs) {
    var byPipeline = runs.stream().collect(Collectors.groupingBy(FleetCollector::key));
    var points = new EnumMap<PipelineGauge, Map<Labels, Double>>(PipelineGauge.class);
    for (int i = 0; i < pipelines.size(); i++) {
      var pipeline = pipelines.get(i);
      var metadata = pipeline.getMetadata();
      var key = new Key(metadata.getNamespace(), metadata.getName());
      var alone = i < named;
      var shown = alone ? key : new Key("", OTHER);
      PipelineFigures.of(pipeline, byPipeline.getOrDefault(key, List.of()))
          .forEach((figure, value) ->
              points
                  .computeIfAbsent(figure.gauge(), gauge -> new LinkedHashMap<>())
                  .merge(labels(shown, figure, alone), value, figure.gauge().together()::of));
    }
    return points.entrySet().stream()
        .map(family -> gauge(family.getKey().shown(), family.getKey().help(), family.getValue()))
        .toList();
  }

  /** Targets of different pipelines have nothing in common but perhaps their name. */
  private static Labels labels(Key shown, Figure figure, boolean alone) {
    var labels = Labels.of("namespace", shown.namespace, "pipeline", shown.name);
    var label = figure.gauge().label();
    if (label.isEmpty()) {
      return labels;
    }
    return labels.add(label, alone || !label.equals("target") ? figure.detail() : OTHER);
  }

  private static Key key(EtlRun run) {
    var pipeline = run.getSpec() == null ? null : run.getSpec().pipeline();
    return new Key(run.getMetadata().getNamespace(), Objects.requireNonNullElse(pipeline, ""));
  }

  private static Map<Labels, Double> labelled(String label, Map<String, Double> values) {
    var labelled = new LinkedHashMap<Labels, Double>();
    values.forEach((value, count) -> labelled.put(Labels.of(label, value), count));
    return labelled;
  }

  private static GaugeSnapshot gauge(String name, String help, Map<Labels, Double> values) {
    var gauge = GaugeSnapshot.builder().name(name).help(help);
    values.forEach((labels, value) ->
        gauge.dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
    return gauge.build();
  }
}
