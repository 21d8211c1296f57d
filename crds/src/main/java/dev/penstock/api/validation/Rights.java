package dev.penstock.api.validation;

import dev.penstock.api.model.Connection;
import dev.penstock.api.validation.Finding.Reason;

/** What {@code allow} of a connection permits; the verb completes a sentence about the user. */
final class Rights {
  private Rights() {}

  static void read(Place place, Connection connection, String verb) {
    if (!connection.allow().read()) {
      refuse(place, connection, verb, "Read");
    }
  }

  static void write(Place place, Connection connection, String verb) {
    if (!connection.allow().write()) {
      refuse(place, connection, verb, "Write");
    }
  }

  static void schema(Place place, Connection connection, String verb, String schema) {
    if (!connection.allow().schema(schema)) {
      place.refuse(
          Reason.NOT_ALLOWED,
          "%s the schema %s, which the connection %s does not allow"
              .formatted(verb, Shown.of(schema), connection.name()),
          "Use an allowed schema (%s) or add %s to spec.allow.schemas of the EtlConnection %s"
              .formatted(
                  Shown.all(connection.allow().schemas()), Shown.of(schema), connection.name()));
    }
  }

  /** SQL of an author's own; {@code instead} says how to do without. */
  static void queries(Place place, Connection connection, String instead) {
    if (!connection.allow().queries()) {
      place.refuse(
          Reason.NOT_ALLOWED,
          "sends SQL of its own over the connection %s, which does not allow queries"
              .formatted(connection.name()),
          "%s, or write queries: true in spec.allow of the EtlConnection %s"
              .formatted(instead, connection.name()));
    }
  }

  private static void refuse(Place place, Connection connection, String verb, String access) {
    place.refuse(
        Reason.NOT_ALLOWED,
        "%s the connection %s, which does not allow %s".formatted(verb, connection.name(), access),
        "Name another connection or add %s to spec.allow.access of the EtlConnection %s"
            .formatted(access, connection.name()));
  }
}
