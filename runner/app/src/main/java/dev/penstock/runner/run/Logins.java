package dev.penstock.runner.run;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.identity.SessionName;
import dev.penstock.runner.identity.WarehouseLogins;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.target.redshift.Login;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/** Who logs in to one warehouse: the user of its Secret, or one that AWS gives for a while. */
final class Logins implements Supplier<Login>, AutoCloseable {
  private static final String USERNAME = "username";
  private static final String PASSWORD = "password";

  private final Connection.Redshift connection;
  private final Secrets secrets;
  private final String application;
  private final Optional<WarehouseLogins> temporary;

  Logins(Connection.Redshift connection, Secrets secrets, String application, Clock clock) {
    this.connection = connection;
    this.secrets = secrets;
    this.application = application;
    this.temporary =
        connection
            .temporary()
            .map(given ->
                new WarehouseLogins(connection, given, SessionName.of(application), clock));
  }

  /** Asked each time that a session is opened. */
  @Override
  public Login get() {
    return temporary.isPresent() ? given(temporary.get()) : kept();
  }

  private Login given(WarehouseLogins logins) {
    AuthorityAlone.in(connection, secrets, USERNAME, PASSWORD);
    var login = logins.login();
    return new Login(
        login.username(),
        login.password(),
        connection.secret().flatMap(secret -> secrets.file(secret, "ca.crt")),
        application);
  }

  private Login kept() {
    var name = connection.name();
    var secret =
        connection
            .secret()
            .orElseThrow(() ->
                new ConfigurationException(
                    Reason.SECRET_MISSING,
                    "Connection %s names no Secret".formatted(name),
                    "Name one with username and password in spec.credentials.secret.name"));
    return new Login(
        secrets.value(name, secret, USERNAME),
        secrets.value(name, secret, PASSWORD),
        secrets.file(secret, "ca.crt"),
        application);
  }

  @Override
  public void close() {
    temporary.ifPresent(WarehouseLogins::close);
  }
}
