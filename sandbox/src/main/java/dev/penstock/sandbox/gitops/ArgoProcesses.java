package dev.penstock.sandbox.gitops;

import dev.penstock.sandbox.kubernetes.Beside;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.process.ContainedProcess;
import dev.penstock.sandbox.kubernetes.process.Folders;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Redis and the three parts of Argo CD that a repository needs to reach a cluster, each a process
 * of its own inside the network that is theirs alone, hence on the ports they are known by.
 */
final class ArgoProcesses implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int REDIS = 6379;
  private static final int REPO_SERVER = 8081;
  private static final int CONTROLLER_METRICS = 8082;
  private static final int REPO_SERVER_METRICS = 8084;
  private static final int SET_METRICS = 8085;
  private static final int SET_PROBE = 8086;
  private static final int SET_WEBHOOK = 7000;

  private final Beside beside;
  private final GitOpsTools tools;
  private final NetworkNamespace network;
  private final Map<String, String> environment;
  private final Map<String, ContainedProcess> running = new LinkedHashMap<>();

  private ArgoProcesses(
      Beside beside, GitOpsTools tools, NetworkNamespace network, Map<String, String> environment) {
    this.beside = beside;
    this.tools = tools;
    this.network = network;
    this.environment = environment;
  }

  /**
   * Starts all of them; returns when each answers on its port.
   *
   * @param kubeconfig of a cluster that is reached from inside the network
   * @param helm the program, for repositories that hold charts
   */
  static ArgoProcesses start(
      Beside beside, GitOpsTools tools, NetworkNamespace network, String kubeconfig, Path helm)
      throws IOException, InterruptedException {
    var environment = new HashMap<>(folders(beside.files()));
    environment.put("KUBECONFIG", kubeconfig);
    environment.put("PATH", path(tools, helm));
    environment.put("ARGOCD_FAKE_IN_CLUSTER", "true");
    environment.put("ARGOCD_RECONCILIATION_TIMEOUT", "30s");
    environment.put("ARGOCD_RECONCILIATION_JITTER", "0s");
    environment.put("ARGOCD_CONTROLLER_SHARD", "0");
    environment.put("ARGOCD_GPG_ENABLED", "false");
    environment.put("ARGOCD_ASK_PASS_SOCK", beside.sockets().resolve("gitops-ask.sock").toString());
    var processes = new ArgoProcesses(beside, tools, network, environment);
    try {
      processes.startAll(kubeconfig);
      return processes;
    } catch (IOException | InterruptedException | RuntimeException e) {
      try (processes) {
        throw e;
      }
    }
  }

  /** Fails, naming its log, when one of them has ended. */
  void check() throws IOException {
    for (var name : running.keySet()) {
      if (!beside.processes().alive(name)) {
        throw new IOException(
            "%s has ended; its log is %s".formatted(name, beside.processes().log(name)));
      }
    }
  }

  @Override
  public void close() throws IOException {
    Ending.all(running.values().stream().<Ending>map(process -> process::kill).toList());
  }

  private void startAll(String kubeconfig) throws IOException, InterruptedException {
    run(
        "gitops-redis",
        List.of(
            tools.redis().toString(),
            "--bind",
            "127.0.0.1",
            "--port",
            Integer.toString(REDIS),
            "--save",
            "",
            "--appendonly",
            "no"),
        Map.of("LD_LIBRARY_PATH", tools.redisLibraries()));
    await("gitops-redis", REDIS);
    argocd(
        "repo-server",
        "--address=127.0.0.1",
        "--port=" + REPO_SERVER,
        "--metrics-address=127.0.0.1",
        "--metrics-port=" + REPO_SERVER_METRICS,
        "--disable-tls",
        // Not empty would be a file that is not there, at which the server gives up.
        "--client-ca-path=",
        "--redis=127.0.0.1:" + REDIS,
        "--revision-cache-expiration=10s");
    argocd(
        "application-controller",
        "--kubeconfig=" + kubeconfig,
        "--namespace=" + ArgoCd.NAMESPACE,
        "--redis=127.0.0.1:" + REDIS,
        "--repo-server=127.0.0.1:" + REPO_SERVER,
        "--repo-server-plaintext",
        "--metrics-port=" + CONTROLLER_METRICS);
    argocd(
        "applicationset-controller",
        "--kubeconfig=" + kubeconfig,
        "--namespace=" + ArgoCd.NAMESPACE,
        "--metrics-addr=127.0.0.1:" + SET_METRICS,
        "--probe-addr=127.0.0.1:" + SET_PROBE,
        "--webhook-addr=127.0.0.1:" + SET_WEBHOOK,
        "--argocd-repo-server=127.0.0.1:" + REPO_SERVER,
        "--repo-server-plaintext",
        "--enable-progressive-syncs",
        "--enable-leader-election=false");
    await("gitops-repo-server", REPO_SERVER);
    await("gitops-application-controller", CONTROLLER_METRICS);
    await("gitops-applicationset-controller", SET_PROBE);
  }

  private void argocd(String component, String... flags) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(tools.argocd().toString()));
    command.addAll(List.of(flags));
    run("gitops-" + component, command, Map.of("ARGOCD_BINARY_NAME", "argocd-" + component));
  }

  private void run(String name, List<String> command, Map<String, String> more)
      throws IOException, InterruptedException {
    var all = new HashMap<>(environment);
    all.putAll(more);
    running.put(
        name, beside.processes().contain(name, network.inside(command), all, beside.files()));
  }

  private void await(String name, int port) throws IOException, InterruptedException {
    beside.processes().await(name, PATIENCE, "answer on port " + port, () -> network.listens(port));
  }

  /** Places of an image of Argo CD that are not here. */
  private static Map<String, String> folders(Path files) throws IOException {
    var folders = new HashMap<String, String>();
    for (var variable :
        List.of(
            "ARGOCD_TLS_DATA_PATH",
            "ARGOCD_SSH_DATA_PATH",
            "ARGOCD_GPG_DATA_PATH",
            "ARGOCD_GNUPGHOME",
            "ARGOCD_PLUGINSOCKFILEPATH",
            "HOME",
            "TMPDIR")) {
      var folder = Folders.privateFolder(files.resolve(variable.toLowerCase(Locale.ROOT)));
      folders.put(variable, folder.toString());
    }
    return folders;
  }

  /** Argo CD calls kustomize, helm, git and a script of its own by their names. */
  private static String path(GitOpsTools tools, Path helm) {
    var folders = new ArrayList<>(tools.path().stream().map(Path::toString).toList());
    folders.add(helm.resolveSibling("").toString());
    folders.add(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    return String.join(":", folders);
  }
}
