package dev.penstock.sandbox.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;

/** A Kubernetes that answers: the sandbox's own, or one that a person named. */
public sealed interface Kubernetes extends AutoCloseable permits Cluster, NamedCluster {
  /** What the level is; see {@link LevelChoice} for why. */
  ClusterLevel level();

  /** A value for KUBECONFIG, by which kubectl and helm reach it: a file, or a list of them. */
  String kubeconfigs();

  /** A client with the rights of that kubeconfig; the cluster closes it. */
  KubernetesClient client();

  Path kubectl();

  Path helm();

  /** Ends the sandbox's own, or takes what the sandbox made away from the named one. */
  @Override
  void close() throws IOException;
}
