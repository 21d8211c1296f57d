package dev.penstock.runner.run;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;

/** Beside {@code iam} a Secret holds an authority and nothing that says who connects. */
final class AuthorityAlone {
  private AuthorityAlone() {}

  /**
   * Refuses a Secret with keys, of which nobody could say whether they or the role is meant.
   *
   * @param keys that would say who connects
   */
  static void in(Connection connection, Secrets secrets, String... keys) {
    connection
        .secret()
        .ifPresent(secret -> {
          for (var key : keys) {
            if (secrets.file(secret, key).isPresent()) {
              throw new ConfigurationException(
                  Reason.INVALID_SPEC,
                  "Connection %s has iam, and Secret %s beside it has the key %s"
                      .formatted(connection.name(), secret, key),
                  "Remove iam, or the key: beside iam a Secret holds ca.crt alone");
            }
          }
        });
  }
}
