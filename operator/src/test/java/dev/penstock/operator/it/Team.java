package dev.penstock.operator.it;

import static org.awaitility.Awaitility.await;

import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.core.ConditionFactory;

/** A team in a namespace of its own: what people do, and what the kubelet would do. */
final class Team {
  private final KubernetesClient client;
  private final String namespace;

  private Team(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  static Team in(KubernetesClient client, String namespace) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
    var team = new Team(client, namespace);
    team.apply(Given.connection("shop-db"));
    team.apply(Given.connection("lake"));
    return team;
  }

  static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100));
  }

  <T extends HasMetadata> T apply(T resource) {
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(resource.getMetadata().getName())
            .withNamespace(namespace)
            .build());
    return client.resource(resource).forceConflicts().serverSideApply();
  }

  /** Changes what no spec says. */
  void touch(HasMetadata resource) {
    resource.getMetadata().setNamespace(namespace);
    client
        .resource(resource)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"touched\":\"yes\"}}}");
  }

  void applyRaw(String json) {
    client.resource(json).create();
  }

  EtlPipeline ready(EtlPipeline pipeline) {
    var applied = apply(pipeline);
    var name = pipeline.getMetadata().getName();
    var generation = applied.getMetadata().getGeneration();
    return pipeline(
        name,
        now ->
            generation.equals(now.observedGeneration())
                && "True".equals(condition(now, "Ready").status()));
  }

  EtlPipeline pipeline(String name, Predicate<EtlPipelineStatus> until) {
    return soon()
        .until(
            () -> client.resources(EtlPipeline.class).inNamespace(namespace).withName(name).get(),
            pipeline -> pipeline.getStatus() != null && until.test(pipeline.getStatus()));
  }

  EtlRun run(String name, Predicate<EtlRunStatus> until) {
    return soon()
        .until(
            () -> client.resources(EtlRun.class).inNamespace(namespace).withName(name).get(),
            run -> run != null && run.getStatus() != null && until.test(run.getStatus()));
  }

  EtlRunStatus run(String name, RunState state) {
    return run(name, status -> status.state() == state).getStatus();
  }

  CronJob cronJob(String name) {
    return client.batch().v1().cronjobs().inNamespace(namespace).withName(name).get();
  }

  Job job(String name) {
    return client.batch().v1().jobs().inNamespace(namespace).withName(name).get();
  }

  List<String> configMaps() {
    return client
        .configMaps()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/managed-by", "penstock")
        .list()
        .getItems()
        .stream()
        .map(config -> config.getMetadata().getName())
        .toList();
  }

  List<String> events(String about) {
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getRegarding().getName().equals(about))
        .map(event -> event.getReason())
        .toList();
  }

  /** As {@code kubectl create job --from=cronjob/...} does it. */
  Job createJobFrom(String cronJob, String name) {
    var from = cronJob(cronJob);
    var template = from.getSpec().getJobTemplate();
    return client
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(template.getMetadata().getLabels())
                .withAnnotations(template.getMetadata().getAnnotations())
                .addToAnnotations("cronjob.kubernetes.io/instantiate", "manual")
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("CronJob")
                .withName(cronJob)
                .withUid(from.getMetadata().getUid())
                .endOwnerReference()
                .endMetadata()
                .withSpec(template.getSpec())
                .build())
        .create();
  }

  /** As the CronJob controller makes the Job of a slot. */
  Job createJobOfSlot(String cronJob, String name, String scheduled) {
    var from = cronJob(cronJob);
    var template = from.getSpec().getJobTemplate();
    return client
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(template.getMetadata().getLabels())
                .withAnnotations(template.getMetadata().getAnnotations())
                .addToAnnotations("batch.kubernetes.io/cronjob-scheduled-timestamp", scheduled)
                .addNewOwnerReference()
                .withApiVersion("batch/v1")
                .withKind("CronJob")
                .withName(cronJob)
                .withUid(from.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(true)
                .endOwnerReference()
                .endMetadata()
                .withSpec(template.getSpec())
                .build())
        .create();
  }

  /** {@return the Job that belongs to that owner, once it may start} */
  Job started(String ownerOrJobUid) {
    return soon()
        .until(
            () ->
                client.batch().v1().jobs().inNamespace(namespace).list().getItems().stream()
                    .filter(job -> isOf(job, ownerOrJobUid))
                    .filter(job -> Boolean.FALSE.equals(job.getSpec().getSuspend()))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static boolean isOf(Job job, String uid) {
    return job.getMetadata().getUid().equals(uid)
        || job.getMetadata().getOwnerReferences().stream().anyMatch(o -> o.getUid().equals(uid));
  }

  List<EtlRun> runs() {
    return client.resources(EtlRun.class).inNamespace(namespace).list().getItems();
  }

  /** Ends the only living pod of a Job, as the kubelet would. */
  void podEnds(String job, int exitCode, String message) {
    var pod = soon().until(() -> pods(job), pods -> pods.size() == 1).getFirst();
    var state =
        Map.of("terminated", Map.of("exitCode", exitCode, "reason", "Ended", "message", message));
    var runner =
        Map.of(
            "name",
            "runner",
            "image",
            "x",
            "imageID",
            "x",
            "ready",
            false,
            "restartCount",
            0,
            "state",
            state);
    var phase = exitCode == 0 ? "Succeeded" : "Failed";
    var patch = Map.of("status", Map.of("phase", phase, "containerStatuses", List.of(runner)));
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(patch));
  }

  List<Pod> pods(String job) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("batch.kubernetes.io/job-name", job)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  static StatusCondition condition(EtlPipelineStatus status, String type) {
    return status.conditions().stream()
        .filter(condition -> type.equals(condition.type()))
        .findFirst()
        .orElseThrow();
  }
}
