package dev.penstock.cli.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;

/** Spec or status of a resource as a record. */
final class Part {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Part() {}

  /** {@return that part; a record without any value where there is none} */
  static <T> T of(GenericKubernetesResource resource, String name, Class<T> type) {
    var node = JSON.valueToTree(resource.getAdditionalProperties().get(name));
    return JSON.convertValue(node.isObject() ? node : JSON.createObjectNode(), type);
  }
}
