package dev.penstock.api.validation;

import dev.penstock.api.ResourcesSpec;
import dev.penstock.api.RunnerPodSpec;
import dev.penstock.api.ScratchSpec;
import dev.penstock.api.model.PodShape;
import dev.penstock.api.validation.Finding.Reason;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The pod of a run: what the API server would refuse in a Job is refused here, with a path. */
final class PodCheck {
  private static final Map<String, String> REQUESTS = Map.of("cpu", "1", "memory", "1Gi");
  private static final Map<String, String> LIMITS = Map.of("memory", "1Gi");
  private static final Set<String> RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");

  private PodCheck() {}

  static PodShape check(Place top, @Nullable RunnerPodSpec pod, @Nullable ScratchSpec scratch) {
    var place = top.field("pod");
    var requests = REQUESTS;
    var limits = LIMITS;
    var account = "default";
    if (pod != null && pod.resources() != null) {
      var resources = place.field("resources");
      requests = quantities(resources.field("requests"), pod.resources().requests());
      limits = quantities(resources.field("limits"), pod.resources().limits());
      withinLimits(resources.field("requests"), pod.resources());
    }
    if (pod != null && pod.serviceAccountName() != null) {
      account =
          Names.subdomain(
              place.field("serviceAccountName"), pod.serviceAccountName(), "serviceAccountName");
    }
    var size =
        scratch == null || scratch.size() == null
            ? "10Gi"
            : quantity(top.field("scratch").field("size"), scratch.size());
    return new PodShape(requests, limits, account, size);
  }

  private static Map<String, String> quantities(Place place, @Nullable Map<String, String> given) {
    if (given == null) {
      return Map.of();
    }
    var quantities = new LinkedHashMap<String, String>();
    for (var entry : sorted(given).entrySet()) {
      if (RESOURCES.contains(entry.getKey())) {
        var item = place.field(entry.getKey());
        quantities.put(entry.getKey(), quantity(item, entry.getValue()));
      } else {
        place.refuse(
            Reason.NOT_SUPPORTED,
            "has the resource %s".formatted(Shown.of(entry.getKey())),
            "Use " + String.join(", ", RESOURCES.stream().sorted().toList()));
      }
    }
    return quantities;
  }

  /** A map from the wire in a fixed order; a null key, which only Java can make, is dropped. */
  private static Map<String, String> sorted(Map<String, String> given) {
    var copy = new java.util.HashMap<>(given);
    copy.remove(null);
    return new TreeMap<>(copy);
  }

  private static String quantity(Place place, @Nullable String value) {
    var text = place.required(value, "quantity", 32);
    if (!text.isEmpty() && Quantity.parse(text).filter(q -> q.signum() > 0).isEmpty()) {
      place.refuse(
          Reason.INVALID,
          "has %s, which is not a quantity above zero".formatted(Shown.of(text)),
          "Write a quantity as 500m, 2 or 1Gi");
    }
    return text;
  }

  private static void withinLimits(Place place, ResourcesSpec spec) {
    if (spec.requests() == null || spec.limits() == null) {
      return;
    }
    for (var request : sorted(spec.requests()).entrySet()) {
      var limit = spec.limits().get(request.getKey());
      if (limit != null && exceeds(request.getValue(), limit)) {
        place
            .field(request.getKey())
            .refuse(
                Reason.INVALID,
                "requests more %s than its limit (%s, %s)"
                    .formatted(
                        Shown.of(request.getKey()), Shown.of(request.getValue()), Shown.of(limit)),
                "Raise the limit or lower the request");
      }
    }
  }

  private static boolean exceeds(@Nullable String request, String limit) {
    var asked = request == null ? Optional.<BigDecimal>empty() : Quantity.parse(request);
    return asked
        .flatMap(a -> Quantity.parse(limit).map(most -> a.compareTo(most) > 0))
        .orElse(false);
  }
}
