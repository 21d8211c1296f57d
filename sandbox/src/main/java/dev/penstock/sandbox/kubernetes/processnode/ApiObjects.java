package dev.penstock.sandbox.kubernetes.processnode;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What containers are given from the API: asked anew for each start. */
interface ApiObjects {
  /** The content of a ConfigMap; empty when there is none of that name. */
  Optional<Map<String, byte[]>> configMap(String namespace, String name) throws NotYetException;

  /** The content of a Secret; empty when there is none of that name. */
  Optional<Map<String, byte[]>> secret(String namespace, String name) throws NotYetException;

  /** A fresh token of the pod's service account, bound to the pod. */
  Token token(Pod pod, ServiceAccountTokenProjection wanted) throws NotYetException;

  /** A token that should be replaced at a time before its end. */
  record Token(String text, Instant renewAt) {
    @Override
    public String toString() {
      return "Token[renewAt=%s]".formatted(renewAt);
    }
  }
}
