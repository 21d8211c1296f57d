package dev.penstock.operator.connection;

import dev.penstock.api.runner.RunnerContract;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a check takes over from the pods of a pipeline that uses the connection, so that it is made
 * as who they are and from where they are: another service account or node may reach other things.
 */
record Surroundings(
    Map<String, String> labels,
    @Nullable String serviceAccountName,
    Map<String, String> nodeSelector,
    List<Toleration> tolerations,
    @Nullable String priorityClassName,
    List<LocalObjectReference> imagePullSecrets,
    PodSecurityContext security,
    List<EnvVar> env) {
  /** The user of the runner's image. */
  private static final long USER = 10001L;

  Surroundings {
    labels = Map.copyOf(labels);
    nodeSelector = Map.copyOf(nodeSelector);
    tolerations = List.copyOf(tolerations);
    imagePullSecrets = List.copyOf(imagePullSecrets);
    env = List.copyOf(env);
  }

  /** {@return those of a connection that no pipeline uses} */
  static Surroundings none() {
    return new Surroundings(
        Map.of(),
        null,
        Map.of(),
        List.of(),
        null,
        List.of(),
        new PodSecurityContextBuilder()
            .withRunAsNonRoot(true)
            .withRunAsUser(USER)
            .withRunAsGroup(USER)
            .withFsGroup(USER)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .build(),
        List.of());
  }

  /** {@return those of pods that are made of a template of ours} */
  static Surroundings of(PodTemplateSpec template) {
    var pod = template.getSpec();
    var labels =
        new HashMap<>(
            template.getMetadata() == null || template.getMetadata().getLabels() == null
                ? Map.<String, String>of()
                : template.getMetadata().getLabels());
    // Who looks for the pods of a pipeline looks for its runs.
    labels.remove(Marks.PIPELINE);
    return new Surroundings(
        labels,
        pod.getServiceAccountName(),
        Objects.requireNonNullElse(pod.getNodeSelector(), Map.of()),
        Objects.requireNonNullElse(pod.getTolerations(), List.of()),
        pod.getPriorityClassName(),
        Objects.requireNonNullElse(pod.getImagePullSecrets(), List.of()),
        Objects.requireNonNullElseGet(pod.getSecurityContext(), () -> none().security()),
        pod.getContainers().stream()
            .filter(container -> RunnerContract.CONTAINER.equals(container.getName()))
            .flatMap(container -> container.getEnv().stream())
            .filter(variable -> variable.getValueFrom() == null)
            .filter(variable -> !variable.getName().startsWith("PENSTOCK_"))
            .toList());
  }
}
