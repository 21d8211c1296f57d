package dev.penstock.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Helm makes of the charts, and what it refuses. */
class ChartIT {
  private static final Path HOME = Path.of("").toAbsolutePath().getParent();
  private static final Path RESOURCES = Path.of("src/test/resources/charts").toAbsolutePath();
  private static final String EVERYTHING = RESOURCES.resolve("values/everything.yaml").toString();

  private static Helm helm;

  @BeforeAll
  static void find() throws IOException, InterruptedException {
    var choice = LevelChoice.of(Machine.inspect());
    assumeTrue(choice.level() != ClusterLevel.NONE, choice::sentence);
    var tools =
        KubernetesTools.build(
            SandboxHome.userCache(), ClusterLevel.CONTROL_PLANE, System.out::println);
    helm = new Helm(tools.helm(), HOME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"penstock", "penstock-crds"})
  void lintFindsNothing(String chart) throws Exception {
    assertThat(helm.lint(chart)).contains("0 chart(s) failed");
  }

  @Test
  void lintFindsNothingWithEverySwitchOn() throws Exception {
    assertThat(helm.lint("penstock", "--values", EVERYTHING)).contains("0 chart(s) failed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "namespaced", "everything"})
  void aRenderingIsTheCommittedOne(String name) throws Exception {
    var values = RESOURCES.resolve("values/%s.yaml".formatted(name));
    var snapshot = RESOURCES.resolve("rendered/%s.yaml".formatted(name));
    var rendered = helm.template("--values", values.toString()).strip() + "\n";
    if (Boolean.getBoolean("penstock.snapshots.write")) {
      Files.createDirectories(snapshot.getParent());
      Files.writeString(snapshot, rendered);
    }
    assertThat(snapshot).as("run again with -Dpenstock.snapshots.write=true").hasContent(rendered);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          replica=2                              | at '': additional properties 'replica' not allowed
          image.name=x                           | at '/image': additional properties 'name' not allowed
          policies.trigger.enabled=false         | at '/policies': additional properties 'trigger' not allowed
          replicas=0                             | at '/replicas': minimum: got 0, want 1
          replicas=two                           | at '/replicas': got string, want integer
          image.tag=a:b                          | at '/image/tag': 'a:b' does not match pattern
          image.digest=sha256:12                 | at '/image/digest': 'sha256:12' does not match pattern
          image.repository=                      | at '/image/repository': minLength: got 0, want 1
          image.reference=a b                    | at '/image/reference': 'a b' does not match pattern
          runner.image.pullPolicy=always         | at '/runner/image/pullPolicy': value must be one of 'Always', 'IfNotPresent', 'Never'
          runner.telemetry.lineage.url=marquez   | at '/runner/telemetry/lineage/url': 'marquez' does not match pattern
          runner.telemetry.lineage.url=http://a@b | at '/runner/telemetry/lineage/url': 'http://a@b' does not match pattern
          runner.telemetry.lineage.sql=yes       | at '/runner/telemetry/lineage/sql': got string, want boolean
          runner.telemetry.traces.url=http://a   | at '/runner/telemetry/traces': additional properties 'url' not allowed
          runner.telemetry.secret=A              | at '/runner/telemetry/secret': 'A' does not match pattern
          watchNamespaces={Shop}                 | at '/watchNamespaces/0': 'Shop' does not match pattern
          watchNamespaces={a,a}                  | at '/watchNamespaces': items at 0 and 1 are equal
          lease.seconds=1                        | at '/lease/seconds': minimum: got 1, want 3
          lease.retrySeconds=10                  | lease.retrySeconds is 10: it must be less than lease.renewSeconds, which is 10
          lease.renewSeconds=20                  | lease.renewSeconds is 20: it must be less than lease.seconds, which is 15
          health.port=70000                      | at '/health/port': maximum: got 70,000, want 65,535
          health.address=a b                     | at '/health/address': 'a b' does not match pattern
          resources.limits.memory=1Gb            | at '/resources/limits/memory': '1Gb' does not match pattern
          resources.limits.memory=1K             | at '/resources/limits/memory': '1K' does not match pattern
          resources.limits.memory=1ki            | at '/resources/limits/memory': '1ki' does not match pattern
          resources.limits.memory=1 Gi           | at '/resources/limits/memory': '1 Gi' does not match pattern
          resources.limits.memory=.              | at '/resources/limits/memory': '.' does not match pattern
          resources.limits.memory=Gi             | at '/resources/limits/memory': 'Gi' does not match pattern
          resources.limits.memory=1e3Gi          | at '/resources/limits/memory': '1e3Gi' does not match pattern
          resources.limits.memory=1e1.5          | at '/resources/limits/memory': '1e1.5' does not match pattern
          resources.limits.memory=-1Gi           | at '/resources/limits/memory': '-1Gi' does not match pattern
          resources.requests.cpu=-1              | at '/resources/requests/cpu': minimum: got -1, want 0
          resources.claims=x                     | at '/resources': additional properties 'claims' not allowed
          imagePullSecrets={registry}            | at '/imagePullSecrets/0': got string, want object
          tolerations[0].effect=Never            | at '/tolerations/0/effect': value must be one of
          podDisruptionBudget.enabled=yes        | at '/podDisruptionBudget/enabled': got string, want boolean
          networkPolicy.apiServerPorts={0}       | at '/networkPolicy/apiServerPorts/0': minimum: got 0, want 1
          networkPolicy.from[0].pods=x           | at '/networkPolicy/from/0': additional properties 'pods' not allowed
          monitoring.podMonitor.interval=30      | at '/monitoring/podMonitor/interval': got number, want string
          monitoring.pipelines=10001             | at '/monitoring/pipelines': maximum: got 10,001, want 10,000
          monitoring.rules.runbooks=docs         | at '/monitoring/rules/runbooks': 'docs' does not match pattern
          monitoring.rules.alerts.Stale.for=1h   | at '/monitoring/rules/alerts': additional properties 'Stale' not allowed
          monitoring.rules.alerts.PenstockRunLong.for=1     | at '/monitoring/rules/alerts/PenstockRunLong/for': got number, want string
          monitoring.rules.alerts.PenstockRunLong.expr=up   | at '/monitoring/rules/alerts/PenstockRunLong': additional properties 'expr' not allowed
          monitoring.dashboards.enabled=yes      | at '/monitoring/dashboards/enabled': got string, want boolean
          policies.action=deny                   | at '/policies/action': value must be one of 'Deny', 'Warn', 'Audit'
          policies.images.allowed={*}            | at '/policies/images/allowed/0': '*' does not match pattern
          policies.serviceAccounts.label=a b     | at '/policies/serviceAccounts/label': 'a b' does not match pattern
          networkPolicy.notificationPorts={0}    | at '/networkPolicy/notificationPorts/0': minimum: got 0, want 1
          checks.enabled=yes                     | at '/checks/enabled': got string, want boolean
          checks.intervalHours=0                 | at '/checks/intervalHours': minimum: got 0, want 1
          checks.delaySeconds=-1                 | at '/checks/delaySeconds': minimum: got -1, want 0
          notifications.gatherSeconds=601        | at '/notifications/gatherSeconds': maximum: got 601, want 600
          notifications.secrets.shop=data-slack  | at '/notifications/secrets/shop': got string, want array
          notifications.secrets.Shop={slack}     | at '/notifications/secrets': additional properties 'Shop' not allowed
          """)
  void aWrongValueIsRefusedAndNamed(String value, String message) {
    assertThatThrownBy(() -> helm.template("--set", value)).hasMessageContaining(message);
  }

  /** The grammar is that of Kubernetes: k is a thousand, K is nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1", "1.", ".5", "0.5", "+1", "100m", "1u", "1n", "1k", "1M", "1E", "1Ki", "1.5Gi", "1e3",
        "1E3", "1e-3", "1E+3"
      })
  void everyQuantityIsTaken(String quantity) throws Exception {
    assertThat(helm.template("--set-string", "resources.requests.cpu=" + quantity))
        .containsPattern("cpu: \"?%s\"?\n".formatted(Pattern.quote(quantity)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "component", "instance"})
  void labelsByWhichPodsAreChosenAreNotTheUsers(String label) {
    assertThatThrownBy(() ->
            helm.template("--set", "podLabels.app\\.kubernetes\\.io/%s=other".formatted(label)))
        .hasMessageContaining("at '/podLabels/app.kubernetes.io~1%s'".formatted(label));
  }

  @ParameterizedTest
  @ValueSource(strings = {"part-of", "version", "managed-by", "names"})
  void otherLabelsAreTheUsers(String label) throws Exception {
    assertThat(
            helm.template(
                "--set", "podLabels.app\\.kubernetes\\.io/%s=data-platform".formatted(label)))
        .contains("app.kubernetes.io/%s: data-platform\n".formatted(label));
  }

  /** A policy sees the port of the pod behind the Service: OpenShift's DNS has another. */
  @Test
  void dnsIsReachedOnBothOfItsPorts() throws Exception {
    var policy =
        helm.template(
            "--set", "networkPolicy.enabled=true", "--show-only", "templates/networkpolicy.yaml");
    for (var port : new int[] {53, 5353}) {
      for (var protocol : new String[] {"UDP", "TCP"}) {
        assertThat(policy)
            .containsPattern("- port: %d\n *protocol: %s\n".formatted(port, protocol));
      }
    }
  }

  @Test
  void whatContradictsItselfIsRefused() {
    refused(
        "health.port is 0: a ServiceMonitor or PodMonitor has nothing to scrape",
        "health.port=0,monitoring.podMonitor.enabled=true");
    refused(
        "monitoring.serviceMonitor and monitoring.podMonitor are both on",
        "monitoring.serviceMonitor.enabled=true,monitoring.podMonitor.enabled=true");
    refused(
        "notifications.secrets names namespace shop, which watchNamespaces does not",
        "watchNamespaces={finance},notifications.secrets.shop={slack}");
  }

  @Test
  void aChartThatHasThisOneBelowItMayHaveGlobals() throws Exception {
    assertThat(helm.template("--set", "global.region=eu")).contains("kind: Deployment");
  }

  @Test
  void anImageIsNamedByItsReferenceElseItsDigestElseItsTag() throws Exception {
    var digest = "sha256:" + "0".repeat(64);
    assertThat(image("image.tag=v7")).isEqualTo("penstock.local/operator:v7");
    assertThat(image("image.tag=v7,image.digest=" + digest))
        .isEqualTo("penstock.local/operator@" + digest);
    assertThat(image("image.digest=%s,image.reference=other/operator:1".formatted(digest)))
        .isEqualTo("other/operator:1");
  }

  @Test
  void oneReplicaHasNoBudgetThatWouldBlockItsNode() throws Exception {
    assertThat(helm.template()).contains("kind: PodDisruptionBudget");
    assertThat(helm.template("--set", "replicas=1")).doesNotContain("PodDisruptionBudget");
  }

  @Test
  void withoutAPortThereIsNothingThatAsksForIt() throws Exception {
    assertThat(helm.template("--set", "health.port=0"))
        .doesNotContain("kind: Service\n")
        .doesNotContain("helm.sh/hook")
        .doesNotContain("Probe:");
  }

  private static String image(String values) throws IOException, InterruptedException {
    return helm.template("--set", values, "--show-only", "templates/deployment.yaml")
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("image: "))
        .map(line -> line.replace("image: ", "").replace("\"", ""))
        .findFirst()
        .orElseThrow();
  }

  private static void refused(String message, String values) {
    assertThatThrownBy(() -> helm.template("--set", values)).hasMessageContaining(message);
  }
}
