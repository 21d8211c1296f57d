package dev.penstock.operator.pipeline;

import static dev.penstock.api.runner.RunnerContract.CONFIG_DIRECTORY;
import static dev.penstock.api.runner.RunnerContract.SCRATCH_DIRECTORY;
import static dev.penstock.api.runner.RunnerContract.SECRETS_DIRECTORY;
import static dev.penstock.api.runner.RunnerContract.TELEMETRY_DIRECTORY;

import dev.penstock.api.EphemeralScratchSpec;
import dev.penstock.api.ScratchSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the container finds on its disk: its manifests, secrets, scratch, and what the author adds.
 */
final class RunnerVolumes {
  /** The pod is on one node, so its claim is too. */
  static final List<String> ONE_NODE = List.of("ReadWriteOnce");

  /** Readable by the group of the volumes, which is the runner's. */
  private static final int GROUP_READS = 0440;

  private static final String TELEMETRY = "penstock-telemetry";

  private RunnerVolumes() {}

  static List<VolumeMount> mounts(Rendering rendering) {
    var mounts = new ArrayList<VolumeMount>();
    mounts.add(mount("config", CONFIG_DIRECTORY, true));
    mounts.add(mount("scratch", SCRATCH_DIRECTORY, false));
    // The root is read-only, and libraries unpack native code into the temporary directory.
    mounts.add(mount("tmp", "/tmp", false));
    var secrets = rendering.secrets();
    for (int i = 0; i < secrets.size(); i++) {
      mounts.add(mount("secret-" + i, SECRETS_DIRECTORY + "/" + secrets.get(i), true));
    }
    PodTelemetry.of(rendering)
        .secret()
        .ifPresent(name -> mounts.add(mount(TELEMETRY, TELEMETRY_DIRECTORY, true)));
    mounts.addAll(WrittenPod.of(rendering.resource()).volumeMounts());
    return mounts;
  }

  static List<Volume> volumes(Rendering rendering) {
    var volumes = new ArrayList<Volume>();
    volumes.add(
        new VolumeBuilder()
            .withName("config")
            .withNewConfigMap()
            .withName(rendering.configName())
            .endConfigMap()
            .build());
    volumes.add(scratch(rendering));
    volumes.add(emptyDir("tmp", "256Mi"));
    var secrets = rendering.secrets();
    for (int i = 0; i < secrets.size(); i++) {
      volumes.add(secret("secret-" + i, secrets.get(i)));
    }
    PodTelemetry.of(rendering).secret().ifPresent(name -> volumes.add(secret(TELEMETRY, name)));
    volumes.addAll(WrittenPod.of(rendering.resource()).volumes());
    return volumes;
  }

  private static Volume scratch(Rendering rendering) {
    var size = rendering.pipeline().pod().scratchSize();
    return Optional.ofNullable(rendering.resource().getSpec().scratch())
        .map(ScratchSpec::ephemeral)
        .map(claim -> ephemeral("scratch", size, claim))
        .orElseGet(() -> emptyDir("scratch", size));
  }

  private static Volume ephemeral(String name, String size, EphemeralScratchSpec claim) {
    return new VolumeBuilder()
        .withName(name)
        .withNewEphemeral()
        .withNewVolumeClaimTemplate()
        .withNewSpec()
        .withAccessModes(ONE_NODE)
        .withStorageClassName(claim.storageClassName())
        .withNewResources()
        .withRequests(Map.<String, Quantity>of("storage", CanonicalQuantity.of(size)))
        .endResources()
        .endSpec()
        .endVolumeClaimTemplate()
        .endEphemeral()
        .build();
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

  private static VolumeMount mount(String volume, String path, boolean readOnly) {
    var mount = new VolumeMountBuilder().withName(volume).withMountPath(path);
    return readOnly ? mount.withReadOnly(true).build() : mount.build();
  }
}
