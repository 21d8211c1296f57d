package dev.penstock.runner.target.redshift;

import static dev.penstock.api.ConnectionCapability.available;
import static dev.penstock.api.ConnectionCapability.limited;
import static dev.penstock.api.ConnectionCapability.missing;
import static dev.penstock.api.ConnectionCapability.unknown;

import dev.penstock.api.ConnectionCapability;
import dev.penstock.api.model.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Asks a warehouse for what a run would need of it; makes, changes and loads nothing. */
public final class WarehouseProbe {
  private final RedshiftSession session;
  private final List<ConnectionCapability> found = new ArrayList<>();

  private WarehouseProbe(RedshiftSession session) {
    this.session = session;
  }

  /** {@return what was found} Whoever is refused a session gets the error that a run would get. */
  public static List<ConnectionCapability> of(RedshiftSession session) {
    var probe = new WarehouseProbe(session);
    session.alone(open -> {
      probe.server(open);
      boolean creates = probe.has(open, "has_database_privilege(current_database(), 'CREATE')");
      probe.controlSchema(open, creates);
      probe.temporary(open);
      probe.schemas(open, creates);
      probe.copyRole(open);
      return true;
    });
    return List.copyOf(probe.found);
  }

  private Connection.Redshift connection() {
    return session.connection();
  }

  private void server(java.sql.Connection open) throws SQLException {
    var said =
        Objects.requireNonNullElse(
            session.query(open, "SELECT version()").getFirst().getFirst(), "no version");
    var redshift = said.replaceFirst("(?s)^.*(Redshift [0-9.]+).*$", "$1");
    found.add(
        available(
            "Server",
            "%s, database %s"
                .formatted(
                    redshift.length() > 100 ? redshift.substring(0, 100) : redshift,
                    connection().database())));
    found.add(
        connection().tls() == Connection.Tls.DISABLE
            ? limited(
                "Encryption", "The session is not encrypted. Set spec.redshift.tls to VerifyFull.")
            : available("Encryption", "The session is encrypted, the certificate verified."));
  }

  private void controlSchema(java.sql.Connection open, boolean creates) throws SQLException {
    var schema = connection().controlSchema();
    if (exists(open, schema)) {
      found.add(
          creates(open, schema)
              ? available(
                  "ControlSchema",
                  "Schema %s is there, and tables may be made in it.".formatted(schema))
              : missing(
                  "ControlSchema",
                  "Tables may not be made in schema %s. GRANT CREATE, USAGE on it to the user."
                      .formatted(schema)));
    } else if (creates) {
      found.add(available("ControlSchema", "The first run makes schema %s.".formatted(schema)));
    } else {
      found.add(
          missing(
              "ControlSchema",
              "Schema %s is not there, and the user may not make it. Create it and GRANT CREATE, USAGE"
                      .formatted(schema)
                  + " on it, or GRANT CREATE on the database."));
    }
  }

  private void temporary(java.sql.Connection open) throws SQLException {
    found.add(
        has(open, "has_database_privilege(current_database(), 'TEMP')")
            ? available("TemporaryTables", "They may be made.")
            : missing(
                "TemporaryTables",
                "They may not be made. GRANT TEMP on database %s to the user."
                    .formatted(connection().database())));
  }

  private void schemas(java.sql.Connection open, boolean creates) throws SQLException {
    if (!connection().allow().write()) {
      found.add(
          limited(
              "CreateTables",
              "It was not asked for: spec.allow.access of the connection has no Write."));
      return;
    }
    var wanted = new TreeSet<>(connection().allow().schemas());
    if (wanted.isEmpty()) {
      found.add(
          creates
              ? available("CreateTables", "Schemas may be made, and tables in them.")
              : limited(
                  "CreateTables",
                  "Schemas may not be made: tables only where CREATE was granted. List the schemas in"
                      + " spec.allow.schemas, and checks look at each."));
      return;
    }
    var closed = new ArrayList<String>();
    for (var schema : wanted) {
      if (exists(open, schema) ? !creates(open, schema) : !creates) {
        closed.add(schema);
      }
    }
    found.add(
        closed.isEmpty()
            ? available("CreateTables", "Tables may be made in all of spec.allow.schemas.")
            : missing(
                "CreateTables",
                "No table may be made in %s. GRANT CREATE, USAGE on the schema to the user, or correct"
                        .formatted(String.join(", ", closed.subList(0, Math.min(5, closed.size()))))
                    + " spec.allow.schemas."));
  }

  /** Whether the cluster has the role is not to be asked; whether the user may use it is. */
  private void copyRole(java.sql.Connection open) throws SQLException {
    // Of a chain the first is the one that the user assumes.
    var role = connection().copyRole().split(",", 2)[0];
    try {
      var answer =
          session
              .query(open, "SELECT has_assumerole_privilege(current_user, ?, 'COPY')", role)
              .getFirst()
              .getFirst();
      found.add(
          isTrue(answer)
              ? available("CopyRole", "COPY may use it, if the warehouse has it attached.")
              : missing(
                  "CopyRole",
                  "COPY may not use the role of spec.redshift.copyRole. GRANT ASSUMEROLE on it to the"
                      + " user FOR COPY."));
    } catch (SQLException e) {
      var state = String.valueOf(e.getSQLState());
      if (state.startsWith("08") || state.startsWith("57")) {
        throw e;
      }
      // Older warehouses do not know the question, and no run asks it.
      found.add(unknown("CopyRole", "The warehouse can not be asked; the first load shows it."));
    }
  }

  private boolean exists(java.sql.Connection open, String schema) throws SQLException {
    return session.number(open, "SELECT COUNT(*) FROM pg_namespace WHERE nspname = ?", schema) > 0;
  }

  private boolean creates(java.sql.Connection open, String schema) throws SQLException {
    return has(open, "has_schema_privilege(?, 'CREATE')", schema)
        && has(open, "has_schema_privilege(?, 'USAGE')", schema);
  }

  private boolean has(java.sql.Connection open, String privilege, Object... values)
      throws SQLException {
    return isTrue(session.query(open, "SELECT " + privilege, values).getFirst().getFirst());
  }

  private static boolean isTrue(@Nullable String answer) {
    return "t".equals(answer) || "true".equals(answer) || "1".equals(answer);
  }
}
