package dev.penstock.runner.format;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlRunSpec;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * In which order the fields of an object stand: as the wire records declare them, which is the
 * order of the CRDs. A field without a place comes after those with one, in the order in which it
 * was written.
 */
sealed interface FieldOrder {
  /** {@return the place of a field; the last one if it has none} */
  int place(String field);

  /** {@return the order of what lies below a field} */
  FieldOrder below(String field);

  /** {@return the order of a resource's own fields; empty: the kind is not Penstock's} */
  static Optional<FieldOrder> of(String kind) {
    Optional<Class<?>> spec =
        switch (kind) {
          case "EtlPipeline" -> Optional.of(EtlPipelineSpec.class);
          case "EtlConnection" -> Optional.of(EtlConnectionSpec.class);
          case "EtlRun" -> Optional.of(EtlRunSpec.class);
          default -> Optional.empty();
        };
    return spec.map(type -> {
      Map<String, FieldOrder> fields = new LinkedHashMap<>();
      fields.put("apiVersion", new AsWritten());
      fields.put("kind", new AsWritten());
      fields.put("metadata", named(List.of("name", "namespace", "labels", "annotations")));
      fields.put("spec", new OfRecord(type));
      fields.put("status", new AsWritten());
      return new OfNames(fields);
    });
  }

  private static FieldOrder named(List<String> names) {
    Map<String, FieldOrder> fields = new LinkedHashMap<>();
    names.forEach(name -> fields.put(name, new AsWritten()));
    return new OfNames(fields);
  }

  /** Names whose order is not ours, as those of labels. */
  record AsWritten() implements FieldOrder {
    @Override
    public int place(String field) {
      return Integer.MAX_VALUE;
    }

    @Override
    public FieldOrder below(String field) {
      return this;
    }
  }

  /** Names in the order of a map. */
  record OfNames(Map<String, FieldOrder> fields) implements FieldOrder {
    @Override
    public int place(String field) {
      int place = List.copyOf(fields.keySet()).indexOf(field);
      return place < 0 ? Integer.MAX_VALUE : place;
    }

    @Override
    public FieldOrder below(String field) {
      return fields.getOrDefault(field, new AsWritten());
    }
  }

  /** The components of a record. */
  record OfRecord(Class<?> type) implements FieldOrder {
    @Override
    public int place(String field) {
      var components = type.getRecordComponents();
      for (int i = 0; i < components.length; i++) {
        if (components[i].getName().equals(field)) {
          return i;
        }
      }
      return Integer.MAX_VALUE;
    }

    @Override
    public FieldOrder below(String field) {
      return Arrays.stream(type.getRecordComponents())
          .filter(component -> component.getName().equals(field))
          .findFirst()
          .map(component -> of(component.getGenericType()))
          .orElseGet(AsWritten::new);
    }

    // Items of a list are ordered as the list says: a list has no fields of its own.
    private static FieldOrder of(Type type) {
      return switch (type) {
        case Class<?> named when named.isRecord() -> new OfRecord(named);
        case ParameterizedType list when list.getRawType() == List.class ->
            of(list.getActualTypeArguments()[0]);
        default -> new AsWritten();
      };
    }
  }
}
