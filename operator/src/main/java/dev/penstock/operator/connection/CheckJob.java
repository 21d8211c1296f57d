package dev.penstock.operator.connection;

import static dev.penstock.api.runner.RunnerContract.CONFIG_DIRECTORY;
import static dev.penstock.api.runner.RunnerContract.CONTAINER;
import static dev.penstock.api.runner.RunnerContract.MANIFESTS;
import static dev.penstock.api.runner.RunnerContract.NAMESPACE;
import static dev.penstock.api.runner.RunnerContract.SECRETS_DIRECTORY;
import static dev.penstock.api.runner.RunnerContract.TERMINATION_MESSAGE;
import static dev.penstock.api.runner.RunnerContract.TERMINATION_MESSAGE_PATH;

import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import dev.penstock.operator.settings.RunnerImage;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Job that checks a connection, from where runs work. It is no run: no pipeline label makes it
 * a candidate of admission. Its one name per connection keeps a second one out. The connection
 * comes as an annotation of the pod, so there is no ConfigMap to sweep.
 */
final class CheckJob {
  /** Together at most 58: a pod's name is the Job's and 5 more. */
  private static final int NAME = 42;

  private static final int UID = 8;
  private static final long DEADLINE_SECONDS = 180;
  private static final int KEPT_SECONDS = 600;
  private static final int REQUEST = 253;

  private CheckJob() {}

  /** {@return whether a Job is a check} */
  static boolean is(HasMetadata resource) {
    return map(resource.getMetadata().getLabels()).containsKey(Marks.CONNECTION_CHECK);
  }

  static String name(EtlConnection connection) {
    var name = connection.getMetadata().getName();
    var cut = name.substring(0, Math.min(NAME, name.length())).replace('.', '-');
    return "%s-%s-check".formatted(cut, connection.getMetadata().getUid().substring(0, UID));
  }

  /** {@return what a person asked for by annotation, as it is compared; null: nothing} */
  static @Nullable String request(EtlConnection connection) {
    var asked = map(connection.getMetadata().getAnnotations()).get(Marks.CHECK);
    return asked == null || asked.length() <= REQUEST ? asked : asked.substring(0, REQUEST);
  }

  /** {@return the hash of the spec that a check is about} */
  static @Nullable String hash(Job job) {
    return map(job.getMetadata().getAnnotations()).get(Marks.SPEC_HASH);
  }

  /** {@return the request that a check answers} */
  static @Nullable String request(Job job) {
    return map(job.getMetadata().getAnnotations()).get(Marks.CHECK);
  }

  static Job desired(
      EtlConnection connection, ConnectionText text, RunnerImage image, Surroundings around) {
    var uid = connection.getMetadata().getUid();
    var annotations = new HashMap<String, String>();
    annotations.put(Marks.SPEC_HASH, text.hash());
    Optional.ofNullable(request(connection))
        .ifPresent(asked -> annotations.put(Marks.CHECK, asked));
    return new JobBuilder()
        .withNewMetadata()
        .withName(name(connection))
        .withNamespace(connection.getMetadata().getNamespace())
        .withLabels(Map.of(Marks.MANAGED_BY, Marks.PENSTOCK, Marks.CONNECTION_CHECK, uid))
        .withAnnotations(annotations)
        .withOwnerReferences(Owners.to(connection))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(DEADLINE_SECONDS)
        .withTtlSecondsAfterFinished(KEPT_SECONDS)
        .withTemplate(pod(connection, text, image, around))
        .endSpec()
        .build();
  }

  private static PodTemplateSpec pod(
      EtlConnection connection, ConnectionText text, RunnerImage image, Surroundings around) {
    var labels = new HashMap<>(around.labels());
    labels.put(Marks.MANAGED_BY, Marks.PENSTOCK);
    labels.put(Marks.CONNECTION_CHECK, connection.getMetadata().getUid());
    var secret = secret(connection);
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(labels)
        .withAnnotations(Map.of(Marks.CONNECTION_MANIFEST, text.json()))
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .withServiceAccountName(around.serviceAccountName())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNodeSelector(around.nodeSelector())
        .withTolerations(around.tolerations())
        .withPriorityClassName(around.priorityClassName())
        .withImagePullSecrets(around.imagePullSecrets())
        .withSecurityContext(around.security())
        .withContainers(container(connection, secret, image, around))
        .withVolumes(volumes(secret))
        .endSpec()
        .build();
  }

  private static Container container(
      EtlConnection connection, Optional<String> secret, RunnerImage image, Surroundings around) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(image.name())
        .withImagePullPolicy(image.pullPolicy())
        .withArgs(
            "check",
            connection.getMetadata().getName(),
            "-f",
            CONFIG_DIRECTORY,
            "--secrets",
            SECRETS_DIRECTORY)
        .withEnv(env(around))
        .withNewResources()
        .withRequests(Map.of("cpu", new Quantity("50m"), "memory", new Quantity("192Mi")))
        // Both, or a quota on limits would refuse the pod.
        .withLimits(Map.of("cpu", new Quantity("1"), "memory", new Quantity("512Mi")))
        .endResources()
        .withVolumeMounts(mounts(secret))
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

  private static List<EnvVar> env(Surroundings around) {
    var env = new ArrayList<EnvVar>();
    env.add(
        new EnvVarBuilder()
            .withName(NAMESPACE)
            .withNewValueFrom()
            .withNewFieldRef("v1", "metadata.namespace")
            .endValueFrom()
            .build());
    env.add(new EnvVar(TERMINATION_MESSAGE, TERMINATION_MESSAGE_PATH, null));
    env.addAll(around.env());
    return env;
  }

  private static Optional<String> secret(EtlConnection connection) {
    return Optional.ofNullable(connection.getSpec().credentials())
        .flatMap(credentials -> Optional.ofNullable(credentials.secret()))
        .flatMap(secret -> Optional.ofNullable(secret.name()));
  }

  private static List<VolumeMount> mounts(Optional<String> secret) {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(mount("config", CONFIG_DIRECTORY, true));
    mounts.add(mount("tmp", "/tmp", false));
    secret.ifPresent(name -> mounts.add(mount("secret", SECRETS_DIRECTORY + "/" + name, true)));
    return mounts;
  }

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    var mount = new VolumeMountBuilder().withName(volume).withMountPath(path);
    return readOnly ? mount.withReadOnly(true).build() : mount.build();
  }

  private static List<Volume> volumes(Optional<String> secret) {
    var volumes = new ArrayList<Volume>();
    volumes.add(
        new VolumeBuilder()
            .withName("config")
            .withNewDownwardAPI()
            .addNewItem()
            .withPath(MANIFESTS)
            .withNewFieldRef(
                "v1", "metadata.annotations['%s']".formatted(Marks.CONNECTION_MANIFEST))
            .endItem()
            .endDownwardAPI()
            .build());
    volumes.add(
        new VolumeBuilder()
            .withName("tmp")
            .withNewEmptyDir()
            .withSizeLimit(new Quantity("64Mi"))
            .endEmptyDir()
            .build());
    // Optional, so that the check says which Secret is missing instead of a pod that never starts.
    secret.ifPresent(name ->
        volumes.add(
            new VolumeBuilder()
                .withName("secret")
                .withNewSecret()
                .withSecretName(name)
                .withOptional(true)
                .withDefaultMode(0440)
                .endSecret()
                .build()));
    return volumes;
  }

  private static Map<String, String> map(@Nullable Map<String, String> texts) {
    return Objects.requireNonNullElse(texts, Map.of());
  }
}
