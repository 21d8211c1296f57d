package dev.penstock.operator.pipeline;

import static dev.penstock.api.runner.RunnerContract.ATTEMPT;
import static dev.penstock.api.runner.RunnerContract.CONFIG_DIRECTORY;
import static dev.penstock.api.runner.RunnerContract.CONTAINER;
import static dev.penstock.api.runner.RunnerContract.NAMESPACE;
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
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The pod of an attempt: one container without an API token, within restricted pod security. */
final class RunnerPod {
  /** The user of the runner's image. */
  private static final long USER = 10001L;

  /** Readable by the group of the volumes, which is the runner's. */
  private static final int GROUP_READS = 0440;

  private RunnerPod() {}

  /**
   * {@return the labels of everything that belongs to a pipeline; its own labels are not copied}
   */
  static Map<String, String> labels(String pipeline) {
    return Map.of(Marks.MANAGED_BY, Marks.PENSTOCK, Marks.PIPELINE, pipeline);
  }

  static PodTemplateSpec template(Rendering rendering) {
    var shape = rendering.pipeline().pod();
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels(rendering.name()))
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withTolerations(NodeLossTolerations.with(List.of()))
        .withServiceAccountName(shape.serviceAccountName())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(USER)
        .withRunAsGroup(USER)
        .withFsGroup(USER)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(rendering))
        .withVolumes(volumes(rendering))
        .endSpec()
        .build();
  }

  private static Container container(Rendering rendering) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(rendering.image().name())
        .withImagePullPolicy(rendering.image().pullPolicy())
        .withArgs("run", "-f", CONFIG_DIRECTORY, "--secrets", SECRETS_DIRECTORY)
        .withEnv(env())
        .withResources(resources(rendering.pipeline().pod()))
        .withVolumeMounts(mounts(rendering))
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

  private static List<EnvVar> env() {
    return List.of(
        field(NAMESPACE, "metadata.namespace"),
        annotation(RUN_ID, RUN_UID_ANNOTATION),
        annotation(RUN_NAME, RUN_NAME_ANNOTATION),
        field(ATTEMPT, "metadata.uid"),
        annotation(SCHEDULED_TIME, SCHEDULED_TIME_ANNOTATION),
        annotation(TRIGGER, TRIGGER_ANNOTATION),
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

  private static List<VolumeMount> mounts(Rendering rendering) {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(mount("config", CONFIG_DIRECTORY, true));
    mounts.add(mount("scratch", SCRATCH_DIRECTORY, false));
    // The root is read-only, and libraries unpack native code into the temporary directory.
    mounts.add(mount("tmp", "/tmp", false));
    var secrets = rendering.secrets();
    for (int i = 0; i < secrets.size(); i++) {
      mounts.add(mount("secret-" + i, SECRETS_DIRECTORY + "/" + secrets.get(i), true));
    }
    return mounts;
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    var mount = new VolumeMountBuilder().withName(volume).withMountPath(path);
    return readOnly ? mount.withReadOnly(true).build() : mount.build();
  }

  private static List<Volume> volumes(Rendering rendering) {
    var volumes = new ArrayList<Volume>();
    volumes.add(
        new VolumeBuilder()
            .withName("config")
            .withNewConfigMap()
            .withName(rendering.configName())
            .endConfigMap()
            .build());
    volumes.add(emptyDir("scratch", rendering.pipeline().pod().scratchSize()));
    volumes.add(emptyDir("tmp", "256Mi"));
    var secrets = rendering.secrets();
    for (int i = 0; i < secrets.size(); i++) {
      volumes.add(secret("secret-" + i, secrets.get(i)));
    }
    return volumes;
  }

  private static Volume emptyDir(String name, String size) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEmptyDir()
        .withSizeLimit(CanonicalQuantity.of(size))
        .endEmptyDir()
        .build();
  }

  // Optional, so that the runner says which Secret is missing instead of a pod that never starts.
  private static Volume secret(String volume, String name) {
    return new VolumeBuilder()
        .withName(volume)
        .withNewSecret()
        .withSecretName(name)
        .withOptional(true)
        .withDefaultMode(GROUP_READS)
        .endSecret()
        .build();
  }
}
