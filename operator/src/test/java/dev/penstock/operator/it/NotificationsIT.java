package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.NotifyTestStatus;
import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.RunState;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.Given;
import dev.penstock.operator.notify.channel.MailServer;
import dev.penstock.operator.notify.channel.Recorder;
import dev.penstock.operator.notify.channel.TestAuthority;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.settings.NotificationSettings;
import dev.penstock.operator.settings.RunnerImage;
import dev.penstock.operator.settings.RunnerTelemetry;
import dev.penstock.operator.settings.Settings;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What people are told by an operator with the chart's rights, by receivers on this machine. Runs
 * fail without a pod: they are given a parameter that their pipeline does not have.
 */
class NotificationsIT {
  private static final String ALARM = "alarm";
  private static final String MANY = "many";
  private static final String TRIED = "tried";
  private static final String SHOWN = "shown";
  private static final Set<String> EXAMPLES =
      Set.of("data-slack", "on-call", "data-mail", "data-teams", "pager");
  private static final String TOLD =
      """
      notify:
        - {name: team, connection: data-slack, slack: {channel: "#data"}}
        - {name: desk, connection: hook, events: [Failed, Recovered]}
      """;

  private static TestCluster cluster;
  private static Recorder slack;
  private static Recorder hook;
  private static TestOperator operator;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (!TestCluster.possible()) {
      return;
    }
    slack = Recorder.start();
    hook = Recorder.start();
    cluster = TestCluster.start();
    operator = startOperator();
  }

  @BeforeEach
  void needsAControlPlane() {
    TestCluster.assumePossible();
  }

  @AfterAll
  static void stop() throws IOException {
    try (var control = cluster;
        var running = operator;
        var first = slack;
        var second = hook) {}
  }

  private static TestOperator startOperator() {
    var settings =
        new Settings(
            new RunnerImage("penstock.local/runner:it", "IfNotPresent"),
            Set.of(),
            "",
            0,
            "operator-it",
            Optional.empty(),
            RunnerTelemetry.NONE,
            500,
            Optional.empty(),
            new NotificationSettings(
                Map.of(
                    ALARM,
                    Set.of("data-slack", "hook"),
                    MANY,
                    Set.of("hook"),
                    TRIED,
                    Set.of("hook"),
                    SHOWN,
                    EXAMPLES),
                Duration.ofSeconds(3)));
    return TestOperator.start(cluster, settings, any -> new Fate.Pass());
  }

  /** A team whose Secrets the chart lets the operator read. */
  private static Team team(String namespace) throws IOException, InterruptedException {
    var team = Team.in(cluster.admin(), namespace);
    mayRead(namespace, Set.of("data-slack", "hook"));
    secret(namespace, "data-slack", "token", "xoxb-secret");
    secret(namespace, "hook", "signingKey", "hook-secret");
    team.apply(connection("data-slack", "slack: {endpoint: \"%s/api\"}".formatted(slack.url())));
    team.apply(connection("hook", "webhook: {url: \"%s/hook\"}".formatted(hook.url())));
    return team;
  }

  private static void mayRead(String namespace, Set<String> secrets)
      throws IOException, InterruptedException {
    cluster
        .rendered(
            "--show-only",
            "templates/notifications.yaml",
            "--set",
            "notifications.secrets.%s={%s}".formatted(namespace, String.join(",", secrets)))
        .forEach(each -> cluster.admin().resource(each).serverSideApply());
  }

  private static void secret(String namespace, String name, String key, String value) {
    secret(namespace, name, Map.of(key, value));
  }

  private static void secret(String namespace, String name, Map<String, String> values) {
    cluster
        .admin()
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .addToStringData(values)
                .build())
        .serverSideApply();
  }

  private static EtlConnection connection(String name, String kind) {
    var connection = Given.connection(name);
    connection.setSpec(
        Serialization.unmarshal(
            kind + "\ncredentials: {secret: {name: %s}}".formatted(name), EtlConnectionSpec.class));
    return connection;
  }

  private static void fails(Team team, String run, String pipeline) {
    var wrong = Given.run(run, pipeline);
    wrong.setSpec(
        new EtlRunSpec(
            pipeline,
            RunTrigger.REQUEST,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(new ParameterValueSpec("nowhere", "x"))));
    team.apply(wrong);
  }

  private static EtlConnectionStatus connection(
      String namespace, String name, Predicate<EtlConnectionStatus> until) {
    return soon()
        .until(
            () ->
                cluster
                    .admin()
                    .resources(EtlConnection.class)
                    .inNamespace(namespace)
                    .withName(name)
                    .get()
                    .getStatus(),
            status -> status != null && until.test(status));
  }

  private static StatusCondition condition(EtlConnectionStatus status, String type) {
    return status.conditions().stream()
        .filter(c -> c.type().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> types(Recorder recorder, String namespace) {
    return recorder.requests().stream()
        .map(Recorder.Request::json)
        .filter(event -> event.at("/data/namespace").asText().equals(namespace))
        .map(event -> event.path("type").asText().replace("dev.penstock.incident.", ""))
        .toList();
  }

  private static List<String> methods() {
    return slack.requests().stream().map(one -> one.path().replace("/api/chat.", "")).toList();
  }

  @Test
  void aPipelineThatFailsIsToldOnceAndItsRecoveryInTheSameThreadAlsoAfterARestart()
      throws Exception {
    var team = team(ALARM);
    team.ready(Given.pipeline("orders", TOLD));
    fails(team, "first", "orders");
    soon().until(() -> methods().equals(List.of("postMessage")));
    soon().until(() -> types(hook, ALARM).equals(List.of("opened")));
    var opened = slack.requests().getFirst().json();
    assertThat(opened.path("channel").asText()).isEqualTo("#data");
    assertThat(opened.path("text").asText())
        .startsWith("Pipeline orders of namespace alarm has failed: ")
        .contains("nowhere", " EST", "Next: penstock why orders -n alarm");
    team.pipeline(
        "orders", status -> status.notifications().stream().allMatch(one -> one.due() == null));
    assertThat(cluster.admin().configMaps().inNamespace(ALARM).list().getItems().toString())
        .as("what a run reads")
        .contains("shop-db")
        .doesNotContain("data-slack", "hook", "notify");

    fails(team, "second", "orders");
    var again = team.pipeline("orders", status -> status.consecutiveFailures() == 2).getStatus();
    assertThat(again.notifications())
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.toldTime()).isNotNull());
    assertThat(again.notifications().getFirst().thread()).isEqualTo("C1:17.1");
    operator.close();
    operator = startOperator();
    fails(team, "third", "orders");
    team.pipeline("orders", status -> status.consecutiveFailures() == 3);

    team.apply(Given.run("good", "orders"));
    team.podEnds(team.run("good", RunState.RUNNING).job(), 0, Story.COMMITTED);
    team.run("good", RunState.SUCCEEDED);
    team.pipeline("orders", status -> status.notifications() == null);
    assertThat(methods()).containsExactly("postMessage", "update", "postMessage");
    assertThat(types(hook, ALARM)).containsExactly("opened", "recovered");
    var update = slack.requests().get(1).json();
    assertThat(update.path("ts").asText()).isEqualTo("17.1");
    assertThat(update.path("text").asText()).contains("has recovered after ");
    assertThat(slack.requests().getLast().json().path("thread_ts").asText()).isEqualTo("17.1");
    assertThat(condition(connection(ALARM, "hook", s -> true), "Delivering").status())
        .isEqualTo("True");
  }

  @Test
  void fiftyPipelinesOfOneCauseAreOneMessage() throws Exception {
    var team = team(MANY);
    connection(MANY, "hook", status -> condition(status, "Ready").status().equals("True"));
    var names = IntStream.range(0, 50).mapToObj("p%02d"::formatted).toList();
    var told = "notify: [{name: desk, connection: hook}]\n";
    names.forEach(name -> team.apply(Given.pipeline(name, told)));
    names.forEach(name -> team.pipeline(name, status -> true));
    names.forEach(name -> fails(team, "of-" + name, name));
    names.forEach(name ->
        team.pipeline(
            name,
            status ->
                status.notifications() != null
                    && status.notifications().stream().allMatch(one -> one.due() == null)));
    var messages =
        hook.requests().stream()
            .map(Recorder.Request::json)
            .filter(event -> event.at("/data/namespace").asText().equals(MANY))
            .toList();
    assertThat(messages.stream().mapToInt(event -> event.at("/data/pipelines").size()).sum())
        .as("each is told once")
        .isEqualTo(50);
    assertThat(messages).as("and together").hasSizeLessThan(6);
  }

  @Test
  void aSecretThatTheChartDoesNotNameIsNotReadAndTheConnectionSaysWhatToAdd() throws Exception {
    var team = Team.in(cluster.admin(), "private");
    team.apply(connection("pager", "pagerduty: {}"));
    var ready =
        condition(connection("private", "pager", status -> status.conditions() != null), "Ready");
    assertThat(ready.status()).isEqualTo("False");
    assertThat(ready.reason()).isEqualTo("NotifierNotAllowed");
    assertThat(ready.message())
        .isEqualTo(
            "The operator may not read Secret pager of namespace private. Add it to the chart's"
                + " values: notifications: {secrets: {private: [pager]}}");
    soon().untilAsserted(() -> assertThat(team.events("pager")).contains("NotifierNotAllowed"));
  }

  @Test
  void aTestThatSomebodyAsksForIsSentOnceAndAnswered() throws Exception {
    team(TRIED);
    ask(TRIED, "hook", "one");
    var sent = tested("hook", "one");
    assertThat(sent.result()).isEqualTo("Delivered");
    assertThat(types(hook, TRIED)).containsExactly("test");

    secret(TRIED, "hook", "signingKey", " ");
    ask(TRIED, "hook", "two");
    assertThat(tested("hook", "two").message())
        .isEqualTo("Secret hook has no key signingKey. Add it.");
    assertThat(condition(connection(TRIED, "hook", status -> true), "Delivering").reason())
        .isEqualTo("Refused");

    ask(TRIED, "data-slack", "three");
    assertThat(tested("data-slack", "three").message())
        .isEqualTo(
            "The operator may not read Secret data-slack of namespace tried. Add it to the chart's"
                + " values: notifications: {secrets: {tried: [data-slack]}}");
    assertThat(types(hook, TRIED)).containsExactly("test");
  }

  @Test
  void theExamplesAreReadyAsTheyStandAndTellReceiversOfThisMachine() throws Exception {
    var team = Team.in(cluster.admin(), SHOWN);
    var authority = new TestAuthority();
    mayRead(SHOWN, EXAMPLES);
    example("connections.yaml", UnaryOperator.identity());
    for (var name : EXAMPLES) {
      var status = connection(SHOWN, name, known -> known.conditions() != null);
      assertThat(condition(status, "Ready").reason()).as(name).isEqualTo("Allowed");
      assertThat(condition(status, "Delivering").reason()).as(name).isEqualTo("NotTried");
    }
    try (var all = Recorder.start();
        var mails = MailServer.startTls("127.0.0.1", authority.server("127.0.0.1"))) {
      secret(SHOWN, "data-slack", "webhook", all.url() + "/services/T/B/x");
      secret(SHOWN, "data-teams", "webhook", all.url() + "/workflows/1");
      secret(SHOWN, "on-call", "signingKey", "hook-secret");
      secret(SHOWN, "pager", "routingKey", "pager-secret");
      secret(
          SHOWN,
          "data-mail",
          Map.of("username", "penstock", "password", "x", "ca.crt", authority.pem()));
      example(
          "connections.yaml",
          text ->
              text.replace("https://hooks.example.org", all.url())
                  .replace("pagerduty: {}", "pagerduty: {endpoint: \"%s\"}".formatted(all.url()))
                  .replace("host: smtp.example.org", "host: 127.0.0.1\n    port: " + mails.port()));
      // Never while a test looks.
      example("orders-told.yaml", text -> text.replace("20 * * * *", "0 0 1 1 *"));
      team.pipeline("orders-told", status -> status.observedGeneration() != null);
      fails(team, "wrong", "orders-told");
      ask(SHOWN, "data-teams", "example");
      soon()
          .untilAsserted(() ->
              assertThat(all.requests().stream().map(Recorder.Request::path))
                  .containsExactlyInAnyOrder(
                      "/services/T/B/x", "/penstock", "/v2/enqueue", "/workflows/1"));
      soon().until(() -> mails.mails().size() == 1);
      assertThat(mails.mails().getFirst())
          .contains("Subject: Pipeline orders-told of namespace shown has failed: ");
      assertThat(mails.encrypted()).contains("AUTH");
      assertThat(mails.plain()).doesNotContain("AUTH", "MAIL");
      for (var name : EXAMPLES) {
        connection(
            SHOWN, name, status -> condition(status, "Delivering").reason().equals("Delivered"));
      }
    }
  }

  /** Applies that file of the examples, changed so far. */
  private static void example(String file, UnaryOperator<String> changed) throws IOException {
    var path = TestCluster.home().resolve("examples/notifications").resolve(file);
    var text = changed.apply(Files.readString(path));
    cluster
        .admin()
        .load(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(SHOWN)
        .serverSideApply();
  }

  private static NotifyTestStatus tested(String name, String id) {
    return connection(
            TRIED,
            name,
            status -> status.notifyTest() != null && status.notifyTest().id().equals(id))
        .notifyTest();
  }

  private static void ask(String namespace, String connection, String id) {
    cluster
        .admin()
        .resources(EtlConnection.class)
        .inNamespace(namespace)
        .withName(connection)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"penstock.dev/notify-test\":\"%s\"}}}".formatted(id));
  }
}
