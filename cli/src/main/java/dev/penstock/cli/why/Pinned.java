package dev.penstock.cli.why;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.RunnerContract;
import dev.penstock.cli.cluster.Facts;
import dev.penstock.cli.cluster.Found;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a run was pinned to when it started: its Job names a ConfigMap with the pipeline and its
 * connections, and an image.
 *
 * @param pipeline the spec that ran
 * @param connections the specs of the connections that ran, by name
 * @param image as the Job names it
 * @param digest as the node resolved it
 */
record Pinned(
    Found<JsonNode> pipeline,
    Found<Map<String, JsonNode>> connections,
    Found<String> image,
    Found<String> digest) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Pinned of(Account run, Facts facts) {
    if (run.job() == null) {
      return nothing("which Job run %s had is not known".formatted(run.name()));
    }
    var job = facts.job(run.job());
    var items = job.flatMap(Pinned::config).flatMap(facts::configMap).flatMap(Pinned::items);
    return new Pinned(
        items.flatMap(Pinned::pipeline),
        items.map(Pinned::connections),
        job.flatMap(Pinned::image),
        facts.pods(run.job()).flatMap(pods -> digest(run, pods)));
  }

  static Pinned nothing(String why) {
    return new Pinned(
        new Found.Absent<>(why),
        new Found.Absent<>(why),
        new Found.Absent<>(why),
        new Found.Absent<>(why));
  }

  private static Found<String> config(Job job) {
    return job.getSpec().getTemplate().getSpec().getVolumes().stream()
        .filter(volume -> volume.getName().equals("config") && volume.getConfigMap() != null)
        .map(volume -> volume.getConfigMap().getName())
        .filter(Objects::nonNull)
        .findFirst()
        .<Found<String>>map(Found.Here::new)
        .orElseGet(() ->
            new Found.Absent<>("Job %s names no ConfigMap".formatted(job.getMetadata().getName())));
  }

  private static Found<List<JsonNode>> items(ConfigMap config) {
    var name = config.getMetadata().getName();
    var text =
        Objects.requireNonNullElse(config.getData(), Map.<String, String>of())
            .get(RunnerContract.MANIFESTS);
    try {
      return text == null
          ? new Found.Absent<>("ConfigMap %s holds no manifests".formatted(name))
          : new Found.Here<>(JSON.readTree(text).path("items").valueStream().toList());
    } catch (JsonProcessingException notOurs) {
      return new Found.Absent<>("ConfigMap %s can not be read".formatted(name));
    }
  }

  private static Found<JsonNode> pipeline(List<JsonNode> items) {
    return items.stream()
        .filter(item -> item.path("kind").asText().equals("EtlPipeline"))
        .map(item -> item.path("spec"))
        .findFirst()
        .<Found<JsonNode>>map(Found.Here::new)
        .orElseGet(() -> new Found.Absent<>("its ConfigMap holds no pipeline"));
  }

  private static Map<String, JsonNode> connections(List<JsonNode> items) {
    var connections = new TreeMap<String, JsonNode>();
    items.stream()
        .filter(item -> item.path("kind").asText().equals("EtlConnection"))
        .forEach(item ->
            connections.put(item.path("metadata").path("name").asText(), item.path("spec")));
    return connections;
  }

  private static Found<String> image(Job job) {
    return job.getSpec().getTemplate().getSpec().getContainers().stream()
        .filter(container -> container.getName().equals(RunnerContract.CONTAINER))
        .map(container -> container.getImage())
        .filter(Objects::nonNull)
        .findFirst()
        .<Found<String>>map(Found.Here::new)
        .orElseGet(() ->
            new Found.Absent<>("Job %s names no image".formatted(job.getMetadata().getName())));
  }

  private static Found<String> digest(Account run, List<Pod> pods) {
    return pods.stream()
        .filter(pod -> pod.getStatus() != null)
        .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
        .filter(status -> RunnerContract.CONTAINER.equals(status.getName()))
        .map(ContainerStatus::getImageID)
        .filter(id -> id != null && !id.isEmpty())
        .findFirst()
        .<Found<String>>map(Found.Here::new)
        .orElseGet(() -> new Found.Absent<>("no pod of run %s is left".formatted(run.name())));
  }
}
