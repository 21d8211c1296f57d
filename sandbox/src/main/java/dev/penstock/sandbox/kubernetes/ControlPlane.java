package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.RecordedProcesses;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** etcd, API server, controllers and scheduler, each a process of its own. */
record ControlPlane(ClusterFiles files, Addresses addresses, KubernetesTools tools) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** What the product and its tests need; names as kube-controller-manager knows them. */
  private static final List<String> CONTROLLERS =
      List.of(
          "clusterrole-aggregation-controller",
          "cronjob-controller",
          "deployment-controller",
          "disruption-controller",
          "garbage-collector-controller",
          "job-controller",
          "namespace-controller",
          "node-lifecycle-controller",
          "pod-garbage-collector-controller",
          "replicaset-controller",
          "resourcequota-controller",
          "root-ca-certificate-publisher-controller",
          "serviceaccount-controller",
          "serviceaccount-token-controller",
          "taint-eviction-controller",
          "ttl-after-finished-controller",
          "validatingadmissionpolicy-status-controller");

  void start() throws IOException, InterruptedException {
    run("etcd", etcd());
    run("kube-apiserver", apiServer());
  }

  /** Controllers and scheduler give up when there is no API server for some seconds. */
  void startControllers() throws IOException, InterruptedException {
    run("kube-controller-manager", controllerManager());
    run(
        "kube-scheduler",
        List.of(
            "--kubeconfig=" + files.kubeconfig(Users.SCHEDULER.file()),
            "--leader-elect=false",
            "--bind-address=127.0.0.1",
            "--secure-port=0",
            "--profiling=false"));
  }

  void awaitApi(KubernetesClient client) throws IOException, InterruptedException {
    processes().await("kube-apiserver", PATIENCE, "answer to /readyz", () -> ready(client));
  }

  /** The default service account is the first thing that pods need a controller for. */
  void awaitControllers(KubernetesClient client) throws IOException, InterruptedException {
    var account = client.serviceAccounts().inNamespace("default").withName("default");
    processes()
        .await(
            "kube-controller-manager",
            PATIENCE,
            "default service account",
            () -> account.get() != null);
  }

  private static boolean ready(KubernetesClient client) {
    try {
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException e) {
      // Not listening yet, or a post-start hook is still at work.
      return false;
    }
  }

  // Unix sockets in a folder of mode 0700: no port to guess and no certificates. The advertised
  // addresses must look like host and port; nobody dials them. Nothing is to survive a power loss.
  private List<String> etcd() {
    return List.of(
        "--name=sandbox",
        "--data-dir=" + files.state().resolve("etcd/data"),
        "--listen-client-urls=unix://" + files.socket("etcd"),
        "--advertise-client-urls=http://localhost:2379",
        "--listen-peer-urls=unix://" + files.socket("etcd-peer"),
        "--initial-advertise-peer-urls=http://localhost:2380",
        "--initial-cluster=sandbox=http://localhost:2380",
        "--unsafe-no-fsync",
        "--log-level=warn");
  }

  private List<String> apiServer() {
    return List.of(
        "--etcd-servers=unix://" + files.socket("etcd"),
        "--bind-address=" + addresses.apiHost(),
        "--advertise-address=" + addresses.apiHost(),
        "--secure-port=" + addresses.apiPort(),
        "--endpoint-reconciler-type=none",
        "--service-cluster-ip-range=" + addresses.services(),
        "--client-ca-file=" + files.pki("ca.crt"),
        "--tls-cert-file=" + files.pki("apiserver.crt"),
        "--tls-private-key-file=" + files.pki("apiserver.key"),
        "--token-auth-file=" + files.pki("tokens.csv"),
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-account-key-file=" + files.pki("sa.pub"),
        "--service-account-signing-key-file=" + files.pki("sa.key"),
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--anonymous-auth=false",
        "--kubelet-certificate-authority=" + files.pki("ca.crt"),
        "--kubelet-client-certificate=" + files.pki("apiserver-kubelet-client.crt"),
        "--kubelet-client-key=" + files.pki("apiserver-kubelet-client.key"),
        "--kubelet-preferred-address-types=InternalIP",
        "--profiling=false");
  }

  private List<String> controllerManager() {
    return List.of(
        "--kubeconfig=" + files.kubeconfig(Users.CONTROLLER_MANAGER.file()),
        "--controllers=" + String.join(",", CONTROLLERS),
        "--use-service-account-credentials=true",
        "--service-account-private-key-file=" + files.pki("sa.key"),
        "--root-ca-file=" + files.pki("ca.crt"),
        "--leader-elect=false",
        "--bind-address=127.0.0.1",
        "--secure-port=0",
        "--profiling=false");
  }

  private void run(String program, List<String> flags) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(tools.program(program).toString()));
    command.addAll(flags);
    processes().start(program, command, Map.of());
  }

  private RecordedProcesses processes() {
    return files.processes();
  }
}
