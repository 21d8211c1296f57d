package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.SlotCounts;
import dev.penstock.api.SlotState;
import dev.penstock.api.SlotStatus;
import dev.penstock.api.SlotsStatus;
import dev.penstock.operator.Given;
import dev.penstock.operator.health.HealthServer;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.settings.Election;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * An operator with something to measure: of orders a run has succeeded, one has failed after it,
 * and a slot was missed; of customers the first run is at work and the second one waits.
 */
final class Measured implements AutoCloseable {
  private static final String COMMITTED =
      """
      {"reason":"Committed","message":"Committed entry 1","commit":1,
       "targets":[{"name":"orders","rows":15000,"parts":1,"bytes":4096,"published":1}]}\
      """;

  private final TestCluster cluster;
  private final TestOperator operator;
  private final HealthServer server;
  private final HttpClient http = HttpClient.newHttpClient();

  private Measured(TestCluster cluster, TestOperator operator, HealthServer server) {
    this.cluster = cluster;
    this.operator = operator;
    this.server = server;
  }

  static Measured start() throws IOException, InterruptedException {
    var election =
        new Election(
            TestCluster.SYSTEM,
            "penstock-operator",
            "scraped",
            Duration.ofSeconds(60),
            Duration.ofSeconds(40),
            Duration.ofSeconds(1));
    var forbidden = new Forbidden();
    var cluster = TestCluster.start();
    var operator =
        TestOperator.start(cluster, TestOperator.settings(Optional.of(election)), forbidden);
    var server =
        HealthServer.start(
            "127.0.0.1",
            0,
            operator.running()::live,
            operator.running()::ready,
            operator.metrics()::scrape);
    var world = new Measured(cluster, operator, server);
    world.happen(forbidden);
    return world;
  }

  private void happen(Forbidden forbidden) {
    var team = Team.in(cluster.admin(), "measured");
    team.apply(warehouse());
    team.apply(orders());
    // An event may come before the first retry, and take its place.
    soon().untilAsserted(() -> assertThat(scrape()).contains("reconciliations_retries_total{"));
    forbidden.lift();
    team.ready(orders());
    team.apply(Given.run("first", "orders"));
    team.podEnds(team.run("first", RunState.RUNNING).job(), 0, COMMITTED);
    team.run("first", RunState.SUCCEEDED);
    team.apply(Given.run("second", "orders"));
    team.podEnds(team.run("second", RunState.RUNNING).job(), 78, Story.REFUSED);
    team.run("second", RunState.FAILED);
    team.pipeline("orders", status -> Integer.valueOf(1).equals(status.consecutiveFailures()));
    missASlot(cluster.admin());
    team.ready(Given.pipeline("customers"));
    team.apply(Given.run("working", "customers"));
    team.run("working", RunState.RUNNING);
    team.apply(Given.run("waiting", "customers"));
    team.run("waiting", status -> "PipelineBusy".equals(status.reason()));
  }

  /** Lets much more happen, for pictures. */
  void isBusy(Duration time) throws InterruptedException {
    var team = Team.in(cluster.admin(), "shop");
    team.apply(warehouse());
    new Busy(team, 14).live(time);
  }

  /** {@return whether that pipeline has what a query asks of one} */
  static boolean has(String pipeline, String query) {
    var unlike =
        pipeline.equals("orders")
            ? "penstock_pipeline_(run_(started|queued)|without_success).*"
            : "penstock_(pipeline_(last_success|freshness|slots|missed_slot)|target).*";
    var ofOne = query.contains("pipeline=\"" + pipeline + "\"");
    return !ofOne || !query.matches(".*" + unlike);
  }

  String scrape() throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:%d/metrics".formatted(port()));
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  int port() {
    return server.port();
  }

  /** Its schedule says New Year: the account is as an operator leaves it that was away then. */
  private static void missASlot(KubernetesClient client) {
    var orders = client.resources(EtlPipeline.class).inNamespace("measured").withName("orders");
    soon()
        .untilAsserted(() -> {
          orders.editStatus(pipeline -> {
            pipeline.setStatus(missed(pipeline.getStatus()));
            return pipeline;
          });
          assertThat(orders.get().getStatus().slots().counts()).isNotNull();
        });
  }

  private static EtlPipelineStatus missed(EtlPipelineStatus status) {
    var slots = status.slots();
    var time = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(600).toString();
    var slot = new SlotStatus(time, SlotState.SKIPPED, "OperatorAway", null, null, null, null);
    return status.withSlots(
        new SlotsStatus(
            slots.schedule(),
            slots.timeZone(),
            slots.suspend(),
            slots.since(),
            slots.countedFrom(),
            slots.accountedUntil(),
            new SlotCounts(40L, null, null, null, 1L, null, null),
            List.of(slot)));
  }

  private static EtlPipeline orders() {
    var orders = Given.pipeline("orders", "freshness: 3h\n");
    var text =
        Serialization.asYaml(orders.getSpec()).replaceFirst("(?s)\ntargets:.*?(?=\n[a-z]|$)", "\n");
    orders.setSpec(
        Serialization.unmarshal(
            text
                + "\ntargets: [{name: orders, from: orders, redshift: {connection: warehouse, table: sales.orders}}]",
            EtlPipelineSpec.class));
    return orders;
  }

  private static EtlConnection warehouse() {
    var connection = Given.connection("lake");
    connection.getMetadata().setName("warehouse");
    connection.setSpec(
        Serialization.unmarshal(
            """
            redshift:
              host: warehouse.internal
              database: analytics
              copyRole: "arn:aws:iam::123456789012:role/redshift-copy"
            credentials: {secret: {name: warehouse}}
            """,
            connection.getSpec().getClass()));
    return connection;
  }

  @Override
  public void close() throws IOException {
    try (cluster;
        operator;
        server;
        http) {}
  }
}
