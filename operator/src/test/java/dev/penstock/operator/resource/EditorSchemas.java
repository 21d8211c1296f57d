package dev.penstock.operator.resource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.penstock.api.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code docs/reference/schema/}: a JSON schema of each kind, from the CRDs, by which an editor
 * completes, explains and underlines. Stricter than the API server: what it would drop is refused.
 */
public final class EditorSchemas {
  public static final Path FOLDER = Manifests.directory().resolveSibling("docs/reference/schema");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The words that both dialects know. */
  private static final List<String> SHARED =
      List.of(
          "description",
          "type",
          "enum",
          "pattern",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "minItems",
          "maxItems",
          "maxProperties",
          "required",
          "anyOf");

  private EditorSchemas() {}

  /** {@return the text of each file by its name} */
  static SortedMap<String, String> files(Map<String, ObjectNode> crds) {
    var indenter = new DefaultIndenter("  ", "\n");
    var writer =
        JSON.writer(
            new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
    var files = new TreeMap<String, String>();
    crds.values()
        .forEach(crd -> {
          try {
            files.put(file(kind(crd)), writer.writeValueAsString(schema(crd)) + "\n");
          } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
          }
        });
    return files;
  }

  /** {@return the name of the file that describes a kind} */
  public static String file(String kind) {
    return kind.toLowerCase(Locale.ROOT) + ".json";
  }

  /** {@return what the committed schema of its kind finds wrong with a resource} */
  public static List<String> findings(JsonNode resource) {
    try {
      var schema = Files.readString(FOLDER.resolve(file(resource.path("kind").asText())));
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
          .getSchema(schema)
          .validate(resource)
          .stream()
          .map(ValidationMessage::getMessage)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ObjectNode schema(ObjectNode crd) {
    var version = crd.at("/spec/versions/0");
    var top = version.at("/schema/openAPIV3Schema");
    var schema =
        JSON.createObjectNode()
            .put("$schema", "http://json-schema.org/draft-07/schema#")
            .put("$comment", "Generated from crds/manifests; not edited by hand.")
            .put("title", kind(crd))
            .put("description", top.path("description").asText())
            .put("type", "object");
    schema.putArray("required").add("apiVersion").add("kind").add("metadata").add("spec");
    var properties = schema.putObject("properties");
    properties
        .putObject("apiVersion")
        .put("const", crd.at("/spec/group").asText() + "/" + version.path("name").asText());
    properties.putObject("kind").put("const", kind(crd));
    var metadata = properties.putObject("metadata").put("type", "object");
    metadata.putArray("required").add("name");
    metadata.putObject("properties").putObject("name").put("type", "string");
    properties.set("spec", converted(top.at("/properties/spec")));
    properties
        .putObject("status")
        .put("type", "object")
        .put("description", "status is written by the operator, never by people.");
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode converted(JsonNode node) {
    var schema = JSON.createObjectNode();
    for (var word : SHARED) {
      if (node.has(word)) {
        schema.set(word, node.path(word));
      }
    }
    if (node.has("items")) {
      schema.set("items", converted(node.path("items")));
    }
    if (node.has("additionalProperties")) {
      schema.set("additionalProperties", converted(node.path("additionalProperties")));
    } else if (node.path("type").asText().equals("object")) {
      var properties = schema.putObject("properties");
      node.path("properties")
          .properties()
          .forEach(field -> properties.set(field.getKey(), converted(field.getValue())));
      schema.put("additionalProperties", false);
    }
    return schema;
  }

  private static String kind(ObjectNode crd) {
    return crd.at("/spec/names/kind").asText();
  }
}
