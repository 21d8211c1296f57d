package dev.penstock.operator.it;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A node that goes on saying that it is ready and takes no pod. While every node of a cluster is
 * silent, the node controller suspects itself and evicts nothing.
 */
record BeatingNode(SilentNode node, ScheduledExecutorService heart) implements AutoCloseable {
  private static final int SECONDS = 5;

  static BeatingNode join(KubernetesClient client, String name) {
    var node = SilentNode.join(client, name);
    var heart = Executors.newSingleThreadScheduledExecutor();
    var unused = heart.scheduleAtFixedRate(node::saysReady, SECONDS, SECONDS, TimeUnit.SECONDS);
    return new BeatingNode(node, heart);
  }

  @Override
  public void close() {
    heart.close();
    node.leaves();
  }
}
