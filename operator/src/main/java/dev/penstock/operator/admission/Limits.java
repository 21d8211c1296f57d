package dev.penstock.operator.admission;

import dev.penstock.operator.resource.EtlConnection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** {@code limits.runs} of the connections of a namespace. */
public final class Limits {
  private Limits() {}

  /** {@return runs at once by connection; one without a limit is absent} */
  public static Map<String, Integer> of(Stream<EtlConnection> connections) {
    var limits = new HashMap<String, Integer>();
    connections
        .filter(connection -> connection.getSpec() != null)
        .forEach(connection -> {
          var shared = connection.getSpec().limits();
          if (shared != null && shared.runs() != null) {
            limits.put(connection.getMetadata().getName(), shared.runs());
          }
        });
    return Map.copyOf(limits);
  }
}
