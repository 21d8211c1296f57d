package dev.penstock.operator.pipeline;

import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Makes an EtlRun whose name belongs to one cause alone: one that is there was made for it. */
final class RunOfItsName {
  private static final int CONFLICT = 409;

  private RunOfItsName() {}

  static void make(EtlRun desired, KubernetesClient client) {
    try {
      client.resource(desired).create();
    } catch (KubernetesClientException refused) {
      // A quota that is written by two at once is a conflict, too, and nothing is there then.
      if (refused.getCode() != CONFLICT || client.resource(desired).get() == null) {
        throw refused;
      }
    }
  }
}
