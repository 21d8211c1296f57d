package dev.penstock.operator.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import dev.penstock.operator.admission.Candidate;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.settings.RunnerImage;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CheckJobTest {
  private static final PodTemplateSpec TEMPLATE =
      Serialization.unmarshal(
          """
          metadata:
            labels: {app.kubernetes.io/managed-by: penstock, penstock.dev/pipeline: orders, team: data}
          spec:
            serviceAccountName: lake-writer
            nodeSelector: {zone: a}
            tolerations: [{key: etl, operator: Exists}]
            imagePullSecrets: [{name: registry}]
            securityContext: {runAsNonRoot: true, runAsUser: 7}
            containers:
              - name: runner
                image: runner:of-the-pipeline
                env:
                  - {name: HTTPS_PROXY, value: "proxy:1"}
                  - {name: PENSTOCK_SCRATCH, value: /scratch}
                  - {name: PENSTOCK_RUN_ID, valueFrom: {fieldRef: {fieldPath: metadata.uid}}}
          """,
          PodTemplateSpec.class);

  private final EtlConnection connection = Given.connection("shop-db");

  private Job job(Surroundings around) {
    return CheckJob.desired(
        connection,
        ConnectionText.of(connection),
        new RunnerImage("runner:1", "IfNotPresent"),
        around);
  }

  @Test
  void itChecksThisConnectionAndKnowsItFromItsPod() {
    var pod = job(Surroundings.none()).getSpec().getTemplate();
    var runner = pod.getSpec().getContainers().getFirst();
    assertThat(runner.getImage()).isEqualTo("runner:1");
    assertThat(runner.getArgs())
        .containsExactly(
            "check", "shop-db", "-f", "/etc/penstock/config", "--secrets", "/etc/penstock/secrets");
    assertThat(pod.getMetadata().getAnnotations().get(Marks.CONNECTION_MANIFEST))
        .contains("\"kind\":\"EtlConnection\"", "\"host\":\"db.internal\"");
    var config = pod.getSpec().getVolumes().getFirst().getDownwardAPI().getItems().getFirst();
    assertThat(config.getPath()).isEqualTo("manifests.json");
    assertThat(config.getFieldRef().getFieldPath())
        .isEqualTo("metadata.annotations['penstock.dev/connection-manifest']");
    assertThat(runner.getVolumeMounts())
        .extracting(mount -> mount.getMountPath())
        .containsExactly("/etc/penstock/config", "/tmp", "/etc/penstock/secrets/shop-db");
  }

  @Test
  void itIsWithinRestrictedPodSecurityAndHasNoToken() {
    var pod = job(Surroundings.none()).getSpec().getTemplate().getSpec();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    var security = pod.getContainers().getFirst().getSecurityContext();
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(pod.getContainers().getFirst().getResources().getLimits())
        .containsOnlyKeys("cpu", "memory");
  }

  @Test
  void itIsMadeAsWhoAndFromWhereAPipelineReadsButIsNoRunOfIt() {
    var job = job(Surroundings.of(TEMPLATE));
    var pod = job.getSpec().getTemplate();
    assertThat(pod.getSpec().getServiceAccountName()).isEqualTo("lake-writer");
    assertThat(pod.getSpec().getNodeSelector()).isEqualTo(Map.of("zone", "a"));
    assertThat(pod.getSpec().getTolerations()).hasSize(1);
    assertThat(pod.getSpec().getImagePullSecrets()).hasSize(1);
    assertThat(pod.getSpec().getSecurityContext().getRunAsUser()).isEqualTo(7);
    assertThat(pod.getSpec().getContainers().getFirst().getImage()).isEqualTo("runner:1");
    assertThat(pod.getSpec().getContainers().getFirst().getEnv())
        .extracting(variable -> variable.getName())
        .containsExactly("PENSTOCK_NAMESPACE", "PENSTOCK_TERMINATION_MESSAGE", "HTTPS_PROXY");
    assertThat(pod.getMetadata().getLabels())
        .containsOnlyKeys(Marks.MANAGED_BY, Marks.CONNECTION_CHECK, "team");
    job.getMetadata().setUid("u");
    job.getMetadata().setCreationTimestamp(Given.CREATED);
    assertThat(Candidate.of(job)).isEmpty();
  }

  @Test
  void itStartsAtOnceIsNotRepeatedAndGoesByItself() {
    var spec = job(Surroundings.none()).getSpec();
    assertThat(spec.getSuspend()).isNull();
    assertThat(spec.getBackoffLimit()).isZero();
    assertThat(spec.getActiveDeadlineSeconds()).isEqualTo(180);
    assertThat(spec.getTtlSecondsAfterFinished()).isEqualTo(600);
  }

  @Test
  void itsNameIsOneAndFitsAPodsName() {
    connection.getMetadata().setName("a.very".repeat(30));
    var name = job(Surroundings.none()).getMetadata().getName();
    assertThat(name.length()).isLessThanOrEqualTo(58);
    assertThat(name).doesNotContain(".").endsWith("-check");
    assertThat(job(Surroundings.none()).getMetadata().getName()).isEqualTo(name);
  }

  @Test
  void itBearsTheHashOfTheSpecAndTheRequestThatItAnswers() {
    assertThat(CheckJob.request(job(Surroundings.none()))).isNull();
    connection.getMetadata().setAnnotations(Map.of("penstock.dev/check", "x".repeat(300)));
    var job = job(Surroundings.none());
    assertThat(CheckJob.request(job)).isEqualTo(CheckJob.request(connection)).hasSize(253);
    assertThat(CheckJob.hash(job)).isEqualTo(ConnectionText.of(connection).hash());
    assertThat(CheckJob.hash(job)).isNotEqualTo(ConnectionText.of(Given.connection("lake")).hash());
  }
}
