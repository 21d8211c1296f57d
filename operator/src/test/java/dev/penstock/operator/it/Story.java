package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.condition;
import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What happens around one pipeline, from its manifest to its deletion: a slot comes and its run
 * succeeds, someone asks for a run that is refused, tidies it away, and deletes the pipeline. It is
 * told by what people can see, so that it is the same whoever looks at the operator's inside.
 */
final class Story {
  static final String COMMITTED =
      """
      {"reason":"Committed","message":"Committed entry 1","commit":1,
       "targets":[{"name":"orders","rows":15000}]}\
      """;
  static final String REFUSED =
      """
      {"reason":"SecretMissing","message":"Secret shop-db has no key username","nextStep":"Add it"}\
      """;
  private static final String SLOT = "orders-29400000";

  private final KubernetesClient client;
  private final String namespace;
  private final List<String> seen = new ArrayList<>();

  Story(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** {@return a pipeline whose next slot is months away, so that no Job comes by itself} */
  static EtlPipeline pipeline() {
    var pipeline = Given.pipeline("orders");
    var text = Serialization.asJson(pipeline.getSpec());
    pipeline.setSpec(Serialization.unmarshal(text, EtlPipelineSpec.class));
    return pipeline;
  }

  /** {@return what was seen, in words that are the same each time} */
  List<String> live() {
    var team = Team.in(client, namespace);
    team.ready(pipeline());
    slotSucceeds(team);
    requestIsRefused(team);
    tidyUp();
    return List.copyOf(seen);
  }

  private void slotSucceeds(Team team) {
    var slot = team.createJobOfSlot("orders", SLOT, "2026-11-26T10:00:00Z");
    var uid = slot.getMetadata().getUid();
    team.started(uid);
    team.podEnds(SLOT, 0, COMMITTED);
    var record =
        soon()
            .until(
                () -> team.runs().stream().filter(run -> uid.equals(uid(run))).toList(),
                runs -> runs.size() == 1 && state(runs.getFirst()) == RunState.SUCCEEDED)
            .getFirst();
    seen.add("slot: " + told(record));
  }

  private void requestIsRefused(Team team) {
    var run = team.apply(Given.run("again", "orders"));
    var job = team.started(run.getMetadata().getUid());
    team.podEnds(job.getMetadata().getName(), 78, REFUSED);
    seen.add("request: " + told(team.run("again", s -> s.state() == RunState.FAILED)));
    var status =
        team.pipeline("orders", s -> s.lastRun() != null && "again".equals(s.lastRun().name()))
            .getStatus();
    seen.add("pipeline: " + told(status));
    soon().untilAsserted(() -> assertThat(team.events(SLOT)).contains("RunSucceeded"));
    soon().untilAsserted(() -> assertThat(team.events("again")).contains("RunFailed"));
    seen.add("runs: " + team.runs().stream().map(r -> r.getMetadata().getName()).sorted().toList());
  }

  private void tidyUp() {
    var runs = client.resources(EtlRun.class).inNamespace(namespace);
    runs.withName("again").delete();
    soon()
        .until(
            () -> client.batch().v1().jobs().inNamespace(namespace).list().getItems().size() == 1);
    client.resources(EtlPipeline.class).inNamespace(namespace).withName("orders").delete();
    soon()
        .untilAsserted(() -> {
          assertThat(runs.list().getItems()).isEmpty();
          assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems()).isEmpty();
          assertThat(client.batch().v1().cronjobs().inNamespace(namespace).list().getItems())
              .isEmpty();
          assertThat(
                  client
                      .configMaps()
                      .inNamespace(namespace)
                      .withLabel("app.kubernetes.io/managed-by", "penstock")
                      .list()
                      .getItems())
              .as("what admission writes is the namespace's, not a pipeline's")
              .filteredOn(config -> !config.getMetadata().getName().equals("penstock-admission"))
              .isEmpty();
        });
    seen.add("left: nothing");
  }

  private static String uid(EtlRun run) {
    return run.getStatus() == null ? "" : Objects.requireNonNullElse(run.getStatus().uid(), "");
  }

  private static RunState state(EtlRun run) {
    return Objects.requireNonNullElse(run.getStatus().state(), RunState.UNKNOWN);
  }

  private static String told(EtlRun run) {
    var status = run.getStatus();
    return "%s by %s, %s, %s rows, entry %s, %s attempts"
        .formatted(
            status.state(),
            run.getSpec().trigger(),
            status.reason(),
            status.rows(),
            status.commit(),
            status.attempts());
  }

  private static String told(EtlPipelineStatus status) {
    return "Ready %s, LastRunSucceeded %s, Verified %s, last %s, last success %s, %s failures"
        .formatted(
            condition(status, "Ready").status(),
            condition(status, "LastRunSucceeded").status(),
            condition(status, "Verified").status(),
            status.lastRun().name(),
            status.lastSuccessfulRun().name(),
            status.consecutiveFailures());
  }
}
