package dev.penstock.sandbox;

import org.jspecify.annotations.Nullable;

/**
 * {@code sandbox.json}: what runs and where, without any secret; those are in the files named here.
 */
public record SandboxDescription(
    long pid,
    double scale,
    Shop shop,
    Store store,
    Warehouse warehouse,
    @Nullable Kubernetes kubernetes,
    Files files) {
  /** The source database. */
  public record Shop(String host, int port, String database, String username) {}

  /** The object store. */
  public record Store(String endpoint, String accessKeyId) {}

  /** The warehouse stand-in. */
  public record Warehouse(String host, int port, String database, String username, String caFile) {}

  /** The cluster. */
  public record Kubernetes(String level, String kubeconfig, String kubectl) {}

  /** Files that only their owner can read. */
  public record Files(String credentials, String connections, String secrets) {}
}
