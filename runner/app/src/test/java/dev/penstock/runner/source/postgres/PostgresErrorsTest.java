package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.Produces;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresErrorsTest {
  private static PostgresErrors errors(Connection.Tls tls) {
    return new PostgresErrors(
        new Connection.Postgres(
            "shop-db",
            Optional.of("shop-login"),
            new Connection.Limits(OptionalInt.empty(), 8),
            new Connection.Allow(true, false, Set.of(), true),
            "db.internal",
            5432,
            "shop",
            tls));
  }

  @Produces(Reason.INTERNAL_ERROR)
  @ParameterizedTest
  @CsvSource({
    "28P01, ConfigurationException, AuthenticationFailed",
    "28000, ConfigurationException, AuthenticationFailed",
    "3D000, ConfigurationException, DatabaseNotFound",
    "3F000, ConfigurationException, TableNotFound",
    "42P01, ConfigurationException, TableNotFound",
    "42703, ConfigurationException, ColumnNotFound",
    "42501, ConfigurationException, PermissionDenied",
    "08006, TransientException, ConnectionLost",
    "57P01, TransientException, ConnectionLost",
    "57P03, TransientException, ConnectionLost",
    "57014, TransientException, SourceUnavailable",
    "53300, TransientException, SourceUnavailable",
    "40001, TransientException, SourceUnavailable",
    "55P03, TransientException, SourceUnavailable",
    "XX001, TransientException, SourceUnavailable",
    "22012, DataException, ValueNotSupported",
    "21000, DataException, ValueNotSupported",
    "P0001, DataException, ValueNotSupported",
    "25006, ConfigurationException, NotAllowed",
    "42601, InternalException, InternalError",
    "'', InternalException, InternalError"
  })
  void theStateDecidesAndNotTheText(String state, String type, String reason) {
    var error = new SQLException("Table secret is gone", state);
    var ours = errors(Connection.Tls.DISABLE).translate(error, "Table public.orders");
    assertThat(ours.getClass().getSimpleName()).isEqualTo(type);
    assertThat(ours.reason()).hasToString(reason);
    assertThat(ours.line()).contains("shop-db").doesNotContain("secret is gone");
  }

  @Produces(Reason.COPY_REFUSED)
  @ParameterizedTest
  @ValueSource(strings = {"0A000", "42501", "42601"})
  void aRefusedCopyIsToldFromARefusedTable(String state) {
    var error = new SQLException("COPY is not supported", state);
    assertThat(errors(Connection.Tls.DISABLE).copying(error, "Table public.orders").line())
        .isEqualTo(
            "CopyRefused: Table public.orders on connection shop-db: the server, or a pooler before"
                + " it, refuses COPY TO STDOUT. Set spec.postgres.extraction of the connection to"
                + " Cursor.");
  }

  @Test
  void aLockThatHoldsTheCatalogUpIsNamedAndPasses() {
    var locked = new SQLException("canceling statement due to lock timeout", "55P03");
    var ours = errors(Connection.Tls.DISABLE).listing(locked, "The catalog of shop");
    assertThat(ours).isInstanceOf(TransientException.class);
    assertThat(ours.line())
        .isEqualTo(
            "SourceUnavailable: The catalog of shop on connection shop-db can not be read for now:"
                + " another session has held a lock on a table for 30 seconds. Start again once its"
                + " ALTER TABLE, VACUUM FULL or the like has ended; pg_locks names it.");
    var other = new SQLException("permission denied", "42501");
    assertThat(errors(Connection.Tls.DISABLE).listing(other, "The catalog of shop").reason())
        .isEqualTo(Reason.PERMISSION_DENIED);
  }

  @Test
  void whatElseACopyFailsOfIsNotARefusal() {
    var gone = new SQLException("terminating connection", "57P01");
    assertThat(errors(Connection.Tls.DISABLE).copying(gone, "Table public.orders").reason())
        .isEqualTo(Reason.CONNECTION_LOST);
  }

  @Test
  void theStateOfACauseCounts() {
    var wrapped = new SQLException("wrapped", (String) null, new SQLException("gone", "57P01"));
    assertThat(errors(Connection.Tls.DISABLE).translate(wrapped, "Table t").line())
        .isEqualTo(
            "ConnectionLost: Connection shop-db was lost."
                + " Nothing is to be done if the next attempt succeeds.");
  }

  @Test
  void whateverAnInterruptMakesOfASessionIsACancellation() {
    var unusual = new SQLException("Something unusual has occurred", "99999");
    Thread.currentThread().interrupt();
    try {
      assertThat(errors(Connection.Tls.DISABLE).translate(unusual, "Table t").reason())
          .isEqualTo(Reason.CANCELLED);
      assertThat(errors(Connection.Tls.VERIFY_FULL).connecting(unusual).reason())
          .isEqualTo(Reason.CANCELLED);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aRefusedCertificateIsNotATroubleOfTheNetwork() {
    var refused = new SQLException("SSL error", "08006", new SSLHandshakeException("PKIX"));
    assertThat(errors(Connection.Tls.VERIFY_FULL).connecting(refused).line())
        .isEqualTo(
            "CertificateRefused: Connection shop-db: the server's certificate can not be verified."
                + " Put the issuer's certificate as ca.crt into Secret shop-login, or correct"
                + " spec.postgres.tls.");
    var unreachable = new SQLException("refused", "08001", new IOException("refused"));
    assertThat(errors(Connection.Tls.VERIFY_FULL).connecting(unreachable).message())
        .isEqualTo("Connection shop-db: db.internal:5432 can not be reached");
  }
}
