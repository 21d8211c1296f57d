package dev.penstock.sandbox.redshift;

import dev.penstock.sandbox.redshift.copy.object.Patience;
import dev.penstock.sandbox.redshift.sql.IsolationLevel;
import dev.penstock.sandbox.redshift.wire.Authentication;

/**
 * How a stand-in behaves where clusters differ.
 *
 * @param isolation of the database, until ALTER DATABASE changes it
 * @param patience how long COPY asks S3 again
 * @param authentication how it asks for the password
 * @param connections how many sessions there may be at once; at most {@value MOST_CONNECTIONS}
 */
public record Manners(
    IsolationLevel isolation, Patience patience, Authentication authentication, int connections) {
  /** What the PostgreSQL behind has room for; Redshift takes some hundred. */
  public static final int MOST_CONNECTIONS = 50;

  public Manners {
    if (connections < 1 || connections > MOST_CONNECTIONS) {
      throw new IllegalArgumentException(
          "%d connections; there can be 1 to %d".formatted(connections, MOST_CONNECTIONS));
    }
  }

  /** SNAPSHOT, the default of new clusters; MD5; as many sessions as there is room for. */
  public static Manners usual() {
    return new Manners(
        IsolationLevel.SNAPSHOT, Patience.scaled(), Authentication.MD5, MOST_CONNECTIONS);
  }

  public Manners with(IsolationLevel other) {
    return new Manners(other, patience, authentication, connections);
  }

  public Manners with(Patience other) {
    return new Manners(isolation, other, authentication, connections);
  }

  public Manners with(Authentication other) {
    return new Manners(isolation, patience, other, connections);
  }

  public Manners withConnections(int most) {
    return new Manners(isolation, patience, authentication, most);
  }
}
