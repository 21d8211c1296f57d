package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.condition;
import static dev.penstock.operator.it.Team.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.RunningOperator;
import dev.penstock.operator.resource.EtlPipeline;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The pod and the Job of a pipeline that sets every field, on a real API server. */
class PodIT {
  private static final String EVERY = "every-pod-field";

  /** What the API server drops, fills in or stores in another spelling. */
  private static final String EDGES =
      """
      pod:
        resources: {requests: {cpu: "0.1", memory: 1e9}, limits: {cpu: 1000m, memory: 0.5Ti}}
        tolerations: []
        nodeSelector: {}
        imagePullSecrets: []
        affinity:
          nodeAffinity: {}
          podAffinity:
            requiredDuringSchedulingIgnoredDuringExecution:
              - {labelSelector: {}, topologyKey: zone}
          podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}
        topologySpreadConstraints:
          - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway}
          - {maxSkew: 1, topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}
        env: [{name: EMPTY, value: ""}, {name: NONE}]
        volumes:
          - {name: a, emptyDir: {}}
          - {name: b, configMap: {name: b, optional: false, items: []}}
          - name: c
            ephemeral: {volumeClaimTemplate: {spec: {resources: {requests: {storage: "1.5Gi"}}}}}
        volumeMounts:
          - {name: a, mountPath: /a, readOnly: false}
          - {name: a, mountPath: /b, subPath: x}
        labels: {empty: ""}
        annotations: {empty: ""}
        securityContext: {supplementalGroups: []}
      scratch: {ephemeral: {}}
      """;

  private static TestCluster cluster;
  private static RunningOperator operator;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    if (TestCluster.possible()) {
      cluster = TestCluster.start();
      operator = cluster.operator(new Requests());
    }
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

  @Test
  void everyFieldOfTheJobReachesTheCronJob() throws IOException {
    var spec = everyField("job").getSpec();
    assertThat(spec.getSchedule()).isEqualTo("30 4 * * *");
    assertThat(spec.getTimeZone()).isEqualTo("Europe/Berlin");
    assertThat(spec.getSuspend()).isTrue();
    assertThat(spec.getStartingDeadlineSeconds()).isEqualTo(300);
    assertThat(spec.getConcurrencyPolicy()).isEqualTo("Forbid");
    assertThat(spec.getSuccessfulJobsHistoryLimit()).isEqualTo(2);
    assertThat(spec.getFailedJobsHistoryLimit()).isEqualTo(5);
    var job = spec.getJobTemplate().getSpec();
    assertThat(job.getActiveDeadlineSeconds()).isEqualTo(3600);
    assertThat(job.getBackoffLimit()).isEqualTo(5);
    assertThat(job.getPodReplacementPolicy()).isEqualTo("Failed");
    assertThat(job.getPodFailurePolicy().getRules()).hasSize(3);
  }

  @Test
  void everyFieldOfThePodReachesTheCronJob() throws IOException {
    var written = tree(everyPodField().getSpec().pod());
    var template = template(everyField("pod"));
    var pod = template.getSpec();

    // The names are those of the Pod API, so the objects are the same but for the spelling of
    // numbers.
    assertThat(tree(pod.getNodeSelector())).isEqualTo(written.get("nodeSelector"));
    // The author's, in their order; what is ours follows.
    var tolerations = pod.getTolerations();
    assertThat(tree(Map.of("a", tolerations.subList(0, tolerations.size() - 2))))
        .isEqualTo(Map.of("a", written.get("tolerations")));
    assertThat(tolerations.subList(tolerations.size() - 2, tolerations.size()))
        .extracting(Toleration::getKey)
        .containsExactly("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");
    assertThat(tree(pod.getAffinity())).isEqualTo(written.get("affinity"));
    assertThat(tree(Map.of("a", pod.getTopologySpreadConstraints())))
        .isEqualTo(Map.of("a", written.get("topologySpreadConstraints")));
    assertThat(pod.getPriorityClassName()).isEqualTo("nightly-etl");
    assertThat(pod.getServiceAccountName()).isEqualTo("loader");
    assertThat(pod.getImagePullSecrets().getFirst().getName()).isEqualTo("registry.internal");
    assertThat(template.getMetadata().getLabels())
        .containsAllEntriesOf(labels(written))
        .containsEntry("penstock.dev/pipeline", EVERY);
    assertThat(tree(template.getMetadata().getAnnotations())).isEqualTo(written.get("annotations"));
    var security = pod.getSecurityContext();
    assertThat(security.getRunAsUser()).isEqualTo(20001);
    assertThat(security.getRunAsGroup()).isEqualTo(20002);
    assertThat(security.getFsGroup()).isEqualTo(20003);
    assertThat(security.getSupplementalGroups()).containsExactly(20004L, 20005L);

    var runner = pod.getContainers().getFirst();
    assertThat(runner.getImage()).isEqualTo("registry.internal:5000/etl/runner:3.1");
    assertThat(runner.getImagePullPolicy()).isEqualTo("IfNotPresent");
    assertThat(runner.getEnv())
        .anySatisfy(variable -> {
          assertThat(variable.getName()).isEqualTo("HTTPS_PROXY");
          assertThat(variable.getValue()).isEqualTo("http://proxy.internal:3128");
        })
        .extracting(variable -> variable.getName())
        .contains("JAVA_TOOL_OPTIONS", "PENSTOCK_RUN_ID");
    assertThat(runner.getResources().getRequests())
        .containsEntry("cpu", new Quantity("1500m"))
        .containsEntry("memory", new Quantity("1536Mi"))
        .containsEntry("ephemeral-storage", new Quantity("1G"));
    assertThat(runner.getResources().getLimits())
        .containsEntry("cpu", new Quantity("2"))
        .containsEntry("memory", new Quantity("2Gi"))
        .containsEntry("ephemeral-storage", new Quantity("2G"));
    assertThat(runner.getVolumeMounts())
        .extracting(mount -> mount.getMountPath())
        .contains(
            "/scratch",
            "/tmp",
            "/etc/penstock/config",
            "/var/spool/etl",
            "/cache",
            "/etc/ssl/company");
  }

  @Test
  void everyVolumeReachesTheCronJob() throws IOException {
    var pod = template(everyField("volumes")).getSpec();
    assertThat(volume(pod.getVolumes(), "memory").getEmptyDir().getMedium()).isEqualTo("Memory");
    assertThat(volume(pod.getVolumes(), "memory").getEmptyDir().getSizeLimit())
        .isEqualTo(new Quantity("256Mi"));
    var cache = volume(pod.getVolumes(), "cache").getEphemeral().getVolumeClaimTemplate().getSpec();
    assertThat(cache.getAccessModes()).containsExactly("ReadWriteOncePod");
    assertThat(cache.getStorageClassName()).isEqualTo("fast");
    assertThat(cache.getResources().getRequests()).containsEntry("storage", new Quantity("2Gi"));
    var certificates = volume(pod.getVolumes(), "certificates").getConfigMap();
    assertThat(certificates.getName()).isEqualTo("company-ca");
    assertThat(certificates.getOptional()).isTrue();
    assertThat(certificates.getItems().getFirst().getPath()).isEqualTo("company/ca.crt");
    var scratch =
        volume(pod.getVolumes(), "scratch").getEphemeral().getVolumeClaimTemplate().getSpec();
    assertThat(scratch.getStorageClassName()).isEqualTo("scratch");
    assertThat(scratch.getResources().getRequests())
        .containsEntry("storage", new Quantity("1536Mi"));
    var cached =
        pod.getContainers().getFirst().getVolumeMounts().stream()
            .filter(mount -> mount.getName().equals("cache"))
            .findFirst()
            .orElseThrow();
    assertThat(cached.getSubPath()).isEqualTo("etl/customers");
  }

  @Test
  void aSecondReconcileWritesNothingWhateverIsSet() throws IOException {
    var team = Team.in(cluster.admin(), "twice");
    team.ready(everyPodField());
    team.ready(Given.pipeline("edges", EDGES));
    var before = List.of(version(team, EVERY), version(team, "edges"));

    operator.close();
    var requests = new Requests();
    operator = cluster.operator(requests);
    // Every resource is reconciled at start; one that is made later is seen after them.
    Team.in(cluster.admin(), "twice-later").ready(Given.pipeline("later"));
    team.touch(Given.connection("lake"));
    Team.in(cluster.admin(), "twice-last").ready(Given.pipeline("last"));
    assertThat(requests.writesTo("twice-last")).as("the counter counts").isNotEmpty();
    assertThat(requests.writesTo("twice")).isEmpty();
    assertThat(List.of(version(team, EVERY), version(team, "edges"))).isEqualTo(before);
  }

  @Test
  void aFieldThatIsTakenOutGoesFromTheCronJob() throws IOException {
    var team = Team.in(cluster.admin(), "taken-out");
    team.ready(everyPodField());
    var plain = everyPodField();
    var spec = Serialization.unmarshal(Serialization.asJson(plain.getSpec()), TreeMap.class);
    spec.remove("pod");
    spec.remove("scratch");
    spec.remove("image");
    plain.setSpec(
        Serialization.unmarshal(
            Serialization.asJson(spec), dev.penstock.api.EtlPipelineSpec.class));
    team.ready(plain);
    var template = template(team.cronJob(EVERY));
    assertThat(template.getSpec().getAffinity()).isNull();
    assertThat(template.getSpec().getTolerations())
        .noneMatch(toleration -> "acme.com/etl".equals(toleration.getKey()));
    assertThat(template.getSpec().getPriorityClassName()).isNull();
    assertThat(volume(template.getSpec().getVolumes(), "scratch").getEmptyDir()).isNotNull();
    assertThat(template.getSpec().getContainers().getFirst().getImage())
        .isEqualTo("penstock.local/runner:it");
    assertThat(template.getMetadata().getLabels()).doesNotContainKey("cost-centre");
  }

  @Test
  void cronJobJobAndPodAreWithinRestrictedPodSecurity() throws IOException {
    var namespace = "enforced";
    var team = Team.in(cluster.admin(), namespace);
    cluster
        .admin()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName("loader")
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    cluster
        .admin()
        .resource(
            new PriorityClassBuilder()
                .withNewMetadata()
                .withName("nightly-etl")
                .endMetadata()
                .withValue(1000)
                .build())
        .create();
    team.ready(everyPodField());
    team.ready(Given.pipeline("plain"));
    team.ready(Given.pipeline("edges", EDGES));
    for (var name : List.of(EVERY, "plain", "edges")) {
      var cronJob = team.cronJob(name);
      assertThat(dryRun(again(cronJob))).as("CronJob " + name).isNotNull();
      var job =
          new JobBuilder()
              .withNewMetadata()
              .withName("dry")
              .withNamespace(namespace)
              .endMetadata()
              .withSpec(cronJob.getSpec().getJobTemplate().getSpec())
              .build();
      assertThat(dryRun(job)).as("Job " + name).isNotNull();
      assertThat(dryRun(pod(namespace, template(cronJob)))).as("Pod " + name).isNotNull();
    }

    var root = template(team.cronJob("plain"));
    root.getSpec()
        .getContainers()
        .getFirst()
        .getSecurityContext()
        .setAllowPrivilegeEscalation(true);
    assertThatThrownBy(() -> dryRun(pod(namespace, root)))
        .as("the namespace enforces it")
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("violates PodSecurity");
  }

  @Test
  void timeInTheQueueIsNotTimeOfTheDeadline() {
    var team = Team.in(cluster.admin(), "queue-time");
    team.ready(Given.pipeline("orders", "activeDeadlineSeconds: 3600\n"));
    team.apply(Given.run("first", "orders"));
    var first = team.run("first", RunState.RUNNING);
    team.apply(Given.run("second", "orders"));
    var second = team.run("second", RunState.QUEUED).job();
    var waiting =
        soon()
            .until(
                () -> team.job(second),
                job -> job.getStatus() != null && !job.getStatus().getConditions().isEmpty());
    assertThat(waiting.getStatus().getConditions().getFirst().getType()).isEqualTo("Suspended");
    assertThat(waiting.getStatus().getStartTime()).as("the deadline counts from it").isNull();
    assertThat(team.job(first.job()).getStatus().getStartTime()).isNotNull();
  }

  @Test
  void whatTheApiServerRefusesIsOnTheResourceInItsWordsAndBlocksNoOther() {
    var team = Team.in(cluster.admin(), "refused");
    cluster
        .admin()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withName("no-cronjobs")
                .withNamespace("refused")
                .endMetadata()
                .withNewSpec()
                .addToHard("count/cronjobs.batch", new Quantity("0"))
                .endSpec()
                .build())
        .create();
    soon()
        .until(
            () ->
                cluster
                    .admin()
                    .resourceQuotas()
                    .inNamespace("refused")
                    .withName("no-cronjobs")
                    .get(),
            quota -> quota.getStatus() != null && quota.getStatus().getHard() != null);
    team.apply(Given.pipeline("orders"));
    var refused =
        team.pipeline(
            "orders",
            status ->
                status.conditions() != null && "False".equals(condition(status, "Ready").status()));
    assertThat(condition(refused.getStatus(), "Ready").message())
        .contains("exceeded quota: no-cronjobs");
    Team.in(cluster.admin(), "not-refused").ready(Given.pipeline("orders"));
  }

  private static CronJob everyField(String namespace) throws IOException {
    var team = Team.in(cluster.admin(), namespace);
    team.ready(everyPodField());
    return team.cronJob(EVERY);
  }

  private static EtlPipeline everyPodField() throws IOException {
    var file = TestCluster.home().resolve("crds/src/test/resources/every-pod-field.yaml");
    return Serialization.unmarshal(Files.readString(file), EtlPipeline.class);
  }

  private static String version(Team team, String pipeline) {
    return team.cronJob(pipeline).getMetadata().getResourceVersion();
  }

  private static CronJob again(CronJob cronJob) {
    var copy = Serialization.clone(cronJob);
    copy.getMetadata().setName("dry");
    copy.getMetadata().setResourceVersion(null);
    copy.getMetadata().setUid(null);
    return copy;
  }

  private static io.fabric8.kubernetes.api.model.Pod pod(
      String namespace, PodTemplateSpec template) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("dry")
        .withNamespace(namespace)
        .withLabels(template.getMetadata().getLabels())
        .withAnnotations(template.getMetadata().getAnnotations())
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static io.fabric8.kubernetes.api.model.HasMetadata dryRun(
      io.fabric8.kubernetes.api.model.HasMetadata resource) {
    return cluster.admin().resource(resource).dryRun(true).create();
  }

  private static PodTemplateSpec template(CronJob cronJob) {
    return cronJob.getSpec().getJobTemplate().getSpec().getTemplate();
  }

  private static Volume volume(List<Volume> volumes, String name) {
    return volumes.stream().filter(v -> v.getName().equals(name)).findFirst().orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> labels(Map<String, Object> pod) {
    return (Map<String, String>) pod.get("labels");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> tree(Object value) {
    return Serialization.unmarshal(Serialization.asJson(value), Map.class);
  }
}
