package dev.penstock.operator.it;

import static dev.penstock.operator.it.Team.soon;

import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What people do to runs and Jobs behind the operator's back, and a node that takes its time. */
record Hands(KubernetesClient client, String namespace) {

  /** A pipeline whose schedule does not get into a test that runs at a quarter past. */
  static EtlPipeline quiet(String name) {
    return quiet(name, "");
  }

  static EtlPipeline quiet(String name, String more) {
    return Given.pipeline(name, "suspend: true\n" + more);
  }

  void cancel(String run) {
    patchRun(run, "{\"spec\":{\"cancel\":true}}");
  }

  void patchRun(String run, String json) {
    client
        .resources(EtlRun.class)
        .inNamespace(namespace)
        .withName(run)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  void suspend(String job, boolean suspended) {
    patchJob(job, "{\"spec\":{\"suspend\":%s}}".formatted(suspended));
  }

  /** The Job's deadline passes now. */
  void timesOut(String job) {
    patchJob(job, "{\"spec\":{\"activeDeadlineSeconds\":1}}");
  }

  private void patchJob(String job, String json) {
    client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(job)
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  void deleteJob(String job) {
    client.batch().v1().jobs().inNamespace(namespace).withName(job).delete();
  }

  /** The pipeline goes, and with it whatever it owns. */
  void deletePipeline(String name) {
    var pipelines = client.resources(EtlPipeline.class).inNamespace(namespace);
    pipelines.withName(name).delete();
    // The garbage collector looks for new kinds, as ours on a young cluster, twice a minute.
    soon()
        .atMost(Duration.ofMinutes(3))
        .until(() ->
            client.batch().v1().cronjobs().inNamespace(namespace).withName(name).get() == null);
  }

  /** Runs at once that the connection allows. */
  EtlConnection limited(String connection, int runs) {
    var limited = Given.connection(connection);
    limited.setSpec(
        Serialization.unmarshal(
            Serialization.asJson(limited.getSpec())
                .replaceFirst("}$", ",\"limits\":{\"runs\":%d}}".formatted(runs)),
            dev.penstock.api.EtlConnectionSpec.class));
    return limited;
  }

  /** A Job as the CronJob of a pipeline makes it, for tests without a pipeline. */
  Job waitingJob(String name, String pipeline, String connections) {
    return waitingJob(name, pipeline, connections, 0);
  }

  Job waitingJob(String name, String pipeline, String connections, int priority) {
    return client
        .resource(
            new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels(Marks.MANAGED_BY, Marks.PENSTOCK)
                .addToLabels(Marks.PIPELINE, pipeline)
                .addToAnnotations(Marks.CONNECTIONS, connections)
                .addToAnnotations(Marks.PRIORITY, "" + priority)
                .endMetadata()
                .withNewSpec()
                .withSuspend(true)
                .withNewTemplate()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("runner")
                .withImage("penstock.local/runner:it")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
  }

  /** A node takes the Job's only living pod, and its runner is at work. */
  String podWorks(Team team, String job) {
    var pod = soon().until(() -> team.pods(job), pods -> pods.size() == 1).getFirst();
    var name = pod.getMetadata().getName();
    client
        .bindings()
        .inNamespace(namespace)
        .resource(
            new BindingBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName("far-away")
                .endTarget()
                .build())
        .create();
    status(name, "Running", Map.of("running", Map.of("startedAt", Given.CREATED)));
    return name;
  }

  /** The pod is told to stop, and leaves that. */
  void podStops(String pod, int exitCode, String message) {
    toldToStop(pod);
    status(
        pod,
        exitCode == 0 ? "Succeeded" : "Failed",
        Map.of("terminated", Map.of("exitCode", exitCode, "reason", "Ended", "message", message)));
  }

  /** The pod is told to stop, and vanishes with its node. */
  void podVanishes(String pod) {
    toldToStop(pod);
    client.pods().inNamespace(namespace).withName(pod).withGracePeriod(0).delete();
  }

  private void toldToStop(String pod) {
    soon()
        .until(
            () -> client.pods().inNamespace(namespace).withName(pod).get(),
            (Pod now) -> now != null && now.getMetadata().getDeletionTimestamp() != null);
  }

  private void status(String pod, String phase, Map<String, Object> state) {
    var runner = new TreeMap<String, Object>();
    runner.putAll(Map.of("name", "runner", "image", "x", "imageID", "x"));
    runner.putAll(Map.of("ready", false, "restartCount", 0, "state", state));
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            Serialization.asJson(
                Map.of("status", Map.of("phase", phase, "containerStatuses", List.of(runner)))));
  }
}
