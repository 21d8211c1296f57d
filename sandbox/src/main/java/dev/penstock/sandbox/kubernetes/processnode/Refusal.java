package dev.penstock.sandbox.kubernetes.processnode;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells which pods ask for what a process node lacks. Better not run than run wrongly. */
final class Refusal {
  private Refusal() {}

  /** One sentence that names the first thing the node lacks; empty when it can run the pod. */
  static Optional<String> of(Pod pod) {
    return Stream.of(wholePod(pod), volumes(pod), containers(pod))
        .flatMap(Optional::stream)
        .findFirst()
        .map(what ->
            "Pod %s asks for %s, which a process node does not have; it needs a real node"
                .formatted(pod.getMetadata().getName(), what));
  }

  private static Optional<String> wholePod(Pod pod) {
    var spec = pod.getSpec();
    return first(
        asks(!spec.getInitContainers().isEmpty(), "init containers"),
        asks(!spec.getEphemeralContainers().isEmpty(), "ephemeral containers"),
        asks(spec.getContainers().size() != 1, "more than one container"),
        asks(isTrue(spec.getHostPID()), "hostPID"),
        asks(isTrue(spec.getHostIPC()), "hostIPC"));
  }

  private static Optional<String> volumes(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> !supported(volume))
        .findFirst()
        .map(volume ->
            volume.getHostPath() != null
                ? "hostPath volume " + volume.getName()
                : "the kind of volume " + volume.getName());
  }

  private static boolean supported(Volume volume) {
    if (volume.getProjected() != null) {
      return volume.getProjected().getSources().stream().allMatch(Refusal::supported);
    }
    if (volume.getDownwardAPI() != null) {
      return volume.getDownwardAPI().getItems().stream().allMatch(i -> i.getFieldRef() != null);
    }
    return volume.getConfigMap() != null
        || volume.getSecret() != null
        || volume.getEmptyDir() != null;
  }

  private static boolean supported(VolumeProjection source) {
    if (source.getDownwardAPI() != null) {
      return source.getDownwardAPI().getItems().stream().allMatch(i -> i.getFieldRef() != null);
    }
    return source.getConfigMap() != null
        || source.getSecret() != null
        || source.getServiceAccountToken() != null;
  }

  private static Optional<String> containers(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container(pod, container).stream())
        .findFirst();
  }

  private static Optional<String> container(Pod pod, Container container) {
    var security = container.getSecurityContext();
    var readiness = container.getReadinessProbe();
    return first(
        asks(
            container.getVolumeMounts().stream()
                .anyMatch(m -> isSet(m.getSubPath()) || isSet(m.getSubPathExpr())),
            "a mount with subPath"),
        asks(!container.getVolumeDevices().isEmpty(), "volumeDevices"),
        asks(container.getLifecycle() != null, "lifecycle hooks"),
        asks(isTrue(container.getStdin()) || isTrue(container.getTty()), "a terminal"),
        asks(security != null && isTrue(security.getPrivileged()), "privileged"),
        asks(
            readiness != null && readiness.getHttpGet() == null,
            "a readiness probe other than httpGet"),
        container.getEnv().stream()
            .map(variable -> variable.getValueFrom())
            .filter(Objects::nonNull)
            .filter(source -> !supported(pod, source))
            .findFirst()
            .map(source -> "a variable from a resource or an unknown field"));
  }

  private static boolean supported(Pod pod, EnvVarSource source) {
    return source.getFieldRef() != null
        ? PodField.of(pod, source.getFieldRef().getFieldPath()).isPresent()
        : source.getConfigMapKeyRef() != null || source.getSecretKeyRef() != null;
  }

  private static Optional<String> asks(boolean so, String what) {
    return so ? Optional.of(what) : Optional.empty();
  }

  @SafeVarargs
  private static Optional<String> first(Optional<String>... found) {
    return List.of(found).stream().flatMap(Optional::stream).findFirst();
  }

  private static boolean isTrue(@Nullable Boolean value) {
    return Boolean.TRUE.equals(value);
  }

  private static boolean isSet(@Nullable String value) {
    return value != null && !value.isEmpty();
  }
}
