package dev.penstock.cli.cluster;

import org.jspecify.annotations.Nullable;

/** Finds a cluster. */
public interface Connector {
  /**
   * Opens a namespace; nothing is asked of the cluster yet.
   *
   * @param context of the kubeconfig; null: the current one
   * @param namespace null: that of the context
   */
  Namespace open(@Nullable String context, @Nullable String namespace);
}
