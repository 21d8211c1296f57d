package dev.penstock.operator.pipeline;

import static dev.penstock.api.runner.RunnerContract.ATTEMPT;
import static dev.penstock.api.runner.RunnerContract.CONFIG_DIRECTORY;
import static dev.penstock.api.runner.RunnerContract.CONTAINER;
import static dev.penstock.api.runner.RunnerContract.NAMESPACE;
import static dev.penstock.api.runner.RunnerContract.REQUEST;
import static dev.penstock.api.runner.RunnerContract.REQUEST_ANNOTATION;
import static dev.penstock.api.runner.RunnerContract.RUN_ID;
import static dev.penstock.api.runner.RunnerContract.RUN_NAME;
import static dev.penstock.api.runner.RunnerContract.RUN_NAME_ANNOTATION;
import static dev.penstock.api.runner.RunnerContract.RUN_UID_ANNOTATION;
import static dev.penstock.api.runner.RunnerContract.SCHEDULED_TIME;
import static dev.penstock.api.runner.RunnerContract.SCHEDULED_TIME_ANNOTATION;
import static dev.penstock.api.runner.RunnerContract.SCRATCH;
import static dev.penstock.api.runner.RunnerContract.SCRATCH_DIRECTORY;
import static dev.penstock.api.runner.RunnerContract.SECRETS_DIRECTORY;
import static dev.penstock.api.runner.RunnerContract.TERMINATION_MESSAGE;
import static dev.penstock.api.runner.RunnerContract.TERMINATION_MESSAGE_PATH;
import static dev.penstock.api.runner.RunnerContract.TRIGGER;
import static dev.penstock.api.runner.RunnerContract.TRIGGER_ANNOTATION;

import dev.penstock.api.model.PodShape;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The pod of an attempt: one container without an API token, within restricted pod security. */
final class RunnerPod {
  /** The user of the runner's image. */
  private static final long USER = 10001L;

  private RunnerPod() {}

  /**
   * {@return the labels of everything that belongs to a pipeline; its own labels are not copied}
   */
  static Map<String, String> labels(String pipeline) {
    return Map.of(Marks.MANAGED_BY, Marks.PENSTOCK, Marks.PIPELINE, pipeline);
  }

  static PodTemplateSpec template(Rendering rendering) {
    var written = WrittenPod.of(rendering.resource());
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(withOurs(written.labels(), rendering.name()))
        .withAnnotations(written.annotations())
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withServiceAccountName(rendering.pipeline().pod().serviceAccountName())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNodeSelector(written.nodeSelector())
        .withTolerations(NodeLossTolerations.with(written.tolerations()))
        .withAffinity(written.affinity())
        .withTopologySpreadConstraints(written.topologySpreadConstraints())
        .withPriorityClassName(written.priorityClassName())
        .withImagePullSecrets(written.imagePullSecrets())
        .withSecurityContext(security(written))
        .withContainers(container(rendering, written))
        .withVolumes(RunnerVolumes.volumes(rendering))
        .endSpec()
        .build();
  }

  private static Map<String, String> withOurs(Map<String, String> written, String pipeline) {
    var labels = new TreeMap<>(written);
    labels.putAll(labels(pipeline));
    return labels;
  }

  /** Restricted whatever the author writes: he chooses numbers, and none of them is root. */
  private static PodSecurityContext security(WrittenPod written) {
    var chosen = written.security();
    return new PodSecurityContextBuilder()
        .withRunAsNonRoot(true)
        .withRunAsUser(Objects.requireNonNullElse(chosen.runAsUser(), USER))
        .withRunAsGroup(Objects.requireNonNullElse(chosen.runAsGroup(), USER))
        .withFsGroup(Objects.requireNonNullElse(chosen.fsGroup(), USER))
        .withSupplementalGroups(Objects.requireNonNullElse(chosen.supplementalGroups(), List.of()))
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .build();
  }

  private static Container container(Rendering rendering, WrittenPod written) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(rendering.image().name())
        .withImagePullPolicy(rendering.image().pullPolicy())
        .withArgs("run", "-f", CONFIG_DIRECTORY, "--secrets", SECRETS_DIRECTORY)
        .withEnv(env(rendering, written))
        .withResources(resources(rendering.pipeline().pod()))
        .withVolumeMounts(RunnerVolumes.mounts(rendering))
        .withTerminationMessagePath(TERMINATION_MESSAGE_PATH)
        .withTerminationMessagePolicy("File")
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .withDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .build();
  }

  private static List<EnvVar> env(Rendering rendering, WrittenPod written) {
    var env = new ArrayList<>(contract());
    env.addAll(PodTelemetry.of(rendering).env());
    env.addAll(written.env());
    return env;
  }

  private static List<EnvVar> contract() {
    return List.of(
        field(NAMESPACE, "metadata.namespace"),
        annotation(RUN_ID, RUN_UID_ANNOTATION),
        annotation(RUN_NAME, RUN_NAME_ANNOTATION),
        field(ATTEMPT, "metadata.uid"),
        annotation(SCHEDULED_TIME, SCHEDULED_TIME_ANNOTATION),
        annotation(TRIGGER, TRIGGER_ANNOTATION),
        annotation(REQUEST, REQUEST_ANNOTATION),
        new EnvVar(SCRATCH, SCRATCH_DIRECTORY, null),
        new EnvVar(TERMINATION_MESSAGE, TERMINATION_MESSAGE_PATH, null));
  }

  private static EnvVar annotation(String name, String annotation) {
    return field(name, "metadata.annotations['%s']".formatted(annotation));
  }

  private static EnvVar field(String name, String path) {
    return new EnvVarBuilder()
        .withName(name)
        .withNewValueFrom()
        .withNewFieldRef("v1", path)
        .endValueFrom()
        .build();
  }

  private static ResourceRequirements resources(PodShape shape) {
    return new ResourceRequirementsBuilder()
        .withRequests(quantities(shape.requests()))
        .withLimits(quantities(shape.limits()))
        .build();
  }

  private static Map<String, Quantity> quantities(Map<String, String> texts) {
    var quantities = new TreeMap<String, Quantity>();
    texts.forEach((name, text) -> quantities.put(name, CanonicalQuantity.of(text)));
    return quantities;
  }
}
