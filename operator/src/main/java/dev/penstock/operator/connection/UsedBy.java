package dev.penstock.operator.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.operator.resource.EtlPipeline;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which connections a pipeline names, wherever it does: its spec need not be valid. */
final class UsedBy {
  private static final String FIELD = "connection";
  private static final ObjectMapper JSON = new ObjectMapper();

  private UsedBy() {}

  /** {@return the names that stand in fields called connection} */
  static Set<String> connections(EtlPipeline pipeline) {
    var names = new TreeSet<String>();
    if (pipeline.getSpec() != null) {
      collect(JSON.valueToTree(pipeline.getSpec()), names);
    }
    return names;
  }

  /** {@return the pipelines that name it, by name} */
  static List<EtlPipeline> pipelines(String connection, Collection<EtlPipeline> pipelines) {
    return pipelines.stream()
        .filter(pipeline -> connections(pipeline).contains(connection))
        .sorted((a, b) -> a.getMetadata().getName().compareTo(b.getMetadata().getName()))
        .toList();
  }

  private static void collect(JsonNode node, Set<String> names) {
    if (node.isObject() && node.path(FIELD).isTextual()) {
      names.add(node.path(FIELD).textValue());
    }
    node.forEach(child -> collect(child, names));
  }
}
