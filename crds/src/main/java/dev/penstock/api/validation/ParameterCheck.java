package dev.penstock.api.validation;

import dev.penstock.api.ParameterSpec;
import dev.penstock.api.ParameterType;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Parameter.Type;
import dev.penstock.api.validation.Finding.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The named values of a pipeline. */
final class ParameterCheck {
  /** Every run has these by itself, now or with windows. */
  private static final Set<String> OURS = Set.of("run_id", "window_start", "window_end");

  private ParameterCheck() {}

  static List<Parameter> parameters(Place place, @Nullable List<ParameterSpec> specs) {
    var names = new HashSet<String>();
    return new NamedItems<>("Parameter", 0, 64, ParameterSpec::name)
        .check(place, specs, (item, spec) -> parameter(item, spec, names));
  }

  private static Optional<Parameter> parameter(Place item, ParameterSpec spec, Set<String> names) {
    int mark = item.findings().mark();
    var at = item.field("name");
    var name = Names.parameter(at, spec.name());
    if (OURS.contains(name)) {
      at.refuse(
          Reason.INVALID,
          "has the name %s, which every run sets by itself".formatted(name),
          "Choose another name");
    } else if (!name.isEmpty() && !names.add(name)) {
      at.refuse(
          Reason.DUPLICATE,
          "has the name of another parameter",
          "Give every parameter a name of its own");
    }
    var type = type(item.field("type"), spec.type());
    var value = spec.defaultValue();
    var under = item.field("default");
    if (value == null) {
      under.missing("default");
    } else if (type.isPresent() && !type.get().holds(value)) {
      under.refuse(
          Reason.INVALID,
          "has the default %s, which is not of its type".formatted(Shown.of(value)),
          "Write " + type.get().shape());
    }
    return item.findings()
        .since(mark, () -> new Parameter(name, type.orElseThrow(), value == null ? "" : value));
  }

  private static Optional<Type> type(Place place, @Nullable ParameterType type) {
    return switch (type) {
      case null -> Optional.of(Type.TEXT);
      case TEXT -> Optional.of(Type.TEXT);
      case INTEGER -> Optional.of(Type.INTEGER);
      case DECIMAL -> Optional.of(Type.DECIMAL);
      case BOOLEAN -> Optional.of(Type.BOOLEAN);
      case DATE -> Optional.of(Type.DATE);
      case TIMESTAMP -> Optional.of(Type.TIMESTAMP);
      case UNKNOWN -> {
        place.refuse(
            Reason.NOT_SUPPORTED,
            "has a type that this release does not know",
            "Write one of Text, Integer, Decimal, Boolean, Date, Timestamp");
        yield Optional.empty();
      }
    };
  }
}
