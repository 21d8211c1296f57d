package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.Footprint;
import dev.penstock.sandbox.kubernetes.Footprint.Right;
import dev.penstock.sandbox.kubernetes.Kubernetes;
import dev.penstock.sandbox.kubernetes.NamedCluster;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The product on the sandbox's cluster or a named one, installed as a platform engineer would:
 * images, CRDs and the operator by their charts, a namespace with Secrets and connections.
 */
public final class Installation {
  static final String SYSTEM = "penstock-system";

  private final Kubernetes cluster;
  private final StateDirectory state;
  private final Product product;
  private final ProductImages images;
  private final PrintStream out;
  private final Kubectl kubectl;

  /**
   * Prepares an installation; nothing happens yet.
   *
   * @param sandbox with a cluster on which pods run
   * @param images made for the level of that cluster
   */
  public Installation(
      Sandbox sandbox,
      StateDirectory state,
      Product product,
      ProductImages images,
      PrintStream out) {
    this.cluster = sandbox.cluster().orElseThrow();
    this.state = state;
    this.product = product;
    this.images = images;
    this.out = out;
    this.kubectl = new Kubectl(cluster.kubectl(), cluster.kubeconfigs());
  }

  /** What a demo makes on a cluster that is not the sandbox's, and deletes again. */
  public static Footprint footprint(Product product) {
    String team = OnCluster.NAMESPACE;
    List<Right> rights = new ArrayList<>();
    for (String resource :
        List.of(
            "namespaces",
            "customresourcedefinitions.apiextensions.k8s.io",
            "clusterroles.rbac.authorization.k8s.io",
            "clusterrolebindings.rbac.authorization.k8s.io")) {
      for (String verb : List.of("create", "patch", "list", "delete")) {
        rights.add(new Right(verb, resource, ""));
      }
    }
    for (String resource :
        List.of("deployments.apps", "serviceaccounts", "services", "secrets", "pods")) {
      rights.add(new Right("create", resource, SYSTEM));
    }
    for (String resource :
        List.of("secrets", "etlconnections.penstock.dev", "etlpipelines.penstock.dev")) {
      rights.add(new Right("create", resource, team));
    }
    rights.add(new Right("create", "etlruns.penstock.dev", team));
    rights.add(new Right("list", "pods", team));
    rights.add(new Right("list", "nodes", ""));
    rights.add(new Right("list", "deployments.apps", ""));
    // Nobody may give the operator more than he has himself.
    rights.add(new Right("create", "jobs.batch", ""));
    rights.add(new Right("create", "cronjobs.batch", ""));
    rights.add(new Right("create", "configmaps", ""));
    return new Footprint(List.of(SYSTEM, team), product.crds(), rights);
  }

  /** {@return kubectl with the rights of an administrator} */
  public Kubectl kubectl() {
    return kubectl;
  }

  Verbs verbs() {
    return new Verbs(product, kubectl.kubeconfigs());
  }

  /**
   * Makes both images known to the node: there is no registry. A named cluster must know them.
   *
   * @throws IllegalArgumentException when a named cluster does not; the message says what to do
   */
  public void importImages() throws IOException, InterruptedException {
    switch (cluster) {
      case Cluster own -> images.importInto(own);
      case NamedCluster named -> {
        named.makeNamespace(SYSTEM);
        new ImageCheck(named.client(), SYSTEM).check(images.references());
      }
    }
    images.references().forEach(reference -> out.println("  " + reference));
  }

  /** Installs CRDs and operator, and waits until the operator answers. */
  public void installOperator() throws IOException, InterruptedException {
    var operator = helm("penstock", product.chart());
    switch (cluster) {
      case Cluster _ -> {
        helm("penstock-crds", product.crdChart()).run();
        // At both levels pods share this machine's network and have the node's address, which is
        // this one: the kubelet and the process node ask there, and nobody else reaches it.
        operator = operator.and("--set", "health.address=" + OwnAddress.LOOPBACK.host());
      }
      case NamedCluster named -> {
        named.makeDefinitions(product.crds()).forEach(line -> out.println("  " + line));
        // What serves people and policies is of the whole cluster, and that is somebody's.
        operator =
            operator.and(
                "--set",
                "roles.enabled=false,policies.triggers.enabled=false,policies.storePrefix.enabled=false");
      }
    }
    operator
        .and("--set", "image.reference=" + images.operatorReference())
        .and("--set", "runner.image.reference=" + images.runnerReference())
        // Pods share this machine's network, where 8080 is often taken, and two can't have one
        // port.
        .and("--set", "health.port=" + freePort())
        .and("--set", "replicas=1")
        // Checks of connections take no time from the first runs.
        .and("--set", "checks.delaySeconds=300")
        .run();
    out.println(indented(kubectl.run("-n", SYSTEM, "get", "pods")));
  }

  /** Makes a team's namespace with the Secrets and connections of this sandbox. */
  public void makeNamespace(String namespace) throws IOException, InterruptedException {
    switch (cluster) {
      case Cluster _ -> kubectl.run("create", "namespace", namespace);
      case NamedCluster named -> named.makeNamespace(namespace);
    }
    for (Path file : List.of(state.secretsFile(), state.connectionsFile())) {
      out.println(indented(kubectl.run("-n", namespace, "apply", "-f", file.toString())));
    }
  }

  /** Shows what a person would look at first when something went wrong. */
  public void showEvidence(String namespace) throws InterruptedException {
    kubectl.show(out, "-n", namespace, "get", "etlpipelines,etlruns,jobs,pods", "-o", "wide");
    kubectl.show(out, "-n", namespace, "get", "events", "--sort-by=.lastTimestamp");
    kubectl.show(
        out, "-n", namespace, "logs", "-l", "penstock.dev/pipeline", "--tail=60", "--prefix");
    kubectl.show(out, "-n", SYSTEM, "get", "pods", "-o", "wide");
    kubectl.show(out, "-n", SYSTEM, "get", "events", "--sort-by=.lastTimestamp");
    kubectl.show(out, "-n", SYSTEM, "logs", "-l", "app.kubernetes.io/name=penstock", "--tail=60");
  }

  private Command helm(String release, Path chart) {
    return Command.of(cluster.helm().toString())
        .with("KUBECONFIG", cluster.kubeconfigs())
        .and("upgrade", "--install", release, chart.toString())
        .and("--namespace", SYSTEM, "--create-namespace", "--wait", "--timeout", "3m")
        .within(Duration.ofMinutes(4));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static String indented(String text) {
    return text.strip().indent(2).stripTrailing();
  }
}
