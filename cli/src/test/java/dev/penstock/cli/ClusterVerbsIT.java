package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.cli.cluster.Connector;
import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Namespace;
import dev.penstock.cli.cluster.ReadingJob;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.ClusterSettings;
import dev.penstock.sandbox.kubernetes.Definitions;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The verbs against a real API server with our definitions; statuses are what operators write. */
class ClusterVerbsIT {
  private static final Path HOME = Path.of(System.getProperty("penstock.home", ".."));
  private static Path state;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (!possible()) {
      return;
    }
    state = Files.createTempDirectory("penstock-it");
    cluster =
        Cluster.start(
            new ClusterSettings(
                state.resolve("cluster"),
                SandboxHome.userCache(),
                ClusterLevel.CONTROL_PLANE,
                System.out::println));
    try (var files = Files.list(HOME.resolve("crds/manifests"))) {
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        try (var in = Files.newInputStream(file)) {
          cluster.client().load(in).serverSideApply();
        }
      }
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            Definitions.served(cluster.client(), "penstock.dev/v1alpha1")
                .containsAll(Set.of("EtlConnection", "EtlPipeline", "EtlRun")));
    var shop = new NamespaceBuilder().withNewMetadata().withName("shop").endMetadata().build();
    cluster.client().resource(shop).create();
    cluster
        .client()
        .load(Files.newInputStream(HOME.resolve("examples/connections.yaml")))
        .inNamespace("shop")
        .create();
    cluster
        .client()
        .load(Files.newInputStream(HOME.resolve("examples/orders.yaml")))
        .inNamespace("shop")
        .create();
  }

  private static boolean possible() {
    return LevelChoice.of(Machine.inspect()).level() != ClusterLevel.NONE;
  }

  @BeforeEach
  void needsAControlPlane() {
    assumeTrue(possible(), () -> LevelChoice.of(Machine.inspect()).sentence());
  }

  @AfterAll
  static void stop() throws IOException {
    if (cluster == null) {
      return;
    }
    cluster.close();
    try (var files = Files.walk(state)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private record Said(int code, String out, String err) {}

  private static Said say(String words) {
    return say(null, words);
  }

  private static Said say(String user, String words) {
    var out = new StringWriter();
    var err = new StringWriter();
    Connector connector =
        (context, namespace) -> {
          var config = cluster.config();
          if (user != null) {
            config.setImpersonateUsername(user);
          }
          return new Namespace(
              new KubernetesClientBuilder().withConfig(config).build(),
              Objects.requireNonNullElse(namespace, "default"));
        };
    int code =
        Main.commandLine(connector, Clock.systemUTC())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute((words + " -n shop").split(" "));
    return new Said(code, out.toString(), err.toString());
  }

  private static void status(String kind, String name, String status) {
    var resource =
        Serialization.unmarshal(
            """
            apiVersion: penstock.dev/v1alpha1
            kind: %s
            metadata: {name: %s, namespace: shop}
            """
                .formatted(kind, name),
            GenericKubernetesResource.class);
    cluster
        .client()
        .resource(resource)
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\":" + status + "}");
  }

  private static GenericKubernetesResource run(String name) {
    return cluster
        .client()
        .genericKubernetesResources("penstock.dev/v1alpha1", "EtlRun")
        .inNamespace("shop")
        .withName(name)
        .get();
  }

  @Test
  void aRunIsAskedForWithAWindowAndCancelled() {
    var asked =
        say("run orders --window 2026-03-01 2026-03-02T12:00:00Z --parameter region=a=b --ttl 2h");
    assertThat(asked.code()).isZero();
    var name = asked.out().strip();
    assertThat(name).matches("orders-[a-z0-9]{8}");
    assertThat(asked.err()).contains("`penstock why " + name + " -n shop` says how it stands");
    assertThat(run(name).<Object>get("spec"))
        .hasToString(
            "{parameters=[{name=region, value=a=b}], pipeline=orders, trigger=Request, ttlSecondsAfterFinished=7200, window={end=2026-03-02T12:00:00Z, start=2026-03-01T00:00:00Z}}");
    assertThat(say("runs orders").out()).contains("NAME").contains(name);
    assertThat(say("why " + name).out())
        .contains("Run " + name + ": not seen by an operator yet")
        .contains("penstock cancel " + name + " -n shop");
    assertThat(say("logs " + name))
        .satisfies(said -> assertThat(said.code()).isEqualTo(66))
        .satisfies(said -> assertThat(said.err()).contains("it has no Job yet"));
    assertThat(say("cancel " + name).code()).isZero();
    assertThat(run(name).<Object>get("spec", "cancel")).isEqualTo(true);
    assertThat(say("cancel " + name).code()).as("once more").isZero();
  }

  @Test
  void aDryRunIsAskedForBesideAFullRefresh() {
    var name = say("run orders --full-refresh --dry-run").out().strip();
    assertThat(run(name).<Object>get("spec"))
        .hasToString("{dryRun=true, fullRefresh=true, pipeline=orders, trigger=Request}");
  }

  @Test
  void aRunThatIsWaitedForEndsTheCommandByItsResult() {
    assertThat(waitedFor("{\"state\":\"Succeeded\",\"completionTime\":\"2026-11-24T10:00:00Z\"}"))
        .isZero();
    assertThat(waitedFor("{\"state\":\"Failed\",\"completionTime\":\"2026-11-24T10:00:00Z\"}"))
        .isEqualTo(1);
    assertThat(waitedFor("{\"state\":\"Cancelled\",\"completionTime\":\"2026-11-24T10:00:00Z\"}"))
        .isEqualTo(2);
    assertThat(waitedFor("{\"state\":\"Unknown\",\"completionTime\":\"2026-11-24T10:00:00Z\"}"))
        .isEqualTo(75);
  }

  private static int waitedFor(String end) {
    var before = names();
    var waiting = CompletableFuture.supplyAsync(() -> say("run orders --full-refresh --wait"));
    var name =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () -> names().stream().filter(one -> !before.contains(one)).toList(),
                fresh -> fresh.size() == 1)
            .getFirst();
    status("EtlRun", name, "{\"state\":\"Running\",\"progress\":{\"rows\":5}}");
    status("EtlRun", name, end);
    try {
      return waiting.orTimeout(60, TimeUnit.SECONDS).join().code();
    } catch (CompletionException failed) {
      throw new AssertionError(failed);
    }
  }

  private static List<String> names() {
    return cluster
        .client()
        .genericKubernetesResources("penstock.dev/v1alpha1", "EtlRun")
        .inNamespace("shop")
        .list()
        .getItems()
        .stream()
        .map(item -> item.getMetadata().getName())
        .toList();
  }

  @Test
  void aBackfillIsHeldAndGoesOnAndNothingElseIs() {
    var name = say("backfill orders --from 2026-01-01 --to 2026-02-01 --every Day").out().strip();
    assertThat(say("pause " + name))
        .satisfies(said -> assertThat(said.code()).isZero())
        .satisfies(said -> assertThat(said.out()).contains("penstock resume " + name + " -n shop"));
    assertThat(run(name).<Object>get("spec", "pause")).isEqualTo(true);
    assertThat(say("pause " + name).code()).as("once more").isZero();
    assertThat(say("resume " + name).code()).isZero();
    assertThat(run(name).<Object>get("spec", "pause")).isEqualTo(false);

    status("EtlRun", name, "{\"state\":\"Failed\",\"completionTime\":\"2026-11-24T10:00:00Z\"}");
    assertThat(say("pause " + name).err()).contains("Backfill " + name + " has ended already");
    assertThat(say("pause no-such").code()).isEqualTo(66);
    var plain = say("run orders").out().strip();
    assertThat(say("pause " + plain))
        .satisfies(said -> assertThat(said.code()).isEqualTo(65))
        .satisfies(said -> assertThat(said.err()).contains("Run " + plain + " is no backfill"));
  }

  @Test
  void whatHasEndedCanNotBeCancelled() {
    var name = say("run orders").out().strip();
    status("EtlRun", name, "{\"state\":\"Failed\",\"reason\":\"OutOfMemory\"}");
    var said = say("cancel " + name);
    assertThat(said.code()).isEqualTo(65);
    assertThat(said.err())
        .contains("Run %s has ended already: it failed (OutOfMemory).".formatted(name));
  }

  @Test
  void programsReadTheResourcesThemselves() {
    var json = Serialization.unmarshal(say("get orders -o json").out(), java.util.Map.class);
    var yaml = Serialization.unmarshal(say("get orders -o yaml").out(), java.util.Map.class);
    assertThat(json).isEqualTo(yaml).containsEntry("kind", "List");
    assertThat(say("get orders -o json").out())
        .contains("\"kind\" : \"EtlPipeline\"")
        .doesNotContain("managedFields");
    assertThat(say("get orders -o wide").out()).contains("VERIFIED");
  }

  @Test
  void theGraphIsThatOfTheExample() {
    assertThat(say("graph").out())
        .contains("[\"orders<br/>15 * * * *, no run yet\"]")
        .contains("[(\"sales.orders<br/>warehouse\")]");
    assertThat(say("graph -o svg").out()).startsWith("<svg").contains("sales/orders");
  }

  @Test
  void whatTheDagOfTheExampleCreatesIsARun() throws IOException {
    var folder = HOME.resolve("examples/airflow");
    var dag = Files.readString(folder.resolve("penstock_orders.py"));
    var run =
        Serialization.unmarshal(
            Files.readString(folder.resolve("run.yaml")), GenericKubernetesResource.class);
    assertThat(dag)
        .contains("\"group\": \"penstock.dev\", \"version\": \"v1alpha1\", \"plural\": \"etlruns\"")
        .contains("run[\"metadata\"][\"name\"] += f\"-{drawn}-{ti.try_number}\"");
    run.getMetadata().setName(run.getMetadata().getName() + "-0123456789-1");
    run.getMetadata().setNamespace("shop");

    cluster.client().resource(run).create();

    assertThat(say("runs orders").out()).contains("orders-airflow-0123456789-1");
  }

  /** As an operator would, once a person has asked. */
  private static void answer(String connection, String reachable, String more) {
    var asked =
        await()
            .atMost(Duration.ofSeconds(60))
            .until(
                () ->
                    cluster
                        .client()
                        .genericKubernetesResources("penstock.dev/v1alpha1", "EtlConnection")
                        .inNamespace("shop")
                        .withName(connection)
                        .get()
                        .getMetadata()
                        .getAnnotations(),
                annotations ->
                    annotations != null && annotations.containsKey("penstock.dev/check"));
    status(
        "EtlConnection",
        connection,
        """
        {"kind":"s3","usedByCount":2,"runs":"1/4","lastCheckTime":"2026-11-24T12:00:00Z","checkedRequest":"%s",
         "conditions":[{"type":"Reachable","status":"%s","reason":"Because","message":"So it is."}]%s}\
        """
            .formatted(asked.get("penstock.dev/check"), reachable, more));
  }

  @Test
  void aCheckIsAskedForAndWhatWasFoundIsTold() throws Exception {
    var asked = say("check warehouse");
    assertThat(asked.code()).isZero();
    assertThat(asked.err()).contains("check --wait warehouse");

    var answering =
        CompletableFuture.runAsync(() ->
            answer(
                "lake",
                "True",
                ",\"capabilities\":[{\"name\":\"PutObject\",\"state\":\"Available\",\"message\":\"It works.\"}]"));
    var said = say("check lake --wait");
    answering.join();
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out())
        .containsPattern("NAME +KIND +REACHABLE +PERMITTED +USED BY +RUNS +CHECKED")
        .containsPattern("lake +s3 +True +.* +2 +1/4 +")
        .containsPattern("lake +PutObject +Available +It works\\.");

    answering = CompletableFuture.runAsync(() -> answer("shop-db", "False", ""));
    said = say("check shop-db --wait");
    answering.join();
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.out()).contains("shop-db: Because: So it is.");

    said = say("check warehouse --wait --timeout 1");
    assertThat(said.code()).isEqualTo(75);
    assertThat(said.err()).contains("no answer within 1 s from warehouse");
  }

  @Test
  void whatIsNotThereEndsWith66() {
    for (var words :
        List.of(
            "why no-such",
            "run no-such",
            "cancel no-such",
            "check no-such",
            "logs no-such",
            "get no-such",
            "runs no-such")) {
      var said = say(words);
      assertThat(said.code()).as(words).isEqualTo(66);
      assertThat(said.err()).as(words).contains("Namespace shop").contains("no-such");
    }
  }

  @Test
  void whoMayNotIsToldSoAndEndsWith77() {
    var said = say("stranger", "get");
    assertThat(said.code()).isEqualTo(77);
    assertThat(said.err())
        .contains("EtlPipelines of namespace shop can not be read")
        .contains("User \"stranger\" cannot list resource");
  }

  @Test
  void aTestMessageIsAskedForByAnAnnotationAndAnsweredByTheStatus() throws Exception {
    var hook =
        Serialization.unmarshal(
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlConnection
            metadata: {name: hook, namespace: shop}
            spec:
              webhook: {url: "https://hooks.example.org/penstock"}
              credentials: {secret: {name: hook}}
            """,
            GenericKubernetesResource.class);
    cluster.client().resource(hook).create();
    for (var result : new String[] {"Delivered", "Failed"}) {
      var before = wanted();
      var answers =
          java.util.concurrent.CompletableFuture.runAsync(() -> {
            await().atMost(Duration.ofSeconds(60)).until(() -> !wanted().equals(before));
            status(
                "EtlConnection",
                "hook",
                """
                {"notifyTest":{"id":"%s","result":"%s","message":"it answered with the status 500"}}\
                """
                    .formatted(wanted(), result));
          });
      var said = say("notify --test hook");
      answers.get();
      assertThat(said.code()).isEqualTo(result.equals("Delivered") ? 0 : Exit.REFUSED.code());
      assertThat(said.out() + said.err())
          .contains(
              result.equals("Delivered")
                  ? "a test message by connection hook has arrived"
                  : "has not arrived: it answered with the status 500");
    }
    assertThat(say("notify --test hook --timeout 0").err())
        .contains("The operator has not answered within 0 s.");
    assertThat(say("notify --test none").err()).contains("EtlConnection none");
  }

  private static String wanted() {
    var hook =
        cluster
            .client()
            .genericKubernetesResources("penstock.dev/v1alpha1", "EtlConnection")
            .inNamespace("shop")
            .withName("hook")
            .get();
    var annotations = hook.getMetadata().getAnnotations();
    return annotations == null ? "" : annotations.getOrDefault("penstock.dev/notify-test", "");
  }

  private static Job readingJob() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                cluster
                    .client()
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace("shop")
                    .withLabel(ReadingJob.LABEL, "uid-gone")
                    .list()
                    .getItems(),
            jobs -> jobs.size() == 1)
        .getFirst();
  }

  @Test
  void whatARunWithoutAPodHasKeptIsReadByAJobOfItsPipelineWhichGoesAgain() {
    cluster
        .client()
        .resource(
            Serialization.unmarshal(
                """
                apiVersion: batch/v1
                kind: CronJob
                metadata: {name: orders, namespace: shop}
                spec:
                  schedule: "0 0 30 2 *"
                  jobTemplate:
                    metadata:
                      labels: {app.kubernetes.io/managed-by: penstock, penstock.dev/pipeline: orders}
                    spec:
                      suspend: true
                      template:
                        metadata:
                          labels: {app.kubernetes.io/managed-by: penstock, penstock.dev/pipeline: orders}
                        spec:
                          restartPolicy: Never
                          containers:
                            - {name: runner, image: "acme/runner:1", args: [run, -f, /etc/penstock/config]}
                """,
                CronJob.class))
        .create();
    var name = say("run orders").out().strip();
    status(
        "EtlRun",
        name,
        """
        {"state":"Failed","uid":"uid-gone","job":"was-here","startTime":"2026-11-24T10:00:00Z",
         "completionTime":"2026-11-24T10:01:00Z"}
        """);
    var asking = CompletableFuture.supplyAsync(() -> say("logs " + name));
    var job = readingJob();
    assertThat(job.getMetadata().getLabels())
        .as("nothing that the operator looks for")
        .containsOnlyKeys(ReadingJob.LABEL);
    assertThat(job.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> assertThat(owner.getName()).isEqualTo(name));
    assertThat(job.getSpec().getSuspend()).isNotEqualTo(true);
    var pod = job.getSpec().getTemplate();
    assertThat(pod.getMetadata().getLabels()).doesNotContainKey("app.kubernetes.io/managed-by");
    assertThat(pod.getSpec().getContainers().getFirst().getArgs())
        .containsSequence("log", "--kept", "--run-id", "uid-gone");

    cluster.client().resource(job).delete();
    var said = asking.orTimeout(60, TimeUnit.SECONDS).join();
    assertThat(said.code()).isEqualTo(66);
    assertThat(said.err())
        .contains("run %s: its pod is gone; Job ".formatted(name))
        .contains("was deleted meanwhile. Ask again.")
        .contains("`penstock log -f FILE... --kept --run-id uid-gone` asks the store itself;");
  }
}
