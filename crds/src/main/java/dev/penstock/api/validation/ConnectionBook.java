package dev.penstock.api.validation;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.validation.Checked.Invalid;
import dev.penstock.api.validation.Checked.Valid;
import dev.penstock.api.validation.Finding.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The connections of a namespace, looked up where a pipeline names them. */
final class ConnectionBook {
  private final String namespace;
  private final Map<String, EtlConnectionSpec> specs;
  private final Map<String, Checked<Connection>> checked = new HashMap<>();

  ConnectionBook(String namespace, Map<String, EtlConnectionSpec> specs) {
    this.namespace = namespace;
    this.specs = new HashMap<>(specs);
    this.specs.remove(null);
  }

  /** {@return the connection if it exists, is right in itself and of that kind} */
  <C extends Connection> Optional<C> find(Place place, @Nullable String name, Class<C> kind) {
    var named = place.required(name, "connection", 253);
    if (named.isEmpty()) {
      return Optional.empty();
    }
    if (!specs.containsKey(named)) {
      place.refuse(
          Reason.NOT_FOUND,
          "names the connection %s, which does not exist in namespace %s"
              .formatted(Shown.of(named), Shown.of(namespace)),
          "Create the EtlConnection %s%s"
              .formatted(
                  Shown.of(named),
                  specs.isEmpty() ? "" : " or name one that exists: " + Shown.all(specs.keySet())));
      return Optional.empty();
    }
    return switch (checked.computeIfAbsent(named, this::check)) {
      case Valid<Connection>(var connection) -> ofKind(place, connection, kind);
      case Invalid<Connection>(var findings) -> {
        place.refuse(
            Reason.INVALID,
            "names the connection %s, which is not valid itself (%s: %s)"
                .formatted(
                    Shown.of(named), findings.getFirst().path(), findings.getFirst().message()),
            "Correct the EtlConnection " + Shown.of(named));
        yield Optional.empty();
      }
    };
  }

  private Checked<Connection> check(String name) {
    return new Validator().connection(name, specs.get(name));
  }

  private static <C extends Connection> Optional<C> ofKind(
      Place place, Connection connection, Class<C> kind) {
    if (kind.isInstance(connection)) {
      return Optional.of(kind.cast(connection));
    }
    place.refuse(
        Reason.INVALID,
        "names the connection %s, which is of kind %s"
            .formatted(connection.name(), word(connection)),
        "Name a connection of kind " + word(kind));
    return Optional.empty();
  }

  private static String word(Connection connection) {
    return connection instanceof Connection.Notifying notifying
        ? notifying.notifier().kind()
        : word(connection.getClass());
  }

  private static String word(Class<? extends Connection> kind) {
    if (kind == Connection.Notifying.class) {
      return "slack, teams, email, pagerduty or webhook";
    }
    return kind.getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }
}
