package dev.penstock.sandbox.kubernetes;

/** How much of Kubernetes is real here. */
public enum ClusterLevel {
  /** Control plane, containerd and kubelet: pods run, with their limits enforced. */
  NODE,
  /** API server, etcd, controllers and scheduler: everything but running pods. */
  CONTROL_PLANE,
  /** No cluster. */
  NONE;

  boolean controlPlane() {
    return this != NONE;
  }
}
