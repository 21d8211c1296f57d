package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.image.Images;
import dev.penstock.sandbox.kubernetes.process.FileMutex;
import dev.penstock.sandbox.kubernetes.process.Folders;
import dev.penstock.sandbox.kubernetes.processnode.ProcessNode;
import dev.penstock.sandbox.kubernetes.processnode.Program;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Kubernetes of one machine. It begins empty, belongs to this JVM, and leaves nothing but logs
 * when it is closed. Should the JVM be killed, the next {@link #start} on the same folder or {@link
 * #endLeftovers} ends what it has left.
 */
public final class Cluster implements Kubernetes {
  private final ClusterSettings settings;
  private final ClusterFiles files;
  private final KubernetesTools tools;
  private final FileMutex owner;
  private final Optional<Node> node;
  private final Optional<ProcessNode> processNode;
  private final KubernetesClient client;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Cluster(
      ClusterSettings settings,
      ClusterFiles files,
      KubernetesTools tools,
      FileMutex owner,
      Optional<Node> node,
      Optional<ProcessNode> processNode,
      KubernetesClient client) {
    this.settings = settings;
    this.files = files;
    this.tools = tools;
    this.owner = owner;
    this.node = node;
    this.processNode = processNode;
    this.client = client;
  }

  /**
   * Builds the tools if the cache lacks them, ends what a killed predecessor left in the state
   * folder, and starts a fresh cluster; returns when pods can be created (levels NODE and PROCESS:
   * run).
   *
   * @throws IllegalStateException when a living process owns a cluster in this folder
   */
  public static Cluster start(ClusterSettings settings) throws IOException, InterruptedException {
    var files = ClusterFiles.of(settings.state());
    var tools = KubernetesTools.build(settings.cache(), settings.level(), settings.progress());
    var owner = own(files);
    try {
      new Leftovers(files).end();
      return new Starting(settings, files, tools, owner).run();
    } catch (IOException | InterruptedException | RuntimeException e) {
      endAfter(e, files);
      owner.close();
      throw e;
    }
  }

  /**
   * Ends the processes, mounts and control groups that a killed process left behind, and deletes
   * its files but the logs.
   *
   * @return what there was to end, in words
   * @throws IllegalStateException when a living process owns the cluster: end that one first
   */
  public static List<String> endLeftovers(Path state) throws IOException, InterruptedException {
    var files = ClusterFiles.of(state.toAbsolutePath().normalize());
    if (!files.lock().toFile().exists()) {
      return List.of();
    }
    try (var owner = own(files)) {
      var leftovers = new Leftovers(files);
      var found = leftovers.list();
      leftovers.end();
      return found;
    }
  }

  @Override
  public ClusterLevel level() {
    return settings.level();
  }

  /** Credentials of the administrator, for kubectl and helm. */
  public Path kubeconfig() {
    return files.kubeconfig(Users.ADMIN.file());
  }

  @Override
  public String kubeconfigs() {
    return kubeconfig().toString();
  }

  /** The same for a client of one's own. */
  public Config config() {
    return Config.fromKubeconfig(kubeconfig().toFile());
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public Path kubectl() {
    return tools.kubectl();
  }

  @Override
  public Path helm() {
    return tools.helm();
  }

  /** Room for what belongs to this cluster without being a part of it. */
  public Beside beside() {
    return new Beside(files.processes(), files.state().resolve("gitops"), files.run());
  }

  /** Where the parts of the cluster write what they have to say. */
  public Path logs() {
    return files.state().resolve("log");
  }

  /**
   * Makes the images of a docker-archive known to the node; pods name them with imagePullPolicy
   * IfNotPresent or Never.
   */
  public void importImage(Path tar) throws IOException, InterruptedException {
    node.orElseThrow(() -> new IllegalStateException("Level %s runs no images".formatted(level())))
        .importImage(tar);
  }

  /**
   * Tells the process node what an image stands for; pods name it with imagePullPolicy IfNotPresent
   * or Never.
   */
  public void importProgram(Program program) {
    processNode
        .orElseThrow(
            () -> new IllegalStateException("Level %s runs no programs".formatted(level())))
        .importProgram(program);
  }

  /**
   * Takes the node's power away: kubelet, containerd and every pod end in one instant, and nobody
   * tells the control plane.
   */
  public void losePower() throws IOException, InterruptedException {
    realNode().losePower();
  }

  /** Starts the node again with the disk it had; returns when containerd answers. */
  public void restorePower() throws IOException, InterruptedException {
    var node = realNode();
    node.start();
    node.awaitContainerd();
  }

  private Node realNode() {
    return node.orElseThrow(
        () -> new IllegalStateException("Level %s has no node of its own".formatted(level())));
  }

  /** What this cluster has on the machine besides its files. */
  List<String> parts() throws IOException {
    return new Leftovers(files).list();
  }

  /** Ends everything at once, as a power loss would; a repeated call does nothing. */
  @Override
  public void close() throws IOException {
    if (closed.getAndSet(true)) {
      return;
    }
    client.close();
    processNode.ifPresent(ProcessNode::close);
    // The end must not be cut short by the interrupt that may have led here.
    var interrupted = Thread.interrupted();
    try (owner) {
      new Leftovers(files).end();
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static FileMutex own(ClusterFiles files) throws IOException {
    Folders.privateFolder(files.state());
    return FileMutex.tryAcquire(files.lock())
        .orElseThrow(() ->
            new IllegalStateException(
                "A living process runs the cluster in %s; end that one first"
                    .formatted(files.state())));
  }

  private static void endAfter(Exception failure, ClusterFiles files) {
    var interrupted = Thread.interrupted();
    try {
      new Leftovers(files).end();
    } catch (IOException | InterruptedException e) {
      failure.addSuppressed(e);
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The way from an empty folder to a cluster that answers. */
  private record Starting(
      ClusterSettings settings, ClusterFiles files, KubernetesTools tools, FileMutex owner) {

    Cluster run() throws IOException, InterruptedException {
      var begun = System.nanoTime();
      var addresses = Addresses.free(settings.level());
      files.create();
      Pki.create(files, addresses);
      Users.create(files, addresses);
      var controlPlane = new ControlPlane(files, addresses, tools);
      controlPlane.start();
      var node = node(addresses);
      if (node.isPresent()) {
        node.get().start();
      }
      // The client that waits must not wait by itself: a refused connection is an answer.
      var impatient =
          new ConfigBuilder(Config.fromKubeconfig(files.kubeconfig(Users.ADMIN.file()).toFile()))
              .withRequestRetryBackoffLimit(0)
              .build();
      try (var client = new KubernetesClientBuilder().withConfig(impatient).build()) {
        controlPlane.awaitApi(client);
        controlPlane.startControllers();
        if (node.isPresent()) {
          node.get().startKubelet();
          Node.shareHostNetwork(client);
        }
        controlPlane.awaitControllers(client);
        say("control plane", begun);
        if (node.isPresent()) {
          awaitNode(node.get(), client);
          say("node", begun);
        }
      }
      var patient = Config.fromKubeconfig(files.kubeconfig(Users.ADMIN.file()).toFile());
      var client = new KubernetesClientBuilder().withConfig(patient).build();
      try {
        var processNode = processNode();
        processNode.ifPresent(started -> say("process node", begun));
        return new Cluster(settings, files, tools, owner, node, processNode, client);
      } catch (IOException | RuntimeException e) {
        client.close();
        throw e;
      }
    }

    private Optional<Node> node(Addresses addresses) {
      return settings.level() == ClusterLevel.NODE
          ? Optional.of(new Node(files, addresses, tools, CgroupRoot.of(files)))
          : Optional.empty();
    }

    private Optional<ProcessNode> processNode() throws IOException {
      if (settings.level() != ClusterLevel.PROCESS) {
        return Optional.empty();
      }
      var config = Config.fromKubeconfig(files.kubeconfig(Users.KUBELET.file()).toFile());
      var client = new KubernetesClientBuilder().withConfig(config).build();
      try {
        return Optional.of(
            ProcessNode.start(
                client,
                new ProcessNode.Settings(
                    files.state().resolve("pods"),
                    files.processes(),
                    files.state().resolve("pki"),
                    Clock.systemUTC())));
      } catch (IOException | RuntimeException e) {
        client.close();
        throw e;
      }
    }

    private void awaitNode(Node node, KubernetesClient client)
        throws IOException, InterruptedException {
      node.awaitContainerd();
      var pause = new Images(settings.cache(), settings.progress()).pause(tools.program("pause"));
      node.importImage(pause.tar());
      node.awaitReady(client);
      node.awaitHostNetwork(client);
    }

    private void say(String part, long begun) {
      var seconds = (System.nanoTime() - begun) / 1e9;
      settings.progress().accept("kubernetes: %s ready after %.1f s".formatted(part, seconds));
    }
  }
}
