package dev.penstock.operator.pipeline;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.RunnerPodSpec;
import dev.penstock.api.pod.EnvSpec;
import dev.penstock.api.pod.PodSecuritySpec;
import dev.penstock.operator.resource.EtlPipeline;
import io.fabric8.kubernetes.api.model.Affinity;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an author wrote under {@code pod}, as objects of Kubernetes. The fields have the names of
 * the Pod API, so they are handed over as JSON; only what the API server stores in another spelling
 * is rewritten, because it would be written again for ever.
 */
record WrittenPod(Optional<RunnerPodSpec> spec) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static WrittenPod of(EtlPipeline pipeline) {
    return new WrittenPod(Optional.ofNullable(pipeline.getSpec().pod()));
  }

  Map<String, String> labels() {
    return map(RunnerPodSpec::labels);
  }

  Map<String, String> annotations() {
    return map(RunnerPodSpec::annotations);
  }

  Map<String, String> nodeSelector() {
    return map(RunnerPodSpec::nodeSelector);
  }

  List<Toleration> tolerations() {
    return list(RunnerPodSpec::tolerations, Toleration.class);
  }

  /** {@return where the pod may be; null when nothing is said about it} */
  @Nullable Affinity affinity() {
    return spec.map(RunnerPodSpec::affinity)
        .map(written -> JSON.convertValue(written, Affinity.class))
        .orElse(null);
  }

  List<TopologySpreadConstraint> topologySpreadConstraints() {
    return list(RunnerPodSpec::topologySpreadConstraints, TopologySpreadConstraint.class);
  }

  /** {@return the class; null: the default of the cluster} */
  @Nullable String priorityClassName() {
    return spec.map(RunnerPodSpec::priorityClassName).orElse(null);
  }

  List<LocalObjectReference> imagePullSecrets() {
    return list(RunnerPodSpec::imagePullSecrets, LocalObjectReference.class);
  }

  List<EnvVar> env() {
    return spec.map(RunnerPodSpec::env).orElse(List.of()).stream()
        .map(WrittenPod::variable)
        .toList();
  }

  List<Volume> volumes() {
    var volumes = list(RunnerPodSpec::volumes, Volume.class);
    volumes.forEach(WrittenPod::spell);
    return volumes;
  }

  List<VolumeMount> volumeMounts() {
    var mounts = list(RunnerPodSpec::volumeMounts, VolumeMount.class);
    // false is stored as nothing.
    mounts.forEach(
        mount -> mount.setReadOnly(Boolean.TRUE.equals(mount.getReadOnly()) ? true : null));
    return mounts;
  }

  PodSecuritySpec security() {
    return spec.map(RunnerPodSpec::securityContext)
        .orElseGet(() -> new PodSecuritySpec(null, null, null, null));
  }

  private static EnvVar variable(EnvSpec written) {
    // An empty text is stored as nothing.
    var value = Objects.requireNonNullElse(written.value(), "");
    return new EnvVar(written.name(), value.isEmpty() ? null : value, null);
  }

  private static void spell(Volume volume) {
    var directory = volume.getEmptyDir();
    if (directory != null && directory.getSizeLimit() != null) {
      directory.setSizeLimit(CanonicalQuantity.of(directory.getSizeLimit().toString()));
    }
    var ephemeral = volume.getEphemeral();
    if (ephemeral != null) {
      var claim = ephemeral.getVolumeClaimTemplate().getSpec();
      if (claim.getAccessModes().isEmpty()) {
        claim.setAccessModes(RunnerVolumes.ONE_NODE);
      }
      claim
          .getResources()
          .getRequests()
          .replaceAll((name, size) -> CanonicalQuantity.of(size.toString()));
    }
  }

  private Map<String, String> map(Function<RunnerPodSpec, @Nullable Map<String, String>> field) {
    return spec.map(field).map(TreeMap::new).orElseGet(TreeMap::new);
  }

  private <T> List<T> list(Function<RunnerPodSpec, @Nullable List<?>> field, Class<T> type) {
    var items = JSON.getTypeFactory().constructCollectionType(java.util.ArrayList.class, type);
    return spec.map(field)
        .map(written -> JSON.<List<T>>convertValue(written, items))
        .orElseGet(java.util.ArrayList::new);
  }
}
