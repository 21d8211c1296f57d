package dev.penstock.operator.resource;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;

/** Properties in the order of the record: the order in which people write a manifest. */
final class SchemaOrder {
  private SchemaOrder() {}

  static void sort(ObjectNode schema, Type type) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == List.class) {
        sort((ObjectNode) schema.path("items"), generic.getActualTypeArguments()[0]);
      }
      return;
    }
    var record = (Class<?>) type;
    if (!record.isRecord()) {
      return;
    }
    var sorted = new LinkedHashMap<String, JsonNode>();
    for (var component : record.getRecordComponents()) {
      var name = name(component);
      if (schema.path("properties").path(name) instanceof ObjectNode object) {
        sort(object, component.getGenericType());
        sorted.put(name, object);
      }
    }
    if (schema.path("properties") instanceof ObjectNode properties) {
      properties.removeAll();
      properties.setAll(sorted);
    }
  }

  /** A word of Java, as default, has another name in the record than on the wire. */
  private static String name(RecordComponent component) {
    var named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null ? component.getName() : named.value();
  }
}
