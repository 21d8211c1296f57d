package dev.penstock.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked;
import dev.penstock.api.validation.Validator;
import dev.penstock.operator.Given;
import dev.penstock.operator.settings.RunnerImage;
import dev.penstock.operator.settings.RunnerTelemetry;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each field under {@code pod}, {@code scratch} and {@code image}, and what stays as it is. */
class RunnerPodTest {
  @Test
  void withoutAnyFieldThePodIsPlain() {
    var template = template("");
    assertThat(template.getMetadata().getAnnotations()).isEmpty();
    assertThat(template.getMetadata().getLabels())
        .containsOnlyKeys("app.kubernetes.io/managed-by", "penstock.dev/pipeline");
    var pod = template.getSpec();
    assertThat(pod.getAffinity()).isNull();
    assertThat(pod.getNodeSelector()).isEmpty();
    assertThat(pod.getPriorityClassName()).isNull();
    assertThat(pod.getImagePullSecrets()).isEmpty();
    assertThat(pod.getTopologySpreadConstraints()).isEmpty();
    assertThat(pod.getServiceAccountName()).isEqualTo("default");
    assertThat(pod.getSecurityContext().getSupplementalGroups()).isEmpty();
    assertThat(runner(pod).getImage()).isEqualTo("runner:1");
    assertThat(runner(pod).getImagePullPolicy()).isEqualTo("Never");
  }

  @Test
  void labelsAndAnnotationsStandBesideOurs() {
    var metadata =
        template("pod: {labels: {team: sales}, annotations: {acme.com/a: b}}").getMetadata();
    assertThat(metadata.getLabels())
        .containsEntry("team", "sales")
        .containsEntry("penstock.dev/pipeline", "orders")
        .containsEntry("app.kubernetes.io/managed-by", "penstock");
    assertThat(metadata.getAnnotations()).containsOnlyKeys("acme.com/a");
  }

  @Test
  void tolerationsKeepTheirOrderAndAZero() {
    var tolerations =
        pod("""
        pod:
          tolerations:
            - {key: spot, operator: Exists, effect: NoSchedule}
            - {key: etl, value: nightly, effect: NoExecute, tolerationSeconds: 0}
        """)
            .getTolerations();
    assertThat(tolerations.getFirst().getKey()).isEqualTo("spot");
    assertThat(tolerations.getFirst().getOperator()).isEqualTo("Exists");
    assertThat(tolerations.getFirst().getEffect()).isEqualTo("NoSchedule");
    assertThat(tolerations.getFirst().getTolerationSeconds()).isNull();
    assertThat(tolerations.get(1).getOperator()).isNull();
    assertThat(tolerations.get(1).getValue()).isEqualTo("nightly");
    assertThat(tolerations.get(1).getTolerationSeconds()).isZero();
    assertThat(tolerations.subList(2, tolerations.size()))
        .as("those for a lost node follow")
        .hasSize(2);
  }

  @Test
  void affinityIsHandedOverByTheNamesOfThePodApi() {
    var affinity =
        pod("""
        pod:
          affinity:
            nodeAffinity:
              requiredDuringSchedulingIgnoredDuringExecution:
                nodeSelectorTerms:
                  - matchExpressions: [{key: zone, operator: NotIn, values: [a]}]
            podAntiAffinity:
              preferredDuringSchedulingIgnoredDuringExecution:
                - weight: 7
                  podAffinityTerm:
                    topologyKey: kubernetes.io/hostname
                    labelSelector: {matchLabels: {app: db}}
        """)
            .getAffinity();
    var term =
        affinity
            .getNodeAffinity()
            .getRequiredDuringSchedulingIgnoredDuringExecution()
            .getNodeSelectorTerms()
            .getFirst()
            .getMatchExpressions()
            .getFirst();
    assertThat(term.getOperator()).isEqualTo("NotIn");
    assertThat(term.getValues()).containsExactly("a");
    var away =
        affinity
            .getPodAntiAffinity()
            .getPreferredDuringSchedulingIgnoredDuringExecution()
            .getFirst();
    assertThat(away.getWeight()).isEqualTo(7);
    assertThat(away.getPodAffinityTerm().getLabelSelector().getMatchLabels())
        .containsEntry("app", "db");
    assertThat(affinity.getPodAffinity()).isNull();
  }

  @Test
  void placementByNodeSpreadAndPriorityIsHandedOver() {
    var pod =
        pod(
            """
            pod:
              nodeSelector: {kubernetes.io/arch: arm64}
              priorityClassName: nightly
              serviceAccountName: loader
              imagePullSecrets: [{name: registry}]
              topologySpreadConstraints:
                - {maxSkew: 2, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway, nodeTaintsPolicy: Honor}
            """);
    assertThat(pod.getNodeSelector()).containsEntry("kubernetes.io/arch", "arm64");
    assertThat(pod.getPriorityClassName()).isEqualTo("nightly");
    assertThat(pod.getServiceAccountName()).isEqualTo("loader");
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getImagePullSecrets().getFirst().getName()).isEqualTo("registry");
    var spread = pod.getTopologySpreadConstraints().getFirst();
    assertThat(spread.getMaxSkew()).isEqualTo(2);
    assertThat(spread.getWhenUnsatisfiable()).isEqualTo("ScheduleAnyway");
    assertThat(spread.getNodeTaintsPolicy()).isEqualTo("Honor");
    assertThat(spread.getLabelSelector()).isNull();
  }

  @Test
  void variablesComeAfterThoseOfTheContractAndAnEmptyOneHasNoValue() {
    var env = runner(pod("pod: {env: [{name: B, value: \"1\"}, {name: A, value: \"\"}]}")).getEnv();
    assertThat(env).extracting(EnvVar::getName).endsWith("PENSTOCK_TERMINATION_MESSAGE", "B", "A");
    assertThat(env.get(env.size() - 2).getValue()).isEqualTo("1");
    assertThat(env.getLast().getValue()).isNull();
  }

  @Test
  void volumesAndMountsStandBesideOursInTheServersSpelling() {
    var pod =
        pod(
            """
            pod:
              volumes:
                - {name: memory, emptyDir: {medium: Memory, sizeLimit: 1024Ki}}
                - name: cache
                  ephemeral: {volumeClaimTemplate: {spec: {resources: {requests: {storage: 1024Mi}}}}}
                - {name: ca, configMap: {name: company, items: [{key: a, path: b/c}], optional: false}}
              volumeMounts:
                - {name: ca, mountPath: /ca, readOnly: false}
                - {name: cache, mountPath: /cache, subPath: x, readOnly: true}
            """);
    var memory = volume(pod, "memory").getEmptyDir();
    assertThat(memory.getMedium()).isEqualTo("Memory");
    assertThat(memory.getSizeLimit()).isEqualTo(new Quantity("1Mi"));
    var claim = volume(pod, "cache").getEphemeral().getVolumeClaimTemplate().getSpec();
    assertThat(claim.getAccessModes()).containsExactly("ReadWriteOnce");
    assertThat(claim.getResources().getRequests()).containsEntry("storage", new Quantity("1Gi"));
    assertThat(claim.getStorageClassName()).isNull();
    var ca = volume(pod, "ca").getConfigMap();
    assertThat(ca.getName()).isEqualTo("company");
    assertThat(ca.getOptional()).isFalse();
    assertThat(ca.getItems().getFirst().getPath()).isEqualTo("b/c");
    var mounts = runner(pod).getVolumeMounts();
    assertThat(mounts).extracting(mount -> mount.getMountPath()).endsWith("/ca", "/cache");
    assertThat(mounts.get(mounts.size() - 2).getReadOnly()).isNull();
    assertThat(mounts.getLast().getReadOnly()).isTrue();
    assertThat(mounts.getLast().getSubPath()).isEqualTo("x");
  }

  @Test
  void usersAndGroupsAreChosenAndTheRestStaysRestricted() {
    var security =
        pod("pod: {securityContext: {runAsUser: 5, fsGroup: 7, supplementalGroups: [9]}}")
            .getSecurityContext();
    assertThat(security.getRunAsUser()).isEqualTo(5);
    assertThat(security.getRunAsGroup()).isEqualTo(10001);
    assertThat(security.getFsGroup()).isEqualTo(7);
    assertThat(security.getSupplementalGroups()).containsExactly(9L);
    assertThat(security.getRunAsNonRoot()).isTrue();
    assertThat(security.getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
  }

  @Test
  void scratchIsAnEmptyDirOrAClaimForEachPod() {
    var directory = volume(pod("scratch: {size: 2048Mi}"), "scratch");
    assertThat(directory.getEmptyDir().getSizeLimit()).isEqualTo(new Quantity("2Gi"));
    var claim =
        volume(pod("scratch: {size: 2048Mi, ephemeral: {storageClassName: fast}}"), "scratch")
            .getEphemeral()
            .getVolumeClaimTemplate()
            .getSpec();
    assertThat(claim.getStorageClassName()).isEqualTo("fast");
    assertThat(claim.getAccessModes()).containsExactly("ReadWriteOnce");
    assertThat(claim.getResources().getRequests()).containsEntry("storage", new Quantity("2Gi"));
    var ofTheCluster = volume(pod("scratch: {ephemeral: {}}"), "scratch").getEphemeral();
    assertThat(ofTheCluster.getVolumeClaimTemplate().getSpec().getStorageClassName()).isNull();
  }

  @Test
  void aPodAlwaysHasALimitOfMemory() {
    assertThat(limit("pod: {resources: {requests: {cpu: 2}}}")).isEqualTo(new Quantity("1Gi"));
    assertThat(limit("pod: {resources: {requests: {memory: 4Gi}}}")).isEqualTo(new Quantity("4Gi"));
    assertThat(limit("pod: {resources: {limits: {memory: 512Mi}}}"))
        .isEqualTo(new Quantity("512Mi"));
  }

  @ParameterizedTest
  @CsvSource({
    "registry.internal:5000/etl/runner, Always",
    "registry.internal:5000/etl/runner:latest, Always",
    "registry.internal:5000/etl/runner:3.1, IfNotPresent",
    "runner:3, IfNotPresent",
  })
  void anImageOfOnesOwnIsPulledAsKubernetesWould(String image, String policy) {
    var runner = runner(pod("image: " + image));
    assertThat(runner.getImage()).isEqualTo(image);
    assertThat(runner.getImagePullPolicy()).isEqualTo(policy);
  }

  @Test
  void anImageByDigestNeverMoves() {
    var image = "etl/runner@sha256:" + "0".repeat(64);
    assertThat(runner(pod("image: " + image)).getImagePullPolicy()).isEqualTo("IfNotPresent");
  }

  private static final RunnerTelemetry TELEMETRY =
      new RunnerTelemetry(
          Map.of(
              "OPENLINEAGE_URL", "https://lineage.example",
              "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
          Optional.of("telemetry"));

  @Test
  void whereRunsTellLineageAndTracesIsThatOfTheInstallation() {
    var pod = template("", TELEMETRY).getSpec();
    assertThat(runner(pod).getEnv())
        .contains(
            new EnvVar("OPENLINEAGE_URL", "https://lineage.example", null),
            new EnvVar("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318", null),
            new EnvVar("PENSTOCK_TELEMETRY_SECRET", "/etc/penstock/telemetry", null));
    var secret = volume(pod, "penstock-telemetry").getSecret();
    assertThat(secret.getSecretName()).isEqualTo("telemetry");
    assertThat(secret.getOptional()).isTrue();
    assertThat(runner(pod).getVolumeMounts())
        .anySatisfy(mount -> {
          assertThat(mount.getMountPath()).isEqualTo("/etc/penstock/telemetry");
          assertThat(mount.getReadOnly()).isTrue();
        });
  }

  @Test
  void anAuthorsOwnEndpointDoesNotGetTheSecretOfTheInstallation() {
    var own = "pod: {env: [{name: OPENLINEAGE_URL, value: http://elsewhere.example}]}";
    var pod = template(own, TELEMETRY).getSpec();
    assertThat(runner(pod).getEnv())
        .filteredOn(variable -> variable.getName().equals("OPENLINEAGE_URL"))
        .containsExactly(new EnvVar("OPENLINEAGE_URL", "http://elsewhere.example", null));
    assertThat(runner(pod).getEnv())
        .extracting(EnvVar::getName)
        .contains("OTEL_EXPORTER_OTLP_ENDPOINT")
        .doesNotContain("PENSTOCK_TELEMETRY_SECRET");
    assertThat(pod.getVolumes()).extracting(Volume::getName).doesNotContain("penstock-telemetry");
  }

  @Test
  void whereRunsTellNothingThePodIsAsItWas() {
    assertThat(template("", RunnerTelemetry.NONE)).isEqualTo(template(""));
    assertThat(new RunnerTelemetry(Map.of(), Optional.of("unread")))
        .isEqualTo(RunnerTelemetry.NONE);
  }

  private static Quantity limit(String more) {
    return runner(pod(more)).getResources().getLimits().get("memory");
  }

  private static Volume volume(PodSpec pod, String name) {
    return pod.getVolumes().stream()
        .filter(v -> v.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Container runner(PodSpec pod) {
    return pod.getContainers().getFirst();
  }

  private static PodSpec pod(String more) {
    return template(more).getSpec();
  }

  private static PodTemplateSpec template(String more) {
    return template(more, RunnerTelemetry.NONE);
  }

  private static PodTemplateSpec template(String more, RunnerTelemetry telemetry) {
    var pipeline = Given.pipeline("orders", more);
    var id = new ResourceName(Given.NAMESPACE, "orders");
    return switch (new Validator().pipeline(id, pipeline.getSpec(), Given.connections())) {
      case Checked.Valid<Pipeline>(var valid) ->
          RunnerPod.template(
              Rendering.of(
                  pipeline,
                  valid,
                  Given.connections(),
                  new RunnerImage("runner:1", "Never"),
                  telemetry));
      case Checked.Invalid<Pipeline>(var findings) -> throw new AssertionError(findings);
    };
  }
}
