package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.settings.Checks;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stands on connections, and the checks that are made of them; the test is the kubelet. */
class ConnectionIT {
  private static final String REACHABLE =
      """
      {"connection":"lake","kind":"s3","reachable":true,"reason":"Reachable",
       "message":"Connection lake can be reached",
       "capabilities":[{"name":"PutObject","state":"Available","message":"Objects can be written."},
                       {"name":"DeleteObject","state":"Missing","message":"Allow s3:DeleteObject."}]}\
      """;

  private static final Queue<String> WRITES = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger CONFLICTS = new AtomicInteger(1);

  private static TestCluster cluster;
  private static TestOperator operator;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.start();
      operator = start(cluster);
    }
  }

  private static TestOperator start(TestCluster cluster) {
    return TestOperator.start(
        cluster,
        TestOperator.settings(Optional.empty())
            .with(new Checks(Duration.ofDays(1), Duration.ofSeconds(1))),
        request -> {
          if (!request.method().equals("GET")) {
            WRITES.add(request.path());
          }
          if (request.method().equals("POST")
              && request.path().contains("/namespaces/conflict/jobs")
              && CONFLICTS.getAndDecrement() > 0) {
            return Fate.Answer.error(409, "Conflict", Map.of());
          }
          return new Fate.Pass();
        });
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster;
        var running = operator) {}
  }

  private static EtlConnection connection(
      String namespace, String name, Predicate<EtlConnectionStatus> until) {
    return soon()
        .until(
            () ->
                cluster
                    .admin()
                    .resources(EtlConnection.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .get(),
            now -> now.getStatus() != null && until.test(now.getStatus()));
  }

  private static StatusCondition condition(EtlConnectionStatus status, String type) {
    return status.conditions().stream()
        .filter(one -> type.equals(one.type()))
        .findFirst()
        .orElse(new StatusCondition(type, "absent", null, null, null, null));
  }

  private static List<Job> checks(String namespace, String connection) {
    return cluster
        .admin()
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withLabel("penstock.dev/connection-check")
        .list()
        .getItems()
        .stream()
        .filter(job -> job.getMetadata().getName().startsWith(connection))
        .toList();
  }

  private static String check(String namespace, String connection, Predicate<Job> which) {
    return soon()
        .until(
            () -> checks(namespace, connection).stream().filter(which).findFirst(),
            Optional::isPresent)
        .orElseThrow()
        .getMetadata()
        .getName();
  }

  private static List<String> events(String namespace, String connection) {
    return cluster.admin().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals("EtlConnection"))
        .filter(event -> event.getInvolvedObject().getName().equals(connection))
        .map(event -> event.getReason())
        .toList();
  }

  private static void ask(String namespace, String connection, String request) {
    cluster
        .admin()
        .resources(EtlConnection.class)
        .inNamespace(namespace)
        .withName(connection)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(
                Map.of("metadata", Map.of("annotations", Map.of("penstock.dev/check", request)))));
  }

  private static boolean answers(Job job, String request) {
    var annotations = job.getMetadata().getAnnotations();
    return annotations != null && request.equals(annotations.get("penstock.dev/check"));
  }

  @Test
  void aConnectionIsCheckedOnceOnChangeAndOnRequestAndTellsWhatWasFound() {
    var space = "checked";
    var team = Team.in(cluster.admin(), space);
    team.ready(Given.pipeline("orders"));
    var first = check(space, "lake", job -> true);
    var pod = soon().until(() -> team.pods(first), pods -> pods.size() == 1).getFirst();
    assertThat(pod.getMetadata().getLabels()).doesNotContainKey("penstock.dev/pipeline");
    assertThat(pod.getMetadata().getAnnotations().get("penstock.dev/connection-manifest"))
        .contains("acme-lake");
    assertThat(checks(space, "lake")).hasSize(1);

    team.podEnds(first, 78, REACHABLE);
    var found =
        connection(space, "lake", status -> condition(status, "Reachable").status().equals("True"))
            .getStatus();
    assertThat(condition(found, "Permitted").status()).isEqualTo("False");
    assertThat(condition(found, "Permitted").message())
        .isEqualTo("DeleteObject: Allow s3:DeleteObject.");
    assertThat(found.capabilities()).hasSize(2);
    assertThat(found.kind()).isEqualTo("s3");
    assertThat(found.usedBy()).containsExactly("orders");
    assertThat(found.usedByCount()).isEqualTo(1);
    assertThat(found.lastCheckTime()).isNotNull();

    ask(space, "lake", "now");
    var second = check(space, "lake", job -> answers(job, "now"));
    team.podEnds(
        second,
        75,
        "{\"reachable\":false,\"reason\":\"StoreUnavailable\",\"message\":\"No reply\"}");
    var unreachable =
        connection(space, "lake", status -> "now".equals(status.checkedRequest())).getStatus();
    assertThat(condition(unreachable, "Reachable").status()).isEqualTo("False");
    assertThat(condition(unreachable, "Reachable").reason()).isEqualTo("StoreUnavailable");
    assertThat(unreachable.capabilities()).isNull();

    // A change of the spec is a check of another hash, and the pipeline is still in place.
    var moved = Given.connection("lake");
    moved.setSpec(
        Serialization.unmarshal(
            "s3: {bucket: another-lake, region: eu-west-1}", EtlConnectionSpec.class));
    team.apply(moved);
    var hash = unreachable.checkedHash();
    var third =
        check(
            space,
            "lake",
            job -> !hash.equals(job.getMetadata().getAnnotations().get("penstock.dev/spec-hash")));
    team.podEnds(third, 0, REACHABLE);
    connection(space, "lake", status -> !hash.equals(status.checkedHash()));
    assertThat(events(space, "lake"))
        .as("each turn once: permitted is absent where nothing is reachable")
        .containsExactlyInAnyOrder("NotPermitted", "Unreachable", "ReachableAgain", "NotPermitted");
    team.pipeline("orders", status -> "True".equals(Team.condition(status, "Ready").status()));
    assertThat(checks(space, "lake")).hasSize(1);
  }

  @Test
  void aNamespaceThatTakesNoJobIsUnknownAndItsPipelinesAreInPlace() {
    var space = "quota";
    var team = Team.in(cluster.admin(), space);
    cluster
        .admin()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("none")
                .withNamespace(space)
                .endMetadata()
                .withNewSpec()
                .addToHard("count/jobs.batch", io.fabric8.kubernetes.api.model.Quantity.parse("0"))
                .endSpec()
                .build())
        .create();
    ask(space, "shop-db", "now");
    team.ready(Given.pipeline("orders"));
    var refused =
        connection(
                space,
                "shop-db",
                status -> "CheckRefused".equals(condition(status, "Reachable").reason()))
            .getStatus();
    assertThat(condition(refused, "Reachable").status()).isEqualTo("Unknown");
    assertThat(condition(refused, "Reachable").message()).contains("is refused", "quota");
    assertThat(condition(refused, "Ready").status()).isEqualTo("True");
  }

  @Test
  void aConnectionOfAnotherKindIsToldOfByAnotherAndNothingOfTheFirstStays() {
    var space = "turned";
    var team = Team.in(cluster.admin(), space);
    takesBackAllButTheKind(space, "shop-db");
    connection(space, "lake", status -> "NotChecked".equals(reason(status, "Reachable")));
    team.podEnds(check(space, "lake", job -> true), 78, REACHABLE);
    connection(space, "lake", status -> status.capabilities() != null);

    var s3 = Given.connection("lake").getSpec();
    var turned = Given.connection("lake");
    turned.setSpec(
        Serialization.unmarshal(
            """
            webhook: {url: "https://hooks.internal/penstock"}
            credentials: {secret: {name: hook}}
            """,
            EtlConnectionSpec.class));
    WRITES.clear();
    team.apply(turned);
    var notifies =
        connection(
            space,
            "lake",
            status ->
                status.usedByCount() == null && said(status).equals(Set.of("Ready", "Delivering")));
    assertThat(notifies.getStatus().kind()).isEqualTo("webhook");
    assertThat(reason(notifies.getStatus(), "Ready")).isEqualTo("NotifierNotAllowed");
    assertThat(notifies.getStatus().capabilities()).isNull();
    assertThat(notifies.getStatus().checkedHash()).isNull();
    assertThat(notifies.getStatus().lastCheckTime()).isNull();
    isLeftAlone(team, space, "first");

    var back = Given.connection("lake");
    back.setSpec(s3);
    team.apply(back);
    var checked =
        connection(
            space,
            "lake",
            status -> said(status).equals(Set.of("Ready", "Reachable", "Permitted")));
    assertThat(checked.getStatus().kind()).isEqualTo("s3");
    assertThat(reason(checked.getStatus(), "Ready")).isEqualTo("Valid");
    assertThat(checked.getStatus().usedByCount()).isZero();
    assertThat(checked.getStatus().notifyTest()).isNull();
    isLeftAlone(team, space, "second");
    assertThat(WRITES)
        .filteredOn(path -> path.contains("/%s/etlconnections/lake".formatted(space)))
        .as("each of two says it once, each of two clears it once, conflicts apart")
        .hasSizeBetween(4, 12);
  }

  /** As one does who said all of it, before the other has said anything. */
  private static void takesBackAllButTheKind(String space, String name) {
    var made = connection(space, name, status -> status.usedByCount() != null);
    var status = EtlConnectionStatus.ofKind("postgres");
    var fresh = EtlConnection.withStatus(made, status);
    fresh.getMetadata().setResourceVersion(null);
    var left =
        cluster
            .admin()
            .resource(fresh)
            .subresource("status")
            .patch(
                new PatchContext.Builder()
                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                    .withFieldManager("penstock")
                    .withForce(true)
                    .build());
    assertThat(left.getStatus()).isEqualTo(status);
  }

  private static Set<String> said(EtlConnectionStatus status) {
    return Objects.requireNonNullElse(status.conditions(), List.<StatusCondition>of()).stream()
        .map(StatusCondition::type)
        .collect(Collectors.toSet());
  }

  private static @Nullable String reason(EtlConnectionStatus status, String type) {
    return condition(status, type).reason();
  }

  /** Whatever is under way has had the time in which both say all of two other connections. */
  private static void isLeftAlone(Team team, String space, String other) {
    var before = version(space, "lake");
    team.apply(Given.connection(other));
    connection(space, other, status -> status.usedByCount() != null);
    ask(space, "lake", other + "-touch");
    var touched = version(space, "lake");
    team.apply(Given.connection(other + "-next"));
    connection(space, other + "-next", status -> status.usedByCount() != null);
    assertThat(version(space, "lake")).isEqualTo(touched).isNotEqualTo(before);
  }

  private static String version(String space, String name) {
    return cluster
        .admin()
        .resources(EtlConnection.class)
        .inNamespace(space)
        .withName(name)
        .get()
        .getMetadata()
        .getResourceVersion();
  }

  @Test
  void atMostFourChecksOfANamespaceAreAtWorkHoweverManyAreDue() {
    var space = "many";
    var team = Team.in(cluster.admin(), space);
    var names = IntStream.range(0, 16).mapToObj("c%02d"::formatted).toList();
    names.forEach(name -> team.apply(Given.connection(name)));
    names.forEach(name -> connection(space, name, status -> true));
    soon().until(() -> checks(space, ""), jobs -> jobs.size() >= 4);
    names.forEach(name -> ask(space, name, "now"));
    team.apply(Given.connection("last"));
    connection(space, "last", status -> true);
    assertThat(checks(space, "")).hasSize(4);
  }

  @Test
  void aCheckThatMetAConflictIsMadeAfterAll() {
    var team = Team.in(cluster.admin(), "conflict");
    ask("conflict", "lake", "now");
    check("conflict", "lake", job -> true);
    check("conflict", "shop-db", job -> true);
    assertThat(team.configMaps()).isEmpty();
    assertThat(CONFLICTS).hasValueLessThan(1);
  }

  @Test
  void runsInUseStandAgainstTheLimit() {
    var space = "in-use";
    var team = Team.in(cluster.admin(), space);
    var limited = Given.connection("shop-db");
    limited.setSpec(
        Serialization.unmarshal(
            """
            postgres: {host: db.internal, database: shop}
            credentials: {secret: {name: shop-db}}
            limits: {runs: 3}
            """,
            EtlConnectionSpec.class));
    team.apply(limited);
    team.ready(Given.pipeline("orders"));
    connection(space, "shop-db", status -> "0/3".equals(status.runs()));
    team.apply(Given.run("first", "orders"));
    team.run("first", RunState.RUNNING);
    connection(space, "shop-db", status -> "1/3".equals(status.runs()));
  }

  @Test
  void aChangeRendersThePipelinesThatUseTheConnectionAndNothingElse() {
    var space = "rendered";
    var team = Team.in(cluster.admin(), space);
    team.apply(Given.connection("other-db"));
    team.ready(Given.pipeline("orders"));
    var json =
        Serialization.asJson(Given.pipeline("others").getSpec())
            .replace("\"shop-db\"", "\"other-db\"");
    var others = Given.pipeline("others");
    others.setSpec(Serialization.unmarshal(json, dev.penstock.api.EtlPipelineSpec.class));
    team.ready(others);
    var before = team.cronJob("others").getMetadata().getResourceVersion();
    var config = team.configMaps();
    connection(space, "other-db", status -> List.of("others").equals(status.usedBy()));
    WRITES.clear();

    var moved = Given.connection("shop-db");
    moved.setSpec(
        Serialization.unmarshal(
            """
            postgres: {host: moved.internal, database: shop}
            credentials: {secret: {name: shop-db}}
            """,
            EtlConnectionSpec.class));
    team.apply(moved);
    soon()
        .untilAsserted(() ->
            assertThat(team.configMaps())
                .filteredOn(name -> name.startsWith("orders-"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(config));
    assertThat(team.configMaps())
        .filteredOn(name -> name.startsWith("others-"))
        .hasSize(1)
        .allMatch(config::contains);
    assertThat(team.cronJob("others").getMetadata().getResourceVersion()).isEqualTo(before);
    assertThat(WRITES)
        .filteredOn(path -> path.contains("/namespaces/%s/".formatted(space)))
        .anyMatch(path -> path.contains("/cronjobs/orders"))
        .noneMatch(path -> path.contains("others"));
  }
}
