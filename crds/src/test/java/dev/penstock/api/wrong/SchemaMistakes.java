package dev.penstock.api.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.penstock.api.wrong.WrongManifest.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Every way in which one place of an example can break the schema of its CRD. */
final class SchemaMistakes {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Example example;
  private final List<WrongManifest> mistakes = new ArrayList<>();

  private SchemaMistakes(Example example) {
    this.example = example;
  }

  static List<WrongManifest> of(Example example, JsonNode schemaOfSpec) {
    var all = new SchemaMistakes(example);
    all.walk("/spec", "spec", example.document().get("spec"), schemaOfSpec);
    return all.mistakes;
  }

  private void walk(String pointer, String field, JsonNode value, JsonNode schema) {
    switch (schema.path("type").asText()) {
      case "object" -> object(pointer, field, value, schema);
      case "array" -> array(pointer, field, value, schema);
      case "string" -> string(pointer, field, schema);
      case "integer" -> integer(pointer, field, schema);
      case "boolean" -> shape("a text", pointer, field, TextNode.valueOf("maybe"));
      default -> text("a quantity of nothing", Kind.VALUE, pointer, field, "lots");
    }
  }

  private void object(String pointer, String field, JsonNode value, JsonNode schema) {
    shape("a text", pointer, field, TextNode.valueOf("text"));
    shape("a list", pointer, field, NODES.arrayNode().add("text"));
    for (var required : schema.path("required")) {
      var name = required.asText();
      var at = pointer + "/" + name;
      mistakes.add(mistake("no ", Kind.VALUE, field + "." + name, example.without(at)));
      value("null", at, field + "." + name, NullNode.getInstance());
    }
    var properties = schema.path("properties");
    if (!properties.isEmpty()) {
      shape(
          "an unknown field", pointer + "/wrongField", field + ".wrongField", LongNode.valueOf(1));
    }
    for (var entry : value.properties()) {
      var of = properties.path(entry.getKey());
      walk(
          pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
          field + "." + entry.getKey(),
          entry.getValue(),
          of.isMissingNode() ? schema.path("additionalProperties") : of);
    }
  }

  private void array(String pointer, String field, JsonNode value, JsonNode schema) {
    shape("a text", pointer, field, TextNode.valueOf("text"));
    shape("fields", pointer, field, NODES.objectNode().put("a", "text"));
    value("a null item", pointer + "/0", field + "[0]", NullNode.getInstance());
    if (schema.path("minItems").asInt() > 0) {
      value("an empty list", pointer, field, NODES.arrayNode());
    }
    if (schema.has("maxItems")) {
      value("a long list", pointer, field, repeated(value.get(0), schema.get("maxItems").asInt()));
    }
    for (int i = 0; i < value.size(); i++) {
      walk(pointer + "/" + i, field + "[" + i + "]", value.get(i), schema.path("items"));
    }
  }

  private static ArrayNode repeated(JsonNode item, int times) {
    var list = NODES.arrayNode();
    for (int i = 0; i <= times; i++) {
      var copy = item.deepCopy();
      // Names differ, so that only the length is wrong.
      if (copy instanceof ObjectNode object) {
        object.put("name", item.path("name").asText() + i);
        list.add(object);
      } else {
        list.add(item.asText() + i);
      }
    }
    return list;
  }

  private void string(String pointer, String field, JsonNode schema) {
    shape("a number", pointer, field, LongNode.valueOf(42));
    shape("true", pointer, field, BooleanNode.TRUE);
    shape("a list", pointer, field, NODES.arrayNode().add("text"));
    shape("fields", pointer, field, NODES.objectNode().put("a", "text"));
    if (schema.has("enum")) {
      text("a word of no release", Kind.VALUE, pointer, field, "Nonsense");
    } else {
      text("a NUL", schema.has("pattern") ? Kind.VALUE : Kind.SENSE, pointer, field, "a\0b");
    }
    if (schema.has("maxLength")) {
      var prefix = field.endsWith(".table") || field.endsWith("table.name") ? "public." : "";
      text(
          "a long text",
          Kind.VALUE,
          pointer,
          field,
          prefix + "x".repeat(schema.get("maxLength").asInt() + 1));
    }
    if (schema.path("minLength").asInt() > 0) {
      text("an empty text", Kind.VALUE, pointer, field, "");
    }
    if (schema.has("pattern")) {
      text("a text of another form", Kind.VALUE, pointer, field, "!?");
    }
  }

  private void integer(String pointer, String field, JsonNode schema) {
    shape("a text", pointer, field, TextNode.valueOf("many"));
    shape("a fraction", pointer, field, DoubleNode.valueOf(1.5));
    shape("a huge number", pointer, field, BigIntegerNode.valueOf(BigInteger.TEN.pow(30)));
    value("more", pointer, field, LongNode.valueOf(schema.get("maximum").asLong() + 1));
    value("less", pointer, field, LongNode.valueOf(schema.get("minimum").asLong() - 1));
    value("a negative number", pointer, field, LongNode.valueOf(-1));
  }

  private void text(String what, Kind kind, String pointer, String field, String text) {
    mistakes.add(mistake(what + " at ", kind, field, example.set(pointer, TextNode.valueOf(text))));
  }

  private void value(String what, String pointer, String field, JsonNode value) {
    mistakes.add(mistake(what + " at ", Kind.VALUE, field, example.set(pointer, value)));
  }

  private void shape(String what, String pointer, String field, JsonNode value) {
    mistakes.add(mistake(what + " at ", Kind.SHAPE, field, example.set(pointer, value)));
  }

  private WrongManifest mistake(String what, Kind kind, String field, Example changed) {
    return new WrongManifest(example.name() + ": " + what + field, kind, field, changed.document());
  }
}
