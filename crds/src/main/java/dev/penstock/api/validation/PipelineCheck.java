package dev.penstock.api.validation;

import dev.penstock.api.EngineSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.StoreSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Store;
import dev.penstock.api.model.Timing;
import dev.penstock.api.validation.Finding.Reason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pipeline with its connections, from the top of the document to its end. */
final class PipelineCheck {
  /** A CronJob appends eleven characters to its name for a Job, whose name ends at 63. */
  private static final int NAME = 52;

  private final Findings findings;
  private final ResourceName id;
  private final ConnectionBook connections;
  private final Place top;

  PipelineCheck(Findings findings, ResourceName id, ConnectionBook connections) {
    this.findings = findings;
    this.id = id;
    this.connections = connections;
    this.top = new Place(findings, "Pipeline " + Shown.of(id.name()), "spec");
  }

  Optional<Pipeline> check(@Nullable EtlPipelineSpec spec) {
    int mark = findings.mark();
    var metadata = new Place(findings, top.object(), "metadata");
    Names.label(metadata.field("name"), id.name(), NAME);
    Names.namespace(metadata.field("namespace"), id.namespace());
    if (spec == null) {
      top.missing("spec");
      return Optional.empty();
    }
    text(top.field("description"), spec.description(), "description", 1024);
    text(top.field("owner"), spec.owner(), "owner", 253);
    var paths = new PathsTaken();
    var store = store(top.field("store"), spec.store(), paths);
    var timing = timing(spec);
    top.field("priority").bounded(spec.priority(), "priority", -10, 10, 0);
    Freshness.check(top.field("freshness"), spec.freshness());
    var parameters = ParameterCheck.parameters(top.field("parameters"), spec.parameters());
    var relations = new RelationCheck(findings, connections);
    var sources = relations.sources(top.field("sources"), spec.sources());
    var steps = relations.steps(top.field("steps"), spec.steps());
    var checks = new ConditionCheck(findings, relations).checks(top.field("checks"), spec.checks());
    var targets =
        new TargetCheck(findings, connections, relations, paths)
            .targets(top.field("targets"), spec.targets());
    engine(top.field("engine"), spec.engine());
    PodCheck.image(top.field("image"), spec.image());
    var pod = PodCheck.check(top, spec.pod(), spec.scratch());
    history("successfulJobsHistoryLimit", spec.successfulJobsHistoryLimit(), 1, 10);
    history("failedJobsHistoryLimit", spec.failedJobsHistoryLimit(), 1, 10);
    history("runsHistoryLimit", spec.runsHistoryLimit(), 5, 200);
    AfterCheck.check(top.field("after"), id.name(), spec.after());
    NotifyCheck.check(top.field("notify"), spec.notifiers(), connections);
    return findings.since(
        mark,
        () ->
            new Pipeline(
                id,
                CanonicalSpec.hash(spec),
                store.orElseThrow(),
                timing,
                parameters,
                sources,
                steps,
                checks,
                targets,
                pod));
  }

  // Line breaks are welcome in texts for people, other control characters are not.
  private static void text(Place place, @Nullable String value, String what, int max) {
    place.optional(value == null ? null : value.replaceAll("[\\r\\n\\t]", " "), what, max);
  }

  private Optional<Store> store(Place place, @Nullable StoreSpec spec, PathsTaken paths) {
    int mark = findings.mark();
    if (spec == null) {
      place.missing("store");
      return Optional.empty();
    }
    var at = place.field("connection");
    var connection = connections.find(at, spec.connection(), Connection.S3.class);
    connection.ifPresent(bucket -> {
      Rights.read(at, bucket, "keeps its log over");
      Rights.write(at, bucket, "keeps its log over");
    });
    var prefix =
        spec.prefix() == null
            ? CanonicalSpec.PREFIX
            : KeyPath.check(place.field("prefix"), spec.prefix(), "prefix of the store");
    var store = connection.flatMap(s3 -> findings.since(mark, () -> new Store(s3.name(), prefix)));
    store.ifPresent(s -> paths.store(connection.orElseThrow(), s.prefix()));
    return store;
  }

  private Timing timing(EtlPipelineSpec spec) {
    return new Timing(
        Schedule.check(top.field("schedule"), spec.schedule()),
        Schedule.zone(top.field("timeZone"), spec.timeZone()),
        Boolean.TRUE.equals(spec.suspend()),
        seconds("startingDeadlineSeconds", spec.startingDeadlineSeconds(), 10, 604_800, 600),
        seconds("activeDeadlineSeconds", spec.activeDeadlineSeconds(), 1, 2_592_000, 86_400),
        (int) top.field("backoffLimit").bounded(spec.backoffLimit(), "backoffLimit", 0, 100, 3));
  }

  private Duration seconds(String name, @Nullable Long value, long min, long max, long absent) {
    return Duration.ofSeconds(top.field(name).bounded(value, name, min, max, absent));
  }

  // One Job at least: the operator reads an outcome from it.
  private void history(String name, @Nullable Integer limit, int min, int max) {
    top.field(name).bounded(limit, name, min, max, min);
  }

  private static void engine(Place place, @Nullable EngineSpec spec) {
    if (spec != null && spec.duckdb() == null) {
      place.refuse(Reason.REQUIRED, "names no engine", "Write duckdb: {} or remove the field");
    }
  }
}
