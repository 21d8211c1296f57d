package dev.penstock.operator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The CRDs as they are committed: what Fabric8 generates from the records, and then what its
 * annotations can not say (kinds of lists, quantities, order, texts of the top level).
 */
final class CrdManifests {
  /** The resources, each with a sentence for {@code kubectl explain}. */
  static final Map<Class<? extends CustomResource<?, ?>>, String> RESOURCES =
      Map.of(
          EtlPipeline.class,
          "EtlPipeline declares what is read, how it is transformed, where it is loaded, and when.",
          EtlRun.class,
          "EtlRun is one execution of a pipeline: a request for it, or the record of a scheduled"
              + " one.",
          EtlConnection.class,
          "EtlConnection is a named, approved endpoint of one environment.");

  private static final String HEADER =
      """
      # Generated from the records of crds/ (dev.penstock.api); not edited by hand. To write it again:
      # mvn -pl operator -am test -Dtest=CrdManifestsTest -Dsurefire.failIfNoSpecifiedTests=false \
      -Dpenstock.crds.write=true
      """;

  // As controller-gen writes it for resource.Quantity.
  private static final String QUANTITY =
      "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))"
          + "(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .disable(YAMLGenerator.Feature.SPLIT_LINES)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
              .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
              .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
              .build());

  private CrdManifests() {}

  /** {@return the text of each file by its name} */
  static SortedMap<String, String> files(Map<String, ObjectNode> trees) {
    var files = new TreeMap<String, String>();
    trees.forEach((plural, tree) -> {
      try {
        files.put("penstock.dev_%s.yaml".formatted(plural), HEADER + YAML.writeValueAsString(tree));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
    return files;
  }

  /** {@return each CRD by its plural} */
  static SortedMap<String, ObjectNode> trees() {
    var trees = new TreeMap<String, ObjectNode>();
    RESOURCES.forEach((type, text) -> {
      var tree = generated(type);
      var version = (ObjectNode) tree.at("/spec/versions/0");
      version.set("additionalPrinterColumns", columns(type, version));
      schema(type, (ObjectNode) version.at("/schema/openAPIV3Schema"), text);
      trees.put(tree.at("/spec/names/plural").asText(), tree);
    });
    return trees;
  }

  private static ObjectNode generated(Class<? extends HasMetadata> type) {
    var output = new InMemory();
    new CRDGenerator()
        .withOutput(output)
        .forCRDVersions("v1")
        .customResourceClasses(List.of(type))
        .generate();
    try {
      return (ObjectNode) YAML.readTree(output.only());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In the order of the annotations: the generator sorts them by path. */
  private static ArrayNode columns(Class<?> type, ObjectNode version) {
    var byName = new HashMap<String, JsonNode>();
    version.path("additionalPrinterColumns").forEach(c -> byName.put(c.path("name").asText(), c));
    var columns = YAML.createArrayNode();
    for (var column : type.getAnnotationsByType(AdditionalPrinterColumn.class)) {
      columns.add(byName.get(column.name()));
    }
    return columns;
  }

  private static void schema(Class<?> type, ObjectNode top, String text) {
    top.put("description", text);
    top.putArray("required").add("spec");
    if (type == EtlPipeline.class) {
      // Only the root sees the name of a resource.
      top.putArray("x-kubernetes-validations")
          .addObject()
          .put("rule", "size(self.metadata.name) <= 52")
          .put("message", "a pipeline's name has at most 52 characters: its CronJob adds to it");
    }
    var properties = (ObjectNode) top.path("properties");
    // A resource without a status has none in its schema either.
    if (!properties.path("status").has("properties")) {
      properties.remove("status");
    } else {
      ((ObjectNode) properties.path("status"))
          .put("description", "status is written by the operator.");
    }
    ((ObjectNode) properties.path("spec")).put("description", "spec is what is wanted.");
    var arguments =
        ((java.lang.reflect.ParameterizedType) type.getGenericSuperclass())
            .getActualTypeArguments();
    SchemaOrder.sort((ObjectNode) properties.path("spec"), arguments[0]);
    if (properties.has("status")) {
      SchemaOrder.sort((ObjectNode) properties.path("status"), arguments[1]);
    }
    refine(top);
  }

  private static void refine(JsonNode node) {
    if (node instanceof ObjectNode schema) {
      wholeNumber(schema, "minimum");
      wholeNumber(schema, "maximum");
      if (schema.path("type").asText().equals("array")) {
        list(schema);
      }
      schema
          .path("properties")
          .properties()
          .forEach(property -> {
            if (property.getValue() instanceof ObjectNode value) {
              map(property.getKey(), value);
            }
          });
      // The quantities that are fields.
      for (var name : List.of("size", "sizeLimit")) {
        if (schema.path("properties").path(name) instanceof ObjectNode size) {
          var description = size.path("description").asText();
          ((ObjectNode) schema.path("properties"))
              .set(name, quantity().put("description", description));
        }
      }
    }
    node.forEach(CrdManifests::refine);
    // Values that a column may have, where an empty text is one too; names are never empty.
    if (node.at("/properties/values/items") instanceof ObjectNode item) {
      item.remove("minLength");
    }
  }

  /** Quantities by resource, else labels or annotations. */
  private static void map(String name, ObjectNode schema) {
    if (!(schema.path("additionalProperties") instanceof ObjectNode value)
        || !value.path("type").asText().equals("string")) {
      return;
    }
    switch (name) {
      case "requests", "limits" -> {
        schema.set("additionalProperties", quantity());
        schema.put("maxProperties", 16);
      }
      default -> {
        value.put("maxLength", name.equals("annotations") ? 4096 : 63);
        schema.put("maxProperties", 32);
      }
    }
  }

  private static void wholeNumber(ObjectNode schema, String bound) {
    if (schema.path(bound).isNumber()) {
      schema.put(bound, schema.path(bound).asLong());
    }
  }

  /** Argo CD and server-side apply merge lists by these keys. */
  private static void list(ObjectNode schema) {
    var items = (ObjectNode) schema.path("items");
    var required = items.path("required").toString();
    if (required.contains("\"mountPath\"")) {
      // A volume may be mounted more than once.
      schema
          .put("x-kubernetes-list-type", "map")
          .putArray("x-kubernetes-list-map-keys")
          .add("mountPath");
    } else if (required.contains("\"name\"")) {
      schema
          .put("x-kubernetes-list-type", "map")
          .putArray("x-kubernetes-list-map-keys")
          .add("name");
    } else if (required.contains("\"type\"")) {
      schema
          .put("x-kubernetes-list-type", "map")
          .putArray("x-kubernetes-list-map-keys")
          .add("type");
      schema.put("maxItems", 16);
    } else {
      schema.put("x-kubernetes-list-type", "atomic");
    }
    if (items.path("type").asText().equals("string") && !items.has("enum")) {
      // The generator knows no bound of an item, so the sentence about the list is where it stands.
      var said =
          java.util.regex.Pattern.compile("each of up to (\\d+) characters")
              .matcher(schema.path("description").asText());
      items
          .put("minLength", 1)
          .put("maxLength", said.find() ? Integer.parseInt(said.group(1)) : 128);
    }
    if (items.path("type").asText().equals("integer")) {
      // The only numbers in lists are groups, and none is root.
      items.put("minimum", 1).put("maximum", Integer.MAX_VALUE);
    }
  }

  private static ObjectNode quantity() {
    var schema = YAML.createObjectNode();
    var either = schema.putArray("anyOf");
    either.addObject().put("type", "integer");
    either.addObject().put("type", "string");
    return schema
        .put("pattern", QUANTITY)
        .put("maxLength", 32)
        .put("x-kubernetes-int-or-string", true);
  }

  /** What the generator writes, kept. */
  private static final class InMemory implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
    private final Map<String, ByteArrayOutputStream> written = new HashMap<>();

    @Override
    public ByteArrayOutputStream outputFor(String name) {
      return written.computeIfAbsent(name, n -> new ByteArrayOutputStream());
    }

    @Override
    public void close() {}

    byte[] only() {
      return written.values().iterator().next().toByteArray();
    }
  }
}
