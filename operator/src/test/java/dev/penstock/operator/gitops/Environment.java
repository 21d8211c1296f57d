package dev.penstock.operator.gitops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.Manifests;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An overlay as kustomize makes it: for a kind that it has no schema of, a patch is a JSON merge
 * patch. {@code KustomizeIT} says whether the real one agrees.
 */
public record Environment(
    String name, Map<String, JsonNode> pipelines, Map<String, JsonNode> connections) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** {@return that overlay} */
  public static Environment of(String name) {
    var overlay = GitOps.EXAMPLES.resolve("overlays").resolve(name);
    var kustomization = GitOps.yaml(overlay.resolve("kustomization.yaml"));
    var all = new LinkedHashMap<String, ObjectNode>();
    kustomization.path("resources").forEach(item -> add(overlay.resolve(item.asText()), all));
    for (var patch : kustomization.path("patches")) {
      for (var document :
          Manifests.read(overlay.resolve(patch.path("path").asText())).documents()) {
        merge(all.get(key(document)), document);
      }
    }
    var pipelines = new TreeMap<String, JsonNode>();
    var connections = new TreeMap<String, JsonNode>();
    all.values()
        .forEach(resource -> {
          var names =
              resource.path("kind").asText().equals("EtlPipeline") ? pipelines : connections;
          ((ObjectNode) resource.path("metadata"))
              .put("namespace", kustomization.path("namespace").asText());
          names.put(resource.at("/metadata/name").asText(), resource);
        });
    return new Environment(name, pipelines, connections);
  }

  Map<String, EtlConnectionSpec> connectionSpecs() {
    var specs = new TreeMap<String, EtlConnectionSpec>();
    connections.forEach((key, resource) ->
        specs.put(key, JSON.convertValue(resource.path("spec"), EtlConnectionSpec.class)));
    return specs;
  }

  EtlPipelineSpec pipeline(String key) {
    return JSON.convertValue(pipelines.get(key).path("spec"), EtlPipelineSpec.class);
  }

  private static void add(Path path, Map<String, ObjectNode> all) {
    if (!path.toString().endsWith(".yaml")) {
      GitOps.yaml(path.resolve("kustomization.yaml"))
          .path("resources")
          .forEach(item -> add(path.resolve(item.asText()), all));
      return;
    }
    Manifests.read(path)
        .documents()
        .forEach(document -> all.put(key(document), (ObjectNode) document));
  }

  private static String key(JsonNode resource) {
    return resource.path("kind").asText() + "/" + resource.at("/metadata/name").asText();
  }

  /** RFC 7396. */
  private static void merge(ObjectNode into, JsonNode patch) {
    patch
        .properties()
        .forEach(field -> {
          if (field.getValue().isNull()) {
            into.remove(field.getKey());
          } else if (field.getValue().isObject()
              && into.path(field.getKey()) instanceof ObjectNode inner) {
            merge(inner, field.getValue());
          } else {
            into.set(field.getKey(), field.getValue());
          }
        });
  }
}
