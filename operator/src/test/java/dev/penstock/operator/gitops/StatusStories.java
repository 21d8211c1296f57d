package dev.penstock.operator.gitops;

import static dev.penstock.operator.status.Runs.HASH;
import static dev.penstock.operator.status.Runs.active;
import static dev.penstock.operator.status.Runs.ended;

import dev.penstock.api.CapabilityState;
import dev.penstock.api.ConnectionCapability;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.RunState;
import dev.penstock.api.model.SpecHash;
import dev.penstock.api.runner.CheckMessage;
import dev.penstock.api.validation.Finding;
import dev.penstock.api.validation.Validator;
import dev.penstock.operator.Given;
import dev.penstock.operator.connection.ConnectionKind;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.status.CheckResult;
import dev.penstock.operator.status.ConnectionOutcome;
import dev.penstock.operator.status.PipelineOutcome;
import dev.penstock.operator.status.Readiness;
import dev.penstock.operator.status.RunConditions;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Every kind of status that a resource can have, as the operator writes it. */
final class StatusStories {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String GATED = "runOnChange: true\n";
  private static final String SUSPENDED = "suspend: true\n";
  private static final String FRESH = "freshness: 30m\n";
  private static final String OTHER = "ffffffffffffffff";

  private static final Readiness SCHEDULED = ready("Scheduled", "The CronJob is in place.");
  private static final Readiness RESTING =
      ready("Suspended", "The schedule is suspended by the spec.");
  private static final Readiness INVALID =
      Readiness.invalid(
          List.of(
              new Finding(
                  "spec.targets[0].from",
                  Finding.Reason.INVALID,
                  "Target orders loads enriched, which is no source or step",
                  "Name one of orders")));

  private final Map<String, HasMetadata> stories = new TreeMap<>();

  private StatusStories() {}

  /** {@return the resource of each story, by its name} */
  static Map<String, HasMetadata> all() {
    var all = new StatusStories();
    all.pipelines();
    all.gatedPipelines();
    all.suspendedPipelines();
    all.runs();
    all.connections();
    return all.stories;
  }

  private void pipelines() {
    stories.put("pipeline-not-observed", Given.pipeline("orders", GATED));
    story("invalid", "", INVALID);
    story("no-run-yet", "", SCHEDULED);
    story("failed", "", SCHEDULED, ended("orders-1", RunState.FAILED, 1));
    story("stale", FRESH, SCHEDULED, ended("orders-1", RunState.SUCCEEDED, 1));
    story("last-run-unknown", "", SCHEDULED, ended("orders-1", RunState.UNKNOWN, 1));
  }

  private void gatedPipelines() {
    var success = ended("orders-1", RunState.SUCCEEDED, 1);
    story("verified", GATED, SCHEDULED, success);
    story("verified-then-failed", GATED, SCHEDULED, success, ended("b", RunState.FAILED, 2));
    story(
        "verified-by-a-revert-of-a-failed-change",
        GATED,
        SCHEDULED,
        success,
        ended("b", RunState.FAILED, OTHER, 2));
    story("reverted-and-stale", FRESH, SCHEDULED, success, ended("b", RunState.FAILED, OTHER, 2));
    story("verified-then-stale", GATED + FRESH, SCHEDULED, success);
    story(
        "verified-then-failed-and-stale",
        GATED + FRESH,
        SCHEDULED,
        success,
        ended("b", RunState.FAILED, 2));
    story("verified-then-invalid", GATED, INVALID, success);
    story("change-pending", GATED, SCHEDULED);
    story("change-running", GATED, SCHEDULED, active("orders-1", RunState.RUNNING));
    story("change-failed", GATED, SCHEDULED, ended("orders-1", RunState.FAILED, 1));
    story(
        "change-failed-and-runs-again",
        GATED,
        SCHEDULED,
        ended("orders-1", RunState.FAILED, 1),
        active("orders-2", RunState.RUNNING));
    story("change-cancelled", GATED, SCHEDULED, ended("orders-1", RunState.CANCELLED, 1));
    story("change-superseded", GATED, SCHEDULED, ended("orders-1", RunState.SUPERSEDED, 1));
    story("change-unknown", GATED, SCHEDULED, ended("orders-1", RunState.UNKNOWN, 1));
    story(
        "change-pending-after-a-success-of-another-spec",
        GATED,
        SCHEDULED,
        ended("orders-1", RunState.SUCCEEDED, OTHER, 1));
    story(
        "change-pending-after-a-failure-of-another-spec",
        GATED,
        SCHEDULED,
        ended("orders-1", RunState.FAILED, OTHER, 1));
    var stale = pipeline(GATED, SCHEDULED, success);
    stale.getMetadata().setGeneration(2L);
    stories.put("pipeline-verified-before-the-change", stale);
  }

  private void suspendedPipelines() {
    var success = ended("orders-1", RunState.SUCCEEDED, 1);
    story("suspended", SUSPENDED, RESTING);
    story("suspended-unverified", GATED + SUSPENDED, RESTING);
    story("suspended-verified", GATED + SUSPENDED, RESTING, success);
    story(
        "suspended-change-failed",
        GATED + SUSPENDED,
        RESTING,
        ended("orders-1", RunState.FAILED, 1));
    story("suspended-invalid", GATED + SUSPENDED, INVALID);
  }

  private void runs() {
    stories.put("run-not-observed", Given.run("orders-1", "orders"));
    for (var state : RunState.values()) {
      var ended = state.terminal() || state == RunState.UNKNOWN;
      var run = ended ? ended("orders-1", state, 1) : active("orders-1", state);
      run.setStatus(RunConditions.on(run, run.getStatus(), NOW));
      stories.put("run-" + state.name().toLowerCase(Locale.ROOT), run);
    }
  }

  private void connections() {
    stories.put("connection-not-observed", Given.connection("shop-db"));
    connection("not-checked", Given.connection("shop-db"), Optional.empty());
    var wrong = Given.connection("shop-db");
    wrong.setSpec(
        Serialization.unmarshal(
            "postgres: {database: shop}\ncredentials: {secret: {name: shop-db}}",
            EtlConnectionSpec.class));
    connection("invalid", wrong, Optional.empty());
    connection(
        "reachable",
        Given.connection("shop-db"),
        Optional.of(
            new CheckMessage(
                "shop-db",
                "postgres",
                true,
                CheckMessage.REACHABLE,
                "It was reached",
                null,
                null)));
    connection(
        "unreachable",
        Given.connection("shop-db"),
        Optional.of(
            new CheckMessage(
                "shop-db",
                "postgres",
                false,
                "ConnectionRefused",
                "Nobody listens there",
                "See that it runs",
                null)));
    connection(
        "not-permitted",
        Given.connection("lake"),
        Optional.of(
            new CheckMessage(
                "lake",
                "s3",
                true,
                CheckMessage.REACHABLE,
                "It was reached",
                null,
                List.of(
                    new ConnectionCapability(
                        "PutObject", CapabilityState.MISSING, "Allow s3:PutObject")))));
  }

  private void connection(String name, EtlConnection connection, Optional<CheckMessage> found) {
    var outcome = new ConnectionOutcome(connection, NOW);
    var checked =
        new Validator().connection(connection.getMetadata().getName(), connection.getSpec());
    var status =
        outcome.status(
            ConnectionKind.of(connection.getSpec()), checked, List.of(), null, Optional.empty());
    connection.setStatus(
        found
            .map(said ->
                outcome.checked(
                    status, new CheckResult.Found(said), "2026-11-24T11:59:00Z", HASH, null))
            .orElse(status));
    stories.put("connection-" + name, connection);
  }

  private void story(String name, String spec, Readiness readiness, EtlRun... runs) {
    stories.put("pipeline-" + name, pipeline(spec, readiness, runs));
  }

  private static EtlPipeline pipeline(String spec, Readiness readiness, EtlRun... runs) {
    var pipeline = Given.pipeline("orders", spec);
    pipeline.setStatus(PipelineOutcome.of(pipeline, readiness, List.of(runs), NOW).status());
    return pipeline;
  }

  private static Readiness ready(String reason, String message) {
    return new Readiness.Ready(
        reason, message, new SpecHash(HASH), Optional.of(Instant.parse("2026-11-24T12:15:00Z")));
  }
}
