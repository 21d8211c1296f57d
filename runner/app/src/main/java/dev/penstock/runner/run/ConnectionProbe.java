package dev.penstock.runner.run;

import dev.penstock.api.ConnectionCapability;
import dev.penstock.api.model.Connection;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.source.postgres.PostgresProbe;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.target.redshift.RedshiftSession;
import dev.penstock.runner.target.redshift.WarehouseProbe;
import dev.penstock.runner.target.s3.StoreProbe;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Asks the other side of a connection for what runs need of it, with a run's own credentials. */
public final class ConnectionProbe {
  private static final String APPLICATION = "penstock/check";

  private ConnectionProbe() {}

  /** {@return whether connections of that kind can be asked} */
  public static boolean knows(Connection connection) {
    return connection instanceof Connection.Postgres
        || connection instanceof Connection.S3
        || connection instanceof Connection.Redshift;
  }

  /**
   * {@return what was found}
   *
   * @throws PenstockException as a run would, where the other side is not reached
   * @throws IllegalArgumentException for a kind that can not be asked
   */
  public static List<ConnectionCapability> of(Connection connection, Secrets secrets) {
    if (connection instanceof Connection.Postgres postgres) {
      return PostgresProbe.of(postgres, secrets);
    }
    if (connection instanceof Connection.S3 s3) {
      var connections = new Connections(Map.of(s3.name(), s3));
      try (var stores = new Stores(connections, secrets, APPLICATION)) {
        return StoreProbe.of(stores.bucket(s3.name()), s3, UUID.randomUUID().toString());
      }
    }
    if (connection instanceof Connection.Redshift redshift) {
      // One that is busy is not waited for: that it can be reached is seen by then.
      try (var login = new Logins(redshift, secrets, APPLICATION, Clock.systemUTC());
          var session = new RedshiftSession(redshift, login, Duration.ofSeconds(20))) {
        return WarehouseProbe.of(session);
      }
    }
    throw new IllegalArgumentException(
        "Connection %s can not be asked".formatted(connection.name()));
  }
}
