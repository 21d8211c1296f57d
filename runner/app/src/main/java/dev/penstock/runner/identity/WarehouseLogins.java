package dev.penstock.runner.identity;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Issuer;
import dev.penstock.api.model.Connection.Temporary;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Temporary logins of one warehouse, each kept until shortly before it expires. Threads share it;
 * who opens it closes it.
 */
public final class WarehouseLogins implements AutoCloseable {
  /** A session that begins with a login must be let in with it. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private static final String PERMIT =
      "Allow %s on the warehouse to that identity, as docs/iam/redshift-login.json does";

  private final Connection.Redshift connection;
  private final Temporary temporary;
  private final SessionName session;
  private final Clock clock;
  private @Nullable Identity identity;
  private @Nullable WarehouseLogin kept;

  /** Asks nobody yet. */
  public WarehouseLogins(
      Connection.Redshift connection, Temporary temporary, SessionName session, Clock clock) {
    this.connection = connection;
    this.temporary = temporary;
    this.session = session;
    this.clock = clock;
  }

  /**
   * {@return a login that holds for at least a minute}
   *
   * @throws dev.penstock.runner.spi.PenstockException where none is given
   */
  public synchronized WarehouseLogin login() {
    var login = kept;
    if (login == null || !clock.instant().plus(MARGIN).isBefore(login.expires())) {
      login = ask();
      kept = login;
    }
    return login;
  }

  private WarehouseLogin ask() {
    var who = identity;
    if (who == null) {
      who = Identity.open(connection.name(), temporary.iam(), temporary.issuer().region(), session);
      identity = who;
    }
    return switch (temporary.issuer()) {
      case Issuer.Cluster cluster -> ofCluster(who, cluster);
      case Issuer.Workgroup workgroup -> ofWorkgroup(who, workgroup);
    };
  }

  private WarehouseLogin ofCluster(Identity who, Issuer.Cluster cluster) {
    var action =
        cluster.user().isPresent() ? "GetClusterCredentials" : "GetClusterCredentialsWithIAM";
    var form =
        new TreeMap<>(
            Map.of(
                "Action", action,
                "Version", "2012-12-01",
                "ClusterIdentifier", cluster.id(),
                "DbName", connection.database(),
                "DurationSeconds", seconds()));
    cluster
        .user()
        .ifPresent(user -> {
          form.put("DbUser", user);
          form.put("AutoCreate", "false");
        });
    var reply =
        new SignedRequest(who, "redshift", cluster.region()).form(form, "redshift:" + action);
    return reply.login("DbUser", "DbPassword", "Expiration");
  }

  private WarehouseLogin ofWorkgroup(Identity who, Issuer.Workgroup workgroup) {
    var reply =
        new SignedRequest(who, "redshift-serverless", workgroup.region())
            .json(
                "RedshiftServerless.GetCredentials",
                Map.of(
                    "workgroupName", workgroup.name(),
                    "dbName", connection.database(),
                    "durationSeconds", Integer.valueOf(seconds())),
                "redshift-serverless:GetCredentials");
    return reply.login("dbUser", "dbPassword", "expiration");
  }

  private String seconds() {
    return Long.toString(temporary.iam().session().toSeconds());
  }

  /** {@return what to do where an action is refused} */
  static String permit(String action) {
    return PERMIT.formatted(action);
  }

  @Override
  public synchronized void close() {
    if (identity != null) {
      identity.close();
    }
  }
}
