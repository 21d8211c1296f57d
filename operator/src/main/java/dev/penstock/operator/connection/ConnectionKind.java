package dev.penstock.operator.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.EtlConnectionSpec;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The kind of a connection: the one field of its spec that is not common to all. */
public final class ConnectionKind {
  private static final Set<String> COMMON = Set.of("credentials", "limits", "allow");

  /** Those that the runner's verb asks. */
  private static final Set<String> CHECKED = Set.of("postgres", "s3", "redshift");

  /** Those by which people are told; {@code NotifierReconciler} writes their status. */
  private static final Set<String> NOTIFYING =
      Set.of("slack", "teams", "email", "pagerduty", "webhook");

  private static final ObjectMapper JSON = new ObjectMapper();

  private ConnectionKind() {}

  /** {@return its name; empty: the spec has none} */
  public static Optional<String> of(EtlConnectionSpec spec) {
    JsonNode tree = JSON.valueToTree(spec);
    return tree.properties().stream()
        .filter(field -> !field.getValue().isNull())
        .map(Map.Entry::getKey)
        .filter(field -> !COMMON.contains(field))
        .findFirst();
  }

  /** {@return whether a check asks connections of that kind} */
  static boolean isChecked(Optional<String> kind) {
    return kind.filter(CHECKED::contains).isPresent();
  }

  /** {@return whether people are told by connections of that kind} */
  public static boolean notifies(Optional<String> kind) {
    return kind.filter(NOTIFYING::contains).isPresent();
  }
}
