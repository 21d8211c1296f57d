package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart's policies and roles let people do, asked of a real API server. */
class ChartPoliciesIT {
  private static final String OPERATOR = "system:serviceaccount:penstock-system:penstock";
  private static final String NAMESAKE = "system:serviceaccount:shop:penstock";
  private static final String AUTHOR = "ana";
  private static final String LABEL = "example.com/runs-pipelines";

  private static TestCluster cluster;
  private static KubernetesClient author;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (!TestCluster.possible()) {
      return;
    }
    cluster = TestCluster.startEmpty(ClusterLevel.CONTROL_PLANE);
    author = new KubernetesClientBuilder().withConfig(cluster.as(AUTHOR)).build();
    install("penstock-crds", "--wait");
    namespace("shop", Map.of("penstock.dev/store-prefix", "etl/shop"));
    namespace("slashed", Map.of("penstock.dev/store-prefix", "/etl/slashed//"));
    namespace("unclear", Map.of("penstock.dev/store-prefix", "/"));
    namespace("elsewhere", Map.of());
    account("shop", "etl", Map.of(LABEL, "true"));
    account("slashed", "etl", Map.of(LABEL, "true"));
    account("unclear", "etl", Map.of(LABEL, "true"));
    account("shop", "deployer", Map.of());
    create(cluster.admin(), pipeline("shop", "older", "image: docker.io/older:1\n"));
    install(
        "penstock",
        "--set",
        "watchNamespaces={shop,slashed,unclear},policies.images.allowed={registry.example.com/etl/,penstock.local/runner:1}",
        "--set",
        "notifications.secrets.shop={data-slack}",
        "--set-string",
        "policies.serviceAccounts.label=" + LABEL);
    bind("shop", "penstock-pipeline-author", NAMESAKE);
    for (var namespace : new String[] {"shop", "slashed", "unclear", "elsewhere"}) {
      bind(namespace, "penstock-pipeline-author", AUTHOR);
      bind(namespace, "view", "vera");
      bind(namespace, "edit", "ed");
      bind(namespace, "admin", "adam");
    }
    // A policy works some moments after it was made.
    for (var refused :
        new EtlPipeline[] {
          pipeline("shop", "probe", "image: evil.example.com/a:1\n"),
          account(pipeline("shop", "probe", ""), "deployer"),
          prefix(pipeline("shop", "probe", ""), "_penstock"),
          prefix(pipeline("slashed", "probe", ""), "_penstock"),
          prefix(pipeline("unclear", "probe", ""), "_penstock")
        }) {
      soon().until(() -> !passes(refused));
    }
    soon().until(() -> !passes(cluster.admin(), run("probe", RunTrigger.SCHEDULE)));
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster;
        var client = author) {}
  }

  @Test
  void policiesAreWithoutMistakesOfTypes() {
    var policies =
        cluster
            .admin()
            .admissionRegistration()
            .v1()
            .validatingAdmissionPolicies()
            .withLabel("app.kubernetes.io/name", "penstock");
    soon()
        .untilAsserted(() ->
            assertThat(policies.list().getItems())
                .hasSize(4)
                .allSatisfy(policy -> {
                  assertThat(policy.getStatus().getObservedGeneration()).isNotNull();
                  var typed = policy.getStatus().getTypeChecking();
                  assertThat(typed == null ? null : typed.getExpressionWarnings()).isNullOrEmpty();
                }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example.com/etl/runner:1",
        "registry.example.com/etl/team/runner@sha256:0",
        "penstock.local/runner:1"
      })
  void anAllowedImageIsTaken(String image) {
    assertThat(passes(pipeline("shop", "fine", "image: %s\n".formatted(image)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "registry.example.com/etl-evil/runner:1",
        "registry.example.com.evil.org/etl/runner:1",
        "penstock.local/runner:12",
        "runner",
        "docker.io/registry.example.com/etl/runner:1"
      })
  void anotherImageIsRefused(String image) {
    refused(
        pipeline("shop", "evil", "image: %s\n".formatted(image)),
        "spec.image: %s is not allowed here. Leave it out for the image of the operator, or name one of: registry.example.com/etl/, penstock.local/runner:1."
            .formatted(image));
  }

  @Test
  void theOperatorsImageAndNamespacesThatAreNotWatchedAreNoMatterOfPolicies() {
    assertThat(passes(pipeline("shop", "plain", ""))).isTrue();
    var elsewhere = pipeline("elsewhere", "free", "image: docker.io/any:1\n");
    assertThat(passes(prefix(account(elsewhere, "default"), "_penstock"))).isTrue();
  }

  @Test
  void aPipelineThatIsOlderThanAPolicyKeepsItsSpecAndGetsNoNewWrongOne() {
    var older = author.resources(EtlPipeline.class).inNamespace("shop").withName("older");
    var labelled = older.patch(merge(), "{\"metadata\":{\"labels\":{\"team\":\"shop\"}}}");
    assertThat(labelled.getMetadata().getLabels()).containsEntry("team", "shop");
    assertThatThrownBy(() -> older.patch(merge(), "{\"spec\":{\"suspend\":true}}"))
        .hasMessageContaining("spec.image: docker.io/older:1 is not allowed here");
    older.patch(merge(), "{\"spec\":{\"suspend\":true,\"image\":\"penstock.local/runner:1\"}}");
    assertThat(older.delete()).isNotEmpty();
  }

  @Test
  void aServiceAccountHasTheLabel() {
    assertThat(passes(account(pipeline("shop", "etl", ""), "etl"))).isTrue();
    for (var name : new String[] {"deployer", "default"}) {
      refused(
          account(pipeline("shop", "taken", ""), name),
          "spec.pod.serviceAccountName: service account %s has no label %s=true. Name one that has it, or have it labelled."
              .formatted(name, LABEL));
    }
    var unnamed = Given.pipeline("unnamed");
    unnamed.setMetadata(metadata("shop", "unnamed"));
    refused(prefix(unnamed, "etl/shop"), "service account default has no label");
  }

  @Test
  void aServiceAccountThatDoesNotExistIsNotRefusedBecauseItsPodCanNotBeMade() {
    assertThat(passes(account(pipeline("shop", "unknown", ""), "nobody"))).isTrue();
  }

  @Test
  void aStoreIsBelowThePrefixOfItsNamespace() {
    for (var fine : new String[] {"etl/shop", "etl/shop/orders"}) {
      assertThat(passes(prefix(pipeline("shop", "below", ""), fine))).isTrue();
    }
    for (var wrong : new String[] {"etl", "etl/shopping", "_penstock", "etl/finance"}) {
      refused(
          prefix(pipeline("shop", "beside", ""), wrong),
          "spec.store.prefix: %s is not below etl/shop, which is the prefix of this namespace. Write etl/shop or a path below it."
              .formatted(wrong));
    }
    var unnamed = prefix(pipeline("shop", "unnamed", ""), null);
    refused(unnamed, "spec.store.prefix: _penstock is not below etl/shop");
  }

  @Test
  void slashesAtTheEndsOfTheAnnotationSayNothing() {
    for (var fine : new String[] {"etl/slashed", "etl/slashed/orders"}) {
      assertThat(passes(prefix(pipeline("slashed", "below", ""), fine))).as(fine).isTrue();
    }
    for (var wrong : new String[] {"etl", "etl/slashed-too", "etl/shop"}) {
      refused(
          prefix(pipeline("slashed", "beside", ""), wrong),
          "spec.store.prefix: %s is not below etl/slashed, which is the prefix of this namespace. Write etl/slashed or a path below it."
              .formatted(wrong));
    }
  }

  @Test
  void anAnnotationOfSlashesOpensNothing() {
    for (var any : new String[] {"_penstock", "etl/shop", "etl/unclear"}) {
      refused(
          prefix(pipeline("unclear", "anywhere", ""), any),
          "The annotation penstock.dev/store-prefix of the namespace names no prefix, so no pipeline may store anything. Have it corrected or removed.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "etl/shop/../finance",
        "etl/shop/orders/../../finance",
        "etl/shop/..",
        "etl/shop/.",
        "etl/shop/./orders",
        "etl/shop//orders",
        "etl/shop/"
      })
  void aPrefixHasNoSegmentThatMayLeadOutOfIt(String prefix) {
    for (var namespace : new String[] {"shop", "slashed"}) {
      var wrong = prefix.replace("shop", namespace);
      refused(
          prefix(pipeline(namespace, "outward", ""), wrong),
          "spec.store.prefix: %s has an empty segment or one of dots. Write segments between single slashes, as etl/%s/orders."
              .formatted(wrong, namespace));
    }
  }

  @Test
  void dotsWithinASegmentAreALetterLikeOthers() {
    for (var fine : new String[] {"etl/shop/..a", "etl/shop/a..b", "etl/shop/v1.2"}) {
      assertThat(passes(prefix(pipeline("shop", "dotted", ""), fine))).as(fine).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "REQUEST, true, true",
    "SCHEDULE, false, true",
    "CHANGE, false, true",
    "BACKFILL, false, true",
    "UPSTREAM, false, true"
  })
  void onlyTheOperatorRecordsWhatNobodyAskedFor(
      RunTrigger trigger, boolean byPeople, boolean byOperator) {
    assertThat(passes(author, run("by-ana", trigger))).isEqualTo(byPeople);
    assertThat(passes(cluster.admin(), run("by-admin", trigger))).isEqualTo(byPeople);
    try (var operator = client(OPERATOR);
        var namesake = client(NAMESAKE)) {
      assertThat(passes(operator, run("by-operator", trigger))).isEqualTo(byOperator);
      assertThat(passes(namesake, run("by-namesake", trigger))).isEqualTo(byPeople);
    }
    if (!byPeople) {
      assertThatThrownBy(() -> create(author, run("by-ana", trigger)))
          .hasMessageContaining(
              "spec.trigger: only the operator records runs of a schedule, a change, a backfill or other pipelines. Write Request, or leave it out.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "vera, get, etlpipelines, true",
    "vera, list, etlconnections, true",
    "vera, create, etlruns, false",
    "ana, create, etlpipelines, true",
    "ana, delete, etlruns, true",
    "ana, get, etlconnections, true",
    "ana, update, etlconnections, false",
    "ana, patch, etlpipelines/status, false",
    "ed, create, etlpipelines, true",
    "ed, patch, etlruns, true",
    "ed, create, etlconnections, false",
    "adam, create, etlconnections, true",
    "adam, delete, etlpipelines, true",
    "adam, update, etlruns/status, false",
  })
  void aggregatedRolesSayWhoDoesWhat(String user, String verb, String resource, boolean may) {
    // Roles are put together by a controller.
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () -> assertThat(may(user, verb, "penstock.dev", resource, "")).isEqualTo(may));
  }

  @ParameterizedTest
  @CsvSource({
    "get, data-slack, true",
    "get, shop-db, false",
    "list, '', false",
    "watch, '', false",
    "update, data-slack, false",
  })
  void theOperatorGetsTheSecretsThatAreNamedAndNoOthers(String verb, String name, boolean may) {
    assertThat(may(OPERATOR, verb, "", "secrets", name)).isEqualTo(may);
  }

  @ParameterizedTest
  @CsvSource({"create, pods/exec", "get, pods/exec", "create, pods", "create, pods/attach"})
  void theOperatorNeverGetsIntoAPod(String verb, String resource) {
    assertThat(may(OPERATOR, verb, "", resource, "")).isFalse();
  }

  private static void install(String chart, String... more)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("install", chart, cluster.helm().chart(chart).toString()));
    words.addAll(List.of("--namespace", TestCluster.SYSTEM, "--create-namespace"));
    words.addAll(List.of(more));
    cluster.helm(words.toArray(String[]::new));
  }

  private static boolean may(String user, String verb, String group, String resource, String name) {
    return new Right(verb, group, resource, List.of(name)).isHeld(cluster.admin(), user, "shop");
  }

  private static void refused(EtlPipeline pipeline, String message) {
    assertThatThrownBy(() -> create(author, pipeline)).hasMessageContaining(message);
  }

  private static boolean passes(EtlPipeline pipeline) {
    return passes(author, pipeline);
  }

  private static boolean passes(KubernetesClient client, HasMetadata resource) {
    try {
      create(client, resource);
      return true;
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).as(e.getMessage()).isIn(403, 422);
      return false;
    }
  }

  /** Policies answer to a request that stores nothing as to any other. */
  private static void create(KubernetesClient client, HasMetadata resource) {
    var request = client.resource(resource);
    if (resource.getMetadata().getName().equals("older")) {
      request.create();
    } else {
      request.dryRun(true).create();
    }
  }

  private static KubernetesClient client(String user) {
    return new KubernetesClientBuilder().withConfig(cluster.as(user)).build();
  }

  private static PatchContext merge() {
    return PatchContext.of(PatchType.JSON_MERGE);
  }

  /** A pipeline that every policy of its namespace lets pass. */
  private static EtlPipeline pipeline(String namespace, String name, String more) {
    var pipeline = Given.pipeline(name, "pod: {serviceAccountName: etl}\n" + more);
    pipeline.setMetadata(metadata(namespace, name));
    return prefix(pipeline, "etl/shop");
  }

  private static ObjectMeta metadata(String namespace, String name) {
    return new ObjectMetaBuilder().withName(name).withNamespace(namespace).build();
  }

  private static EtlPipeline account(EtlPipeline pipeline, String name) {
    var json = Serialization.asJson(pipeline.getSpec());
    pipeline.setSpec(
        Serialization.unmarshal(
            json.replaceAll("(\"serviceAccountName\":)\"[^\"]*\"", "$1\"" + name + "\""),
            EtlPipelineSpec.class));
    return pipeline;
  }

  private static EtlPipeline prefix(EtlPipeline pipeline, String prefix) {
    var json = Serialization.asJson(pipeline.getSpec());
    var store = prefix == null ? "" : ",\"prefix\":\"%s\"".formatted(prefix);
    pipeline.setSpec(
        Serialization.unmarshal(
            json.replaceFirst(
                "\"store\":\\{[^}]*}", "\"store\":{\"connection\":\"lake\"" + store + "}"),
            EtlPipelineSpec.class));
    return pipeline;
  }

  private static EtlRun run(String name, RunTrigger trigger) {
    var run = Given.run(name, "orders");
    run.setMetadata(metadata("shop", name));
    run.setSpec(new EtlRunSpec("orders", trigger));
    return run;
  }

  private static void namespace(String name, Map<String, String> annotations) {
    cluster
        .admin()
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .withAnnotations(annotations)
                .endMetadata()
                .build())
        .create();
  }

  private static void account(String namespace, String name, Map<String, String> labels) {
    cluster
        .admin()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .build())
        .create();
  }

  private static void bind(String namespace, String clusterRole, String user) {
    cluster
        .admin()
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(user)
                .withNamespace(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", clusterRole)
                .addNewSubject("rbac.authorization.k8s.io", "User", user, null)
                .build())
        .create();
  }
}
