package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.demo.Installation;
import dev.penstock.sandbox.demo.Product;
import dev.penstock.sandbox.kubernetes.process.Command;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A control plane plays somebody's cluster. */
@Timeout(1800)
class NamedClusterIT {
  private static final Product PRODUCT = new Product(Path.of(System.getProperty("penstock.home")));
  private static final ResourceDefinitionContext CONNECTIONS =
      new ResourceDefinitionContext.Builder()
          .withGroup("penstock.dev")
          .withVersion("v1alpha1")
          .withKind("EtlConnection")
          .withPlural("etlconnections")
          .withNamespaced(true)
          .build();
  private static final String OTHERS = "others-namespace";

  @TempDir static Path folder;
  private static @Nullable Cluster theirs;

  @TempDir Path state;
  private final List<String> said = new ArrayList<>();

  @BeforeAll
  static void startTheirs() throws Exception {
    if (Levels.reached(ClusterLevel.CONTROL_PLANE)) {
      theirs =
          Cluster.start(
              new ClusterSettings(
                  folder,
                  SandboxHome.userCache(),
                  ClusterLevel.CONTROL_PLANE,
                  System.out::println));
    }
  }

  @AfterAll
  static void endTheirs() throws Exception {
    if (theirs != null) {
      theirs.close();
    }
  }

  @BeforeEach
  void needControlPlane() {
    Levels.assume(ClusterLevel.CONTROL_PLANE);
  }

  @AfterEach
  void makeRoom() {
    // By itself: an object that goes with its definition may come back with the next one.
    client().genericKubernetesResources(CONNECTIONS).inNamespace(OTHERS).withName("lake").delete();
    client().apiextensions().v1().customResourceDefinitions().delete();
    client().namespaces().withName(OTHERS).delete();
    eventually(
        () -> definitions().isEmpty() && client().namespaces().withName(OTHERS).get() == null);
  }

  @Test
  void aContextThatIsMissingAndAServerThatIsSilentAreToldApart() throws Exception {
    assertThat(NamedDoctor.lines(survey(context("none", theirs().kubeconfig()))))
        .last()
        .hasToString(
            "context         MISSING  no none in %s; name one of penstock-sandbox (for level named)"
                .formatted(theirs().kubeconfig()));

    var silent =
        Files.writeString(
            state.resolve("silent"),
            Files.readString(theirs().kubeconfig())
                .replaceFirst("server: .*", "server: https://127.0.0.1:1"));
    assertThat(NamedDoctor.lines(survey(context("penstock-sandbox", silent))))
        .last()
        .asString()
        .startsWith("API server      MISSING  https://127.0.0.1:1/ doesn't answer (");
  }

  @Test
  void whoMayNotMakeThingsLearnsWhich() throws Exception {
    var scheduler = theirs().kubeconfig().resolveSibling(Users.SCHEDULER.file());

    var survey = survey(context("penstock-sandbox", scheduler));

    assertThat(survey.mayNot())
        .extracting(Footprint.Right::toString)
        .contains(
            "create namespaces",
            "create clusterroles.rbac.authorization.k8s.io",
            "create customresourcedefinitions.apiextensions.k8s.io",
            "create deployments.apps in penstock-system");
  }

  @Test
  void anEmptyClusterLacksNothingButNodes() throws Exception {
    assertThat(NamedDoctor.lines(survey()))
        .filteredOn(line -> !line.ok())
        .extracting(Doctor.Line::subject)
        .containsExactly("nodes");
  }

  @Test
  void whatIsMadeIsInOthersWayAndGoesAtTheEndAndNothingElseGoes() throws Exception {
    try (var named = open()) {
      named.makeDefinitions(PRODUCT.crds());
      named.makeNamespace("shop");
      create(role("ours", "shop"));

      assertThat(survey().inTheWay()).isEmpty();
      assertThat(surveyOfAnother().inTheWay())
          .containsExactly("namespace shop", "ClusterRole ours");
      create(role("others", "default"));
      assertThat(survey().inTheWay()).containsExactly("ClusterRole others");
      assertThatThrownBy(() -> named.makeNamespace("shop"))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("Namespace shop can't be made: ");
    }

    assertThat(client().namespaces().withName("shop").get()).isNull();
    eventually(() -> definitions().isEmpty());
    assertThat(client().rbac().clusterRoles().withName("ours").get()).isNull();
    assertThat(client().rbac().clusterRoles().withName("others").get()).isNotNull();
    assertThat(said).last().isEqualTo("named cluster: all that was made there is gone");
    client().rbac().clusterRoles().withName("others").delete();
  }

  @Test
  void equalDefinitionsThatWereThereStay() throws Exception {
    NamedCluster.definitions(PRODUCT.crds()).forEach(crd -> client().resource(crd).create());

    var survey = survey();
    assertThat(survey.inTheWay()).isEmpty();
    assertThat(survey.kept()).hasSize(3);
    try (var named = open()) {
      assertThat(named.makeDefinitions(PRODUCT.crds()))
          .allMatch(line -> line.endsWith("was there and stays as it is"));
    }

    assertThat(definitions()).hasSize(3);
    assertThat(said).isEmpty();
  }

  @Test
  void anotherDefinitionIsInTheWay() throws Exception {
    var other =
        new CustomResourceDefinitionBuilder(NamedCluster.definitions(PRODUCT.crds()).getFirst())
            .editSpec()
            .editNames()
            .withCategories("another")
            .endNames()
            .endSpec()
            .build();
    client().resource(other).create();

    assertThat(survey().inTheWay())
        .containsExactly("another definition etlconnections.penstock.dev");
  }

  @Test
  void definitionsOfWhichOthersHaveObjectsStay() throws Exception {
    try (var named = open()) {
      named.makeDefinitions(PRODUCT.crds());
      create(new NamespaceBuilder().withNewMetadata().withName(OTHERS).endMetadata().build());
      eventually(() -> created(connection()));
    }

    eventually(() -> definitions().equals(List.of("etlconnections.penstock.dev")));
    assertThat(said)
        .contains(
            "named cluster: CustomResourceDefinition etlconnections.penstock.dev stays, because"
                + " others have made etlconnections others-namespace/lake");
    assertThat(survey().inTheWay()).containsExactly("etlconnection others-namespace/lake");
  }

  @Test
  void whatAKilledSandboxLeftGoesWithTheNextOne() throws Exception {
    // Its client lives on here, but it is never closed before the next one opens.
    try (var killed = open()) {
      killed.makeNamespace("shop");

      assertThat(survey().inTheWay()).isEmpty();
      try (var next = open()) {
        assertThat(client().namespaces().withName("shop").get()).isNull();
        next.makeNamespace("shop");
      }
    }
    assertThat(client().namespaces().withName("shop").get()).isNull();
  }

  @Test
  void aClusterThatIsGoneStopsNobody() throws Exception {
    var copy = Files.copy(theirs().kubeconfig(), folder.resolve("copy"));
    var gone = context("penstock-sandbox", copy);
    try (var killed = NamedCluster.open(gone, state.resolve("kubernetes"), tools(), said::add)) {
      Files.delete(copy);

      NamedCluster.endLeftovers(state.resolve("kubernetes"), said::add);

      assertThat(killed.level()).isEqualTo(ClusterLevel.NAMED);
      assertThat(said).last().asString().contains("has no context penstock-sandbox any more");
    }
  }

  @Test
  void kubectlAndHelmUseTheContextWithoutACopyOfItsCredentials() throws Exception {
    var twice =
        Files.writeString(
            folder.resolve("twice"),
            Files.readString(theirs().kubeconfig())
                .replace("current-context: penstock-sandbox", "current-context: elsewhere"));
    try (var named =
        NamedCluster.open(
            context("penstock-sandbox", twice), state.resolve("kubernetes"), tools(), said::add)) {
      assertThat(
              Command.of(named.kubectl().toString(), "get", "namespace/default", "-oname")
                  .with("KUBECONFIG", named.kubeconfigs())
                  .run()
                  .strip())
          .isEqualTo("namespace/default");
      assertThat(
              Command.of(named.helm().toString(), "list", "--all-namespaces", "--short")
                  .with("KUBECONFIG", named.kubeconfigs())
                  .run()
                  .strip())
          .isEmpty();
      try (var files = Files.list(state.resolve("kubernetes"))) {
        for (var file : files.toList()) {
          assertThat(Files.readString(file)).doesNotContain("token");
        }
      }
    }
  }

  private NamedCluster open() throws Exception {
    return NamedCluster.open(
        context("penstock-sandbox", theirs().kubeconfig()),
        state.resolve("kubernetes"),
        tools(),
        line -> {
          System.out.println(line);
          said.add(line);
        });
  }

  private NamedSurvey survey() throws IOException {
    return survey(context("penstock-sandbox", theirs().kubeconfig()));
  }

  private NamedSurvey survey(NamedContext context) throws IOException {
    return NamedSurvey.of(context, Installation.footprint(PRODUCT), state.resolve("kubernetes"));
  }

  private NamedSurvey surveyOfAnother() throws IOException {
    return NamedSurvey.of(
        context("penstock-sandbox", theirs().kubeconfig()),
        Installation.footprint(PRODUCT),
        state.resolve("another"));
  }

  private static NamedContext context(String name, Path kubeconfig) {
    return new NamedContext(kubeconfig, name, OwnAddress.LOOPBACK);
  }

  private static KubernetesTools tools() throws Exception {
    return KubernetesTools.build(SandboxHome.userCache(), ClusterLevel.NAMED, System.out::println);
  }

  private static ClusterRole role(String name, String releaseNamespace) {
    return new ClusterRoleBuilder()
        .withNewMetadata()
        .withName(name)
        .addToLabels("app.kubernetes.io/managed-by", "Helm")
        .addToLabels("app.kubernetes.io/name", "penstock")
        .addToAnnotations("meta.helm.sh/release-namespace", releaseNamespace)
        .endMetadata()
        .build();
  }

  private static GenericKubernetesResource connection() {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("penstock.dev/v1alpha1")
        .withKind("EtlConnection")
        .withNewMetadata()
        .withName("lake")
        .withNamespace(OTHERS)
        .endMetadata()
        .addToAdditionalProperties(
            "spec", Map.of("s3", Map.of("bucket", "acme-lake", "region", "us-east-1")))
        .build();
  }

  private static void create(HasMetadata object) {
    client().resource(object).create();
  }

  /** A definition is served a moment after it is made. */
  private static boolean created(GenericKubernetesResource object) {
    var resource = client().resource(object);
    if (resource.get() == null) {
      resource.create();
    }
    return true;
  }

  private static List<String> definitions() {
    return client().apiextensions().v1().customResourceDefinitions().list().getItems().stream()
        .map(definition -> definition.getMetadata().getName())
        .toList();
  }

  private static void eventually(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(condition);
  }

  private static Cluster theirs() {
    return Objects.requireNonNull(theirs);
  }

  private static KubernetesClient client() {
    return theirs().client();
  }
}
