package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Command;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * containerd and kubelet in mount and pid namespaces of their own. The node's one process outside
 * is unshare: killing it kills everything inside and takes every mount away.
 */
record Node(ClusterFiles files, Addresses addresses, KubernetesTools tools, CgroupRoot cgroups) {
  /** The node's name and address. */
  static final String NAME = "127.0.0.1";

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PROCESS = "node";

  /** Starts containerd; the kubelet follows when there is an API server. */
  void start() throws IOException, InterruptedException {
    cgroups.create();
    write("cni/10-none.conflist", CNI);
    write("containerd.toml", resource("containerd.toml"));
    write("kubelet.yaml", kubeletConfiguration());
    write("node-init.sh", resource("node-init.sh"));
    files
        .processes()
        .start(
            PROCESS,
            List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "--propagation=private",
                "bash",
                files.state().resolve("node-init.sh").toString(),
                files.state().toString(),
                files.run().toString(),
                folder(tools.program("kubelet")).toString(),
                debian().toString(),
                NAME),
            Map.of());
  }

  /** Brings a docker-archive into containerd's store. */
  void importImage(Path tar) throws IOException, InterruptedException {
    ctr().and("images", "import", tar.toString()).within(Duration.ofMinutes(5)).run();
  }

  void awaitContainerd() throws IOException, InterruptedException {
    files
        .processes()
        .await(
            PROCESS,
            PATIENCE,
            "socket of containerd",
            () -> Files.exists(files.socket("containerd")));
    ctr().and("version").run();
  }

  void startKubelet() throws IOException {
    Files.createFile(files.run().resolve("api-ready"));
  }

  /** Ends kubelet, containerd and all containers in one instant; what is on disk stays. */
  void losePower() throws IOException, InterruptedException {
    files.processes().kill(PROCESS);
    // Who starts the node again must not take the old socket for a containerd that answers.
    Files.deleteIfExists(files.socket("containerd"));
  }

  void awaitReady(KubernetesClient client) throws IOException, InterruptedException {
    files.processes().await(PROCESS, PATIENCE, "Ready node", () -> ready(client));
  }

  /** From now on every pod shares the machine's network. */
  static void shareHostNetwork(KubernetesClient client) throws IOException {
    client.resourceList(resource("host-network.yaml")).serverSideApply();
  }

  void awaitHostNetwork(KubernetesClient client) throws IOException, InterruptedException {
    // A policy takes a second or two to work, and nothing tells but a pod that is tried.
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("host-network-works")
            .withNamespace("default")
            .endMetadata()
            .withNewSpec()
            .addNewContainer()
            .withName("none")
            .withImage("penstock.local/pause:1")
            .endContainer()
            .endSpec()
            .build();
    files
        .processes()
        .await(
            "kube-apiserver",
            PATIENCE,
            "host network policy at work",
            () ->
                Boolean.TRUE.equals(
                    client.resource(pod).dryRun().create().getSpec().getHostNetwork()));
  }

  private static boolean ready(KubernetesClient client) {
    try {
      var node = client.nodes().withName(NAME).get();
      return node != null
          && node.getStatus() != null
          && node.getStatus().getConditions().stream()
              .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  private Command ctr() {
    return Command.of(
            tools.program("ctr").toString(),
            "--address",
            files.socket("containerd").toString(),
            "--namespace",
            "k8s.io")
        .with("PATH", String.join(File.pathSeparator, path()));
  }

  private List<String> path() {
    var own = tools.nodePath().stream().map(Path::toString);
    var system = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return Stream.concat(own, Stream.of(system)).toList();
  }

  private Path debian() {
    return folder(folder(folder(tools.program("containerd"))));
  }

  private static Path folder(Path path) {
    var parent = path.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("%s is in no folder".formatted(path));
    }
    return parent;
  }

  // The kubelet calls a node Ready only when there is some network configuration. No pod ever uses
  // it: all share the machine's network.
  private static final String CNI =
      """
      {"cniVersion": "0.4.0", "name": "none", "plugins": [{"type": "none"}]}
      """;

  private String kubeletConfiguration() {
    return """
    apiVersion: kubelet.config.k8s.io/v1beta1
    kind: KubeletConfiguration
    address: 127.0.0.1
    port: %d
    readOnlyPort: 0
    healthzPort: 0
    failCgroupV1: false
    cgroupDriver: cgroupfs
    cgroupRoot: /%s
    failSwapOn: false
    oomScoreAdj: 0
    containerRuntimeEndpoint: unix:///mnt/run/containerd.sock
    authentication:
      anonymous: {enabled: false}
      webhook: {enabled: true}
      x509: {clientCAFile: /mnt/state/pki/ca.crt}
    authorization: {mode: Webhook}
    tlsCertFile: /mnt/state/pki/kubelet.crt
    tlsPrivateKeyFile: /mnt/state/pki/kubelet.key
    podLogsDir: /mnt/state/podlogs
    volumePluginDir: /var/lib/kubelet/volumeplugins
    resolvConf: ""
    makeIPTablesUtilChains: false
    imageGCHighThresholdPercent: 100
    evictionHard: {memory.available: 100Mi, nodefs.available: "1%%", imagefs.available: "1%%"}
    nodeStatusUpdateFrequency: 5s
    syncFrequency: 10s
    registerNode: true
    """
        .formatted(addresses.kubeletPort(), cgroups.name());
  }

  private void write(String file, String content) throws IOException {
    Files.writeString(files.state().resolve(file), content);
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = Node.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("No resource " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
