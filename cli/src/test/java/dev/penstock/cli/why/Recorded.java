package dev.penstock.cli.why;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.cli.cluster.Facts;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.SeenPipeline;
import dev.penstock.cli.cluster.SeenRun;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A namespace as it was written down: manifests with statuses, and logs by pod. */
final class Recorded implements Facts {
  private final List<HasMetadata> resources;
  private final Map<String, List<String>> logs = new HashMap<>();

  Recorded(String yaml) {
    resources =
        Stream.of(yaml.split("(?m)^---$"))
            .map(text -> Serialization.<HasMetadata>unmarshal(text))
            .flatMap(one ->
                one instanceof KubernetesList list ? list.getItems().stream() : Stream.of(one))
            .toList();
  }

  Recorded log(String pod, String text) {
    logs.put(pod, text.lines().toList());
    return this;
  }

  @Override
  public String name() {
    return "shop";
  }

  private <T extends HasMetadata> Stream<T> all(String kind, Class<T> type) {
    return resources.stream().filter(one -> one.getKind().equals(kind)).map(type::cast);
  }

  private <T extends HasMetadata> Found<T> one(String kind, String name, Class<T> type) {
    return all(kind, type)
        .filter(one -> one.getMetadata().getName().equals(name))
        .findFirst()
        .<Found<T>>map(Found.Here::new)
        .orElseGet(() -> new Found.Absent<>("%s %s is gone".formatted(kind, name)));
  }

  @Override
  public Found<SeenPipeline> pipeline(String name) {
    return one("EtlPipeline", name, GenericKubernetesResource.class).map(SeenPipeline::of);
  }

  @Override
  public List<SeenRun> runs() {
    return all("EtlRun", GenericKubernetesResource.class)
        .map(SeenRun::of)
        .sorted(SeenRun.NEWEST_FIRST)
        .toList();
  }

  SeenRun run(String name) {
    return runs().stream().filter(run -> run.name().equals(name)).findFirst().orElseThrow();
  }

  @Override
  public Found<EtlConnectionSpec> connection(String name) {
    return one("EtlConnection", name, GenericKubernetesResource.class)
        .map(found ->
            Serialization.unmarshal(
                Serialization.asJson(found.getAdditionalProperties().get("spec")),
                EtlConnectionSpec.class));
  }

  @Override
  public Found<Job> job(String name) {
    return one("Job", name, Job.class);
  }

  @Override
  public Found<List<Pod>> pods(String job) {
    return new Found.Here<>(
        all("Pod", Pod.class)
            .filter(pod ->
                job.equals(pod.getMetadata().getLabels().get("batch.kubernetes.io/job-name")))
            .toList());
  }

  @Override
  public Found<ConfigMap> configMap(String name) {
    return one("ConfigMap", name, ConfigMap.class);
  }

  @Override
  public Found<List<Event>> events(Set<String> names) {
    return new Found.Here<>(
        all("Event", Event.class)
            .filter(event -> names.contains(event.getInvolvedObject().getName()))
            .toList());
  }

  @Override
  public Found<List<String>> log(Pod pod, int lines) {
    return Optional.ofNullable(logs.get(pod.getMetadata().getName()))
        .<Found<List<String>>>map(Found.Here::new)
        .orElseGet(() -> new Found.Absent<>("this user may not read the log of that pod"));
  }
}
