package dev.penstock.api.validation;

import dev.penstock.api.ResourcesSpec;
import dev.penstock.api.validation.Finding.Reason;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the container may use: quantities that the API server takes and a runner can live with. */
final class ResourcesCheck {
  private static final String MEMORY = "memory";
  private static final String ABSENT = "1Gi";

  /** A quarter is the heap; the engine has what is left beside the JVM's own. */
  private static final String LEAST = "512Mi";

  private static final Set<String> RESOURCES = Set.of("cpu", "ephemeral-storage", MEMORY);

  private ResourcesCheck() {}

  /** Requests and limits by name, with a limit of memory. */
  record Resources(Map<String, String> requests, Map<String, String> limits) {}

  static Resources check(Place place, @Nullable ResourcesSpec spec) {
    if (spec == null) {
      return new Resources(Map.of("cpu", "1", MEMORY, ABSENT), Map.of(MEMORY, ABSENT));
    }
    var requests = quantities(place.field("requests"), spec.requests());
    var limits = quantities(place.field("limits"), spec.limits());
    if (!limits.containsKey(MEMORY)) {
      // Without one the runner would take the memory of the node for its own.
      var asked = requests.getOrDefault(MEMORY, ABSENT);
      limits.put(MEMORY, exceeds(asked, ABSENT) ? asked : ABSENT);
    } else if (exceeds(LEAST, limits.get(MEMORY))) {
      place
          .field("limits")
          .field(MEMORY)
          .refuse(
              Reason.INVALID,
              "has %s of memory; a runner needs it for its heap and its engine"
                  .formatted(Shown.of(limits.get(MEMORY))),
              "Write %s or more".formatted(LEAST));
    }
    for (var request : requests.entrySet()) {
      var limit = limits.get(request.getKey());
      if (limit != null && exceeds(request.getValue(), limit)) {
        place
            .field("requests")
            .field(request.getKey())
            .refuse(
                Reason.INVALID,
                "requests more %s than its limit (%s, %s)"
                    .formatted(request.getKey(), Shown.of(request.getValue()), Shown.of(limit)),
                "Raise the limit or lower the request");
      }
    }
    return new Resources(requests, limits);
  }

  /** A quantity above zero. */
  static String quantity(Place place, @Nullable String value) {
    var text = place.required(value, "quantity", 32);
    if (!text.isEmpty() && Quantity.parse(text).filter(q -> q.signum() > 0).isEmpty()) {
      place.refuse(
          Reason.INVALID,
          "has %s, which is not a quantity above zero".formatted(Shown.of(text)),
          "Write a quantity as 500m, 2 or 1Gi");
    }
    return text;
  }

  /** {@return whether both are quantities and the first is the greater one} */
  static boolean exceeds(@Nullable String one, @Nullable String other) {
    return parsed(one).flatMap(a -> parsed(other).map(b -> a.compareTo(b) > 0)).orElse(false);
  }

  private static Optional<BigDecimal> parsed(@Nullable String quantity) {
    return Optional.ofNullable(quantity).flatMap(Quantity::parse);
  }

  private static Map<String, String> quantities(Place place, @Nullable Map<String, String> given) {
    var quantities = new TreeMap<String, String>();
    for (var entry : Items.sorted(given).entrySet()) {
      if (RESOURCES.contains(entry.getKey())) {
        quantities.put(entry.getKey(), quantity(place.field(entry.getKey()), entry.getValue()));
      } else {
        place.refuse(
            Reason.NOT_SUPPORTED,
            "has the resource %s".formatted(Shown.of(entry.getKey())),
            "Use " + String.join(", ", RESOURCES.stream().sorted().toList()));
      }
    }
    return quantities;
  }
}
