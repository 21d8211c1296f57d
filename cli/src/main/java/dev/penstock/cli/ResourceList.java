package dev.penstock.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.List;

/** Resources as a List for programs, without who wrote which field, as kubectl prints them. */
record ResourceList(List<GenericKubernetesResource> items) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  ResourceList {
    items = List.copyOf(items);
  }

  String json() {
    try {
      return JSON.writeValueAsString(tree());
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  String yaml() {
    return Serialization.asYaml(tree()).replaceFirst("^---\n", "").stripTrailing();
  }

  private LinkedHashMap<String, Object> tree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("apiVersion", "v1");
    tree.put("kind", "List");
    tree.put("items", items.stream().map(ResourceList::shown).toList());
    return tree;
  }

  private static GenericKubernetesResource shown(GenericKubernetesResource item) {
    var copy = Serialization.clone(item);
    copy.getMetadata().setManagedFields(List.of());
    return copy;
  }
}
