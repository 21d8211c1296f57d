package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.validation.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a document has the fields of a wire record, each of its type. Wire records ignore what
 * they do not know and the reader makes text of numbers; the API server does neither, and a
 * person's typo must not be ignored. Used by one thread, for one document.
 */
final class Shape {
  /** Enough for a person; a megabyte of typos is not printed. */
  private static final int FINDINGS = 100;

  /** Fields that are quantities, or maps of them: text, or a whole number. */
  private static final Set<String> QUANTITIES = Set.of("limits", "requests", "size", "sizeLimit");

  private final ObjectMapper mapper;
  private final List<Finding> findings = new ArrayList<>();

  Shape(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /** {@return what was found so far, in the order of the document, at most a hundred} */
  List<Finding> findings() {
    return List.copyOf(findings);
  }

  /**
   * Looks through a value.
   *
   * @return the value, in which everything of a wrong type is null by now
   */
  JsonNode check(String path, JsonNode value, Class<?> type) {
    return check(path, value, mapper.constructType(type), false);
  }

  private JsonNode check(String path, JsonNode value, JavaType type, boolean quantity) {
    if (value.isNull()) {
      return value;
    }
    var raw = type.getRawClass();
    if (type.isMapLikeType() || raw.isRecord()) {
      return value instanceof ObjectNode object
          ? object(path, object, type, quantity)
          : wrong(path, value, "fields");
    }
    if (type.isCollectionLikeType()) {
      return value instanceof ArrayNode array
          ? array(path, array, type.getContentType())
          : wrong(path, value, "a list");
    }
    if (raw == Boolean.class) {
      return value.isBoolean() ? value : wrong(path, value, "true or false");
    }
    if (raw == Integer.class || raw == Long.class) {
      boolean fits = raw == Integer.class ? value.canConvertToInt() : value.canConvertToLong();
      return value.isIntegralNumber() && fits ? value : wrong(path, value, "a whole number");
    }
    return value.isTextual() || (quantity && value.isIntegralNumber())
        ? value
        : wrong(path, value, "text");
  }

  private JsonNode object(String path, ObjectNode object, JavaType type, boolean quantities) {
    boolean map = type.isMapLikeType();
    var fields = map ? Map.<String, JavaType>of() : fields(type);
    for (var entry : List.copyOf(object.properties())) {
      var under = path + "." + OneLine.of(entry.getKey());
      var field = map ? type.getContentType() : fields.get(entry.getKey());
      if (field != null) {
        boolean quantity = map ? quantities : QUANTITIES.contains(entry.getKey());
        object.set(entry.getKey(), check(under, entry.getValue(), field, quantity));
      } else {
        add(
            new Finding(
                under,
                Finding.Reason.NOT_SUPPORTED,
                "There is no such field",
                "Correct its name or remove it"));
      }
    }
    return object;
  }

  private Map<String, JavaType> fields(JavaType type) {
    return mapper.getDeserializationConfig().introspect(type).findProperties().stream()
        .collect(
            Collectors.toMap(
                BeanPropertyDefinition::getName, BeanPropertyDefinition::getPrimaryType));
  }

  private JsonNode array(String path, ArrayNode array, JavaType item) {
    for (int i = 0; i < array.size(); i++) {
      array.set(i, check(path + "[" + i + "]", array.get(i), item, false));
    }
    return array;
  }

  private JsonNode wrong(String path, JsonNode value, String expected) {
    var is =
        switch (value.getNodeType()) {
          case OBJECT -> "has fields";
          case ARRAY -> "is a list";
          case BOOLEAN -> "is true or false";
          case NUMBER -> value.isIntegralNumber() ? "is a whole number" : "is a decimal number";
          default -> "is text";
        };
    boolean large = expected.equals("a whole number") && value.isIntegralNumber();
    add(
        new Finding(
            path,
            Finding.Reason.INVALID,
            large
                ? "It is a number too large for any field"
                : "It %s where the field takes %s".formatted(is, expected),
            expected.equals("text")
                ? "Write text, in quotes where YAML would read something else"
                : "Write " + expected + (large ? " that the reference allows" : "")));
    return NullNode.getInstance();
  }

  private void add(Finding finding) {
    if (findings.size() < FINDINGS) {
      findings.add(finding);
    }
  }
}
