package dev.penstock.sandbox.gitops;

import dev.penstock.sandbox.Passwords;
import dev.penstock.sandbox.kubernetes.Beside;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.Definitions;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.process.Command;
import dev.penstock.sandbox.kubernetes.process.Folders;
import dev.penstock.sandbox.kubernetes.process.Waiting;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The real Argo CD beside a cluster of the sandbox: repo-server, application-controller and
 * applicationset-controller without its server and its UI, and Git over HTTP. It is closed before
 * the cluster; what a killed JVM leaves of it is ended with what it leaves of the cluster.
 */
public final class ArgoCd implements AutoCloseable {
  /** Where Argo CD and its Applications are. */
  public static final String NAMESPACE = "argocd";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String API = "argoproj.io/v1alpha1";
  private static final Set<String> KINDS = Set.of("Application", "ApplicationSet", "AppProject");

  private static final String DEFAULT_PROJECT =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: AppProject
      metadata: {name: default, namespace: argocd}
      spec:
        sourceRepos: ["*"]
        destinations: [{namespace: "*", server: "*"}]
        clusterResourceWhitelist: [{group: "*", kind: "*"}]
      """;

  private final Beside beside;
  private final GitServer git;
  private final NetworkNamespace network;
  private final ArgoProcesses processes;
  private final KubernetesClient client;

  private ArgoCd(
      Beside beside,
      GitServer git,
      NetworkNamespace network,
      ArgoProcesses processes,
      KubernetesClient client) {
    this.beside = beside;
    this.git = git;
    this.network = network;
    this.processes = processes;
    this.client = client;
  }

  /**
   * Installs and starts it; returns when every part answers.
   *
   * @param settings a file with a ConfigMap argocd-cm, merged into that of the installation
   */
  public static ArgoCd start(Cluster cluster, GitOpsTools tools, Path settings)
      throws IOException, InterruptedException {
    var beside = cluster.beside();
    install(cluster, tools, settings);
    var git = GitServer.start(Folders.privateFolder(beside.files().resolve("git")));
    try {
      var network = NetworkNamespace.open(beside, List.of(api(cluster), git.address()));
      try {
        var processes =
            ArgoProcesses.start(beside, tools, network, cluster.kubeconfigs(), cluster.helm());
        return new ArgoCd(beside, git, network, processes, cluster.client());
      } catch (IOException | InterruptedException | RuntimeException e) {
        network.close();
        throw e;
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      git.close();
      throw e;
    }
  }

  /** A new repository, and a clone of it to work in. */
  public GitRepository repository(String name) throws IOException, InterruptedException {
    return GitRepository.create(
        beside.files().resolve("git").resolve(name), beside.files().resolve("work").resolve(name));
  }

  /** Where Argo CD fetches a repository from, and everybody else on this machine. */
  public URI url(String repository) {
    return git.url(repository);
  }

  /** Applies manifests of Argo CD's own kinds, or others. */
  public void apply(String manifests) {
    client
        .load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(NAMESPACE)
        .forceConflicts()
        .serverSideApply();
  }

  /** What Argo CD says of its Applications. */
  public Applications applications() {
    return new Applications(client);
  }

  /** Fails when one of its processes has ended, which nothing else would tell. */
  public void check() throws IOException {
    processes.check();
  }

  @Override
  public void close() throws IOException {
    try (git;
        network;
        processes) {
      // In this order from the end: processes, their network, what they fetched from.
      return;
    }
  }

  private static InetSocketAddress api(Cluster cluster) throws IOException {
    var master = URI.create(cluster.config().getMasterUrl());
    var port = master.getPort() < 0 ? 443 : master.getPort();
    return new InetSocketAddress(InetAddress.ofLiteral(master.getHost()), port);
  }

  private static void install(Cluster cluster, GitOpsTools tools, Path settings)
      throws IOException, InterruptedException {
    var kubectl =
        Command.of(cluster.kubectl().toString()).with("KUBECONFIG", cluster.kubeconfigs());
    var client = cluster.client();
    kubectl.and("create", "namespace", NAMESPACE).run();
    // Their last-applied annotation would be too large.
    kubectl.and("apply", "--server-side", "-f", tools.definitions().toString()).run();
    kubectl.and("apply", "-n", NAMESPACE, "-f", tools.configuration().toString()).run();
    kubectl
        .and("apply", "--server-side", "--force-conflicts", "--field-manager=penstock")
        .and("-f", settings.toString())
        .run();
    // Both of these are made by Argo CD's server, which is not here.
    client
        .secrets()
        .inNamespace(NAMESPACE)
        .withName("argocd-secret")
        .edit(secret -> {
          secret.setStringData(Map.of("server.secretkey", Passwords.random()));
          return secret;
        });
    if (!Waiting.until(PATIENCE, () -> Definitions.served(client, API).containsAll(KINDS))) {
      throw new IOException(
          "%s has %s, not %s".formatted(API, Definitions.served(client, API), KINDS));
    }
    client
        .load(new ByteArrayInputStream(DEFAULT_PROJECT.getBytes(StandardCharsets.UTF_8)))
        .serverSideApply();
  }
}
