package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an author may not write under image, pod, scratch and the history limits. */
class PodRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /image | runner:a:b | Invalid spec.image: Pipeline orders has the image "runner:a:b", which is not valid. Write registry/name:tag or registry/name@sha256:digest.
          /image | '"a b"' | Invalid spec.image: Pipeline orders has the image "a b", which is not valid. Write registry/name:tag or registry/name@sha256:digest.
          /pod | '{resources: {limits: {memory: 511Mi}}}' | Invalid spec.pod.resources.limits.memory: Pipeline orders has 511Mi of memory; a runner needs it for its heap and its engine. Write 512Mi or more.
          /pod | '{resources: {limits: {ephemeral-storage: 5Gi}}}' | Invalid spec.pod.resources.limits.ephemeral-storage: Pipeline orders limits ephemeral-storage to 5Gi, which holds the scratch of 10Gi. Raise the limit, lower scratch.size or write scratch.ephemeral.
          /pod | '{nodeSelector: {a b: c}}' | Invalid spec.pod.nodeSelector: Pipeline orders has the key "a b", which is no key of a label. Write a name as team or example.com/team.
          /pod | '{nodeSelector: {a: b c}}' | Invalid spec.pod.nodeSelector.a: Pipeline orders has the value "b c", which is no value of a label. Write at most 63 letters, digits, hyphens, underscores and dots, with a letter or digit at both ends.
          /pod | '{tolerations: [null]}' | Required spec.pod.tolerations[0]: The toleration at index 0 is empty. Write it or remove it.
          /pod | '{tolerations: [{value: a}]}' | Required spec.pod.tolerations[0].key: Pipeline orders has a toleration without a key. Write key, or operator: Exists to tolerate every taint.
          /pod | '{tolerations: [{key: a, operator: Exists, value: b}]}' | Invalid spec.pod.tolerations[0].value: Pipeline orders has a value that operator Exists does not compare. Remove value or write operator: Equal.
          /pod | '{tolerations: [{key: a, operator: Matches}]}' | NotSupported spec.pod.tolerations[0].operator: Pipeline orders has the operator of no release that is known here. Write one of Equal, Exists.
          /pod | '{tolerations: [{key: a, tolerationSeconds: 5}]}' | Invalid spec.pod.tolerations[0].tolerationSeconds: Pipeline orders has tolerationSeconds, which delay an eviction. Write effect: NoExecute or remove tolerationSeconds.
          /pod | '{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Gt, values: [b]}]}]}}}}' | Invalid spec.pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values[0]: Pipeline orders compares with b, which is no whole number. Write a whole number.
          /pod | '{affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {}}}}' | Required spec.pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Pipeline orders has no nodeSelectorTerm. Write spec.pod.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms.
          /pod | '{affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{labelSelector: {}}]}}}' | Required spec.pod.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey: Pipeline orders has no topologyKey. Write spec.pod.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].topologyKey.
          /pod | '{topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: ScheduleAnyway, minDomains: 2}]}' | Invalid spec.pod.topologySpreadConstraints[0].minDomains: Pipeline orders has minDomains, which make pods wait. Write whenUnsatisfiable: DoNotSchedule or remove minDomains.
          /pod | '{priorityClassName: system-node-critical}' | NotAllowed spec.pod.priorityClassName: Pipeline orders has the priorityClassName system-node-critical; classes that begin with system- belong to the cluster. Name one for workloads.
          /pod | '{imagePullSecrets: [{name: a}, {name: a}]}' | Duplicate spec.pod.imagePullSecrets[1].name: Pipeline orders has the imagePullSecret a twice. Remove one of the two.
          /pod | '{env: [{name: PENSTOCK_RUN_ID, value: a}]}' | NotAllowed spec.pod.env[0].name: Variable PENSTOCK_RUN_ID begins with PENSTOCK_, as those of the operator do. Choose another name.
          /pod | '{env: [{name: PGPASSWORD, value: a}]}' | NotAllowed spec.pod.env[0].name: Variable PGPASSWORD would hold a credential in a manifest. Put it into a Secret and name that in credentials of the EtlConnection.
          /pod | '{env: [{name: A}, {name: A}]}' | Duplicate spec.pod.env[1].name: Variable A is written twice. Remove one of the two.
          /pod | '{volumes: [{name: config, emptyDir: {}}]}' | NotAllowed spec.pod.volumes[0].name: Volume config has a name of the operator, whose volumes are config, scratch, tmp and those that begin with secret- or penstock-. Choose another name.
          /pod | '{volumes: [{name: secret-0, emptyDir: {}}]}' | NotAllowed spec.pod.volumes[0].name: Volume secret-0 has a name of the operator, whose volumes are config, scratch, tmp and those that begin with secret- or penstock-. Choose another name.
          /pod | '{volumes: [{name: a}]}' | Required spec.pod.volumes[0]: Volume a does not say what it is. Write exactly one of emptyDir, ephemeral, configMap under it.
          /pod | '{volumes: [{name: a, secret: {secretName: b}}]}' | Required spec.pod.volumes[0]: Volume a does not say what it is. Write exactly one of emptyDir, ephemeral, configMap under it.
          /pod | '{volumes: [{name: a, emptyDir: {medium: Memory}}]}' | Required spec.pod.volumes[0].emptyDir.sizeLimit: Volume a is in memory, which counts as memory of the pod, and has no sizeLimit. Write sizeLimit, as 64Mi.
          /pod | '{volumes: [{name: a, configMap: {name: b, items: [{key: c, path: ../d}]}}]}' | Invalid spec.pod.volumes[0].configMap.items[0].path: Volume a has the path "../d", which leads out of the volume. Write a relative path that has no .. in it.
          /pod | '{volumeMounts: [{name: a, mountPath: /a}]}' | NotFound spec.pod.volumeMounts[0].name: Mount of volume a names no volume of pod.volumes. Add the volume.
          /pod | '{labels: {app.kubernetes.io/instance: a}}' | NotAllowed spec.pod.labels.app.kubernetes.io/instance: Pipeline orders has the label app.kubernetes.io/instance, which belongs to the operator, to Jobs, to Argo CD or to the security of the pod. Choose a prefix of your own, as example.com/team.
          /pod | '{labels: {penstock.dev/pipeline: other}}' | NotAllowed spec.pod.labels.penstock.dev/pipeline: Pipeline orders has the label penstock.dev/pipeline, which belongs to the operator, to Jobs, to Argo CD or to the security of the pod. Choose a prefix of your own, as example.com/team.
          /pod | '{annotations: {penstock.dev/run-uid: a}}' | NotAllowed spec.pod.annotations.penstock.dev/run-uid: Pipeline orders has the annotation penstock.dev/run-uid, which belongs to the operator, to Jobs, to Argo CD or to the security of the pod. Choose a prefix of your own, as example.com/team.
          /pod | '{securityContext: {runAsUser: 0}}' | NotAllowed spec.pod.securityContext.runAsUser: Pipeline orders has the runAsUser 0, which is root. Write a number from 1 to 2147483647.
          /pod | '{securityContext: {supplementalGroups: [0]}}' | NotAllowed spec.pod.securityContext.supplementalGroups[0]: Pipeline orders has the supplementalGroup 0, which is root. Write a number from 1 to 2147483647.
          /scratch | '{ephemeral: {storageClassName: A}}' | Invalid spec.scratch.ephemeral.storageClassName: Pipeline orders has the storageClassName A, which is not valid. Write lower-case letters, digits and hyphens, with a letter or digit at both ends; dots between them.
          /failedJobsHistoryLimit | 0 | Invalid spec.failedJobsHistoryLimit: Pipeline orders has the failedJobsHistoryLimit 0. Write a number from 1 to 10.
          /successfulJobsHistoryLimit | 11 | Invalid spec.successfulJobsHistoryLimit: Pipeline orders has the successfulJobsHistoryLimit 11. Write a number from 1 to 10.
          /runsHistoryLimit | 4 | Invalid spec.runsHistoryLimit: Pipeline orders has the runsHistoryLimit 4. Write a number from 5 to 200.
          """)
  void aPodIsRefused(String pointer, String yaml, String line) {
    assertThat(Specs.lines(Specs.pipeline().with(pointer, yaml).checked())).containsExactly(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/penstock",
        "/etc/penstock/config",
        "/etc/penstock/secrets/shop-db",
        "/etc",
        "/",
        "/scratch",
        "/scratch/a",
        "/tmp",
        "/tmp/a",
        "/app",
        "/app/lib",
        "/opt",
        "/dev/shm",
        "/proc",
        "/var",
        "/var/run/secrets/kubernetes.io",
        "/run",
        "relative",
        "/a/../tmp",
        "//a",
        "/a/",
        "/a:b"
      })
  void nothingIsMountedOverWhatTheRunnerNeeds(String path) {
    assertThat(Specs.lines(mounted(path).checked()))
        .singleElement()
        .asString()
        .contains("spec.pod.volumeMounts[0].mountPath");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/data", "/etc/ssl/company", "/etc/penstock-extra", "/srv/a.b_c", "/running"})
  void otherDirectoriesAreFree(String path) {
    assertThat(Specs.lines(mounted(path).checked())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runner",
        "runner:3.1",
        "registry.internal:5000/etl/runner",
        "Registry.Internal/a/b_c:V1",
        "a/b@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "a/b:1@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void anImageIsAnyReferenceThatKubernetesTakes(String image) {
    assertThat(Specs.lines(Specs.pipeline().with("/image", image).checked())).isEmpty();
  }

  @Test
  void aDiskFromAStorageClassDoesNotCountAsStorageOfTheNode() {
    var spec =
        Specs.pipeline()
            .with("/pod", "{resources: {limits: {ephemeral-storage: 5Gi}}}")
            .with("/scratch", "{size: 100Gi, ephemeral: {}}");
    assertThat(Specs.lines(spec.checked())).isEmpty();
  }

  private static Specs mounted(String path) {
    return Specs.pipeline()
        .with("/pod", "{volumes: [{name: a, emptyDir: {}}], volumeMounts: [{name: a}]}")
        .with("/pod/volumeMounts/0/mountPath", "\"%s\"".formatted(path));
  }
}
