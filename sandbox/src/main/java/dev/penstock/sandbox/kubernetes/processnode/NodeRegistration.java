package dev.penstock.sandbox.kubernetes.processnode;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.NodeStatusBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The Node object of a process node and the lease that keeps it Ready. */
record NodeRegistration(KubernetesClient client, Capacity capacity, int logPort, Clock clock) {
  private static final String LEASES = "kube-node-lease";
  private static final int LEASE_SECONDS = 40;

  /** What the scheduler may count on; nothing holds the pods to it. */
  record Capacity(int cpus, long memoryBytes, long diskBytes) {}

  /** Makes the node, Ready; pods are bound to it a moment later. */
  void register() {
    client.resource(node()).create();
    // A patch of the status alone, as a kubelet sends it: a whole node would also carry taints,
    // which
    // the node controller sets at the same moment and a node may not change (NodeRestriction).
    var status = new NodeBuilder().withStatus(status(capacity, logPort, clock.instant())).build();
    client
        .nodes()
        .withName(ProcessNode.NAME)
        .subresource("status")
        .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), Serialization.asJson(status));
    renewLease();
  }

  /** Says that the node lives; to be repeated well within 40 s. */
  void renewLease() {
    var leases = client.leases().inNamespace(LEASES);
    var lease = leases.withName(ProcessNode.NAME).get();
    var now = ZonedDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (lease != null) {
      lease.getSpec().setRenewTime(now);
      client.resource(lease).update();
      return;
    }
    var owner = client.nodes().withName(ProcessNode.NAME).require();
    client
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName(ProcessNode.NAME)
                .withNamespace(LEASES)
                .withOwnerReferences(
                    new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Node")
                        .withName(ProcessNode.NAME)
                        .withUid(owner.getMetadata().getUid())
                        .build())
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity(ProcessNode.NAME)
                .withLeaseDurationSeconds(LEASE_SECONDS)
                .withRenewTime(now)
                .endSpec()
                .build())
        .create();
  }

  static Node node() {
    return new NodeBuilder()
        .withNewMetadata()
        .withName(ProcessNode.NAME)
        .withLabels(
            Map.of(
                ProcessNode.LABEL,
                ProcessNode.LABEL_VALUE,
                "kubernetes.io/hostname",
                ProcessNode.NAME,
                "kubernetes.io/os",
                "linux",
                "kubernetes.io/arch",
                architecture()))
        .withAnnotations(Map.of("penstock.dev/node", ProcessNode.LABEL_SENTENCE))
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  static NodeStatus status(Capacity capacity, int logPort, Instant now) {
    var time = now.truncatedTo(ChronoUnit.SECONDS).toString();
    var amounts =
        Map.of(
            "cpu", new Quantity("" + capacity.cpus()),
            "memory", new Quantity("" + capacity.memoryBytes()),
            "ephemeral-storage", new Quantity("" + capacity.diskBytes()),
            "pods", new Quantity("110"));
    var status =
        new NodeStatusBuilder()
            .withCapacity(amounts)
            .withAllocatable(amounts)
            .addNewAddress(ProcessNode.ADDRESS, "InternalIP")
            .addNewAddress(ProcessNode.NAME, "Hostname")
            .withNewDaemonEndpoints()
            .withNewKubeletEndpoint(logPort)
            .endDaemonEndpoints()
            .withNewNodeInfo()
            .withArchitecture(architecture())
            .withBootID("")
            .withContainerRuntimeVersion("process://1")
            .withKernelVersion(System.getProperty("os.version"))
            .withKubeProxyVersion("")
            .withKubeletVersion("v1.36.0-process-node")
            .withMachineID("")
            .withOperatingSystem("linux")
            .withOsImage("the machine's own")
            .withSystemUUID("")
            .endNodeInfo();
    for (var pressure : List.of("MemoryPressure", "DiskPressure", "PIDPressure")) {
      status
          .addNewCondition()
          .withType(pressure)
          .withStatus("False")
          .withReason("NotMeasured")
          .withMessage("A process node does not measure it")
          .withLastHeartbeatTime(time)
          .withLastTransitionTime(time)
          .endCondition();
    }
    return status
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withReason("ProcessNode")
        .withMessage(ProcessNode.LABEL_SENTENCE)
        .withLastHeartbeatTime(time)
        .withLastTransitionTime(time)
        .endCondition()
        .build();
  }

  private static String architecture() {
    return switch (System.getProperty("os.arch")) {
      case "amd64", "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> System.getProperty("os.arch");
    };
  }
}
