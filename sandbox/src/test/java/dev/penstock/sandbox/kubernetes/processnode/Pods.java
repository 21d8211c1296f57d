package dev.penstock.sandbox.kubernetes.processnode;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;

/** Pods for tests: one container, bound to the node. */
final class Pods {
  private Pods() {}

  static Pod pod() {
    return new PodBuilder()
        .withNewMetadata()
        .withName("orders-x1")
        .withNamespace("shop")
        .withUid("11111111-2222-3333-4444-555555555555")
        .withLabels(Map.of("team", "sales", "app", "orders"))
        .withAnnotations(Map.of("penstock.dev/run-uid", "run-1"))
        .endMetadata()
        .withNewSpec()
        .withNodeName(ProcessNode.NAME)
        .withServiceAccountName("default")
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("runner")
        .withImage("penstock.local/runner:process")
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase("Pending")
        .withQosClass("BestEffort")
        .addNewCondition()
        .withType("PodScheduled")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }
}
