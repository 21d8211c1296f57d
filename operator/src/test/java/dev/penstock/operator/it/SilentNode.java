package dev.penstock.operator.it;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * A node that said once that it is ready and is not heard of again: what the real controllers then
 * do to its pods is real. Takes only pods that a test binds to it; the test plays its kubelet.
 */
record SilentNode(KubernetesClient client, String name) {

  static SilentNode join(KubernetesClient client, String name) {
    var node =
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .endMetadata()
            .withNewSpec()
            .withUnschedulable(true)
            .endSpec()
            .build();
    client.resource(node).create();
    var joined = new SilentNode(client, name);
    joined.saysReady();
    return joined;
  }

  /** One heartbeat. A patch: the controllers write to a new node at once. */
  void saysReady() {
    client
        .nodes()
        .withName(name)
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            Serialization.asJson(Map.of("status", Map.of("conditions", List.of(ready())))));
  }

  void leaves() {
    client.nodes().withName(name).delete();
  }

  private static Map<String, Object> ready() {
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return Map.of(
        "type",
        "Ready",
        "status",
        "True",
        "reason",
        "KubeletReady",
        "message",
        "The kubelet is ready",
        "lastHeartbeatTime",
        now,
        "lastTransitionTime",
        now);
  }

  /** Takes a pod and starts it, as far as anybody can see. */
  Pod runs(Pod pod) {
    var metadata = pod.getMetadata();
    client
        .bindings()
        .inNamespace(metadata.getNamespace())
        .resource(
            new BindingBuilder()
                .withNewMetadata()
                .withName(metadata.getName())
                .withNamespace(metadata.getNamespace())
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName(name)
                .endTarget()
                .build())
        .create();
    var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return status(
        pod,
        Map.of(
            "phase",
            "Running",
            "conditions",
            List.of(condition("Ready", now), condition("ContainersReady", now)),
            "containerStatuses",
            List.of(container(true, Map.of("running", Map.of("startedAt", now))))));
  }

  /** Ends a pod's container; the pod stays. */
  void ends(Pod pod, int exitCode, String message) {
    var state =
        Map.of("terminated", Map.of("exitCode", exitCode, "reason", "Error", "message", message));
    status(
        pod,
        Map.of(
            "phase",
            exitCode == 0 ? "Succeeded" : "Failed",
            "containerStatuses",
            List.of(container(false, state))));
  }

  /** What a kubelet does with a pod that was deleted and has ended. */
  void forgets(Pod pod) {
    client.resource(pod).withGracePeriod(0).delete();
  }

  /** As a person who knows that it will not come back. */
  void declareOutOfService() {
    client
        .nodes()
        .withName(name)
        .edit(node ->
            new NodeBuilder(node)
                .editSpec()
                .addNewTaint("NoExecute", "node.kubernetes.io/out-of-service", null, "nodeshutdown")
                .endSpec()
                .build());
  }

  private Pod status(Pod pod, Map<String, Object> status) {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", status)));
  }

  private static Map<String, Object> condition(String type, String since) {
    return Map.of("type", type, "status", "True", "lastTransitionTime", since);
  }

  private static Map<String, Object> container(boolean ready, Map<String, ?> state) {
    return Map.of(
        "name",
        "runner",
        "image",
        "x",
        "imageID",
        "x",
        "ready",
        ready,
        "restartCount",
        0,
        "state",
        state);
  }
}
