package dev.penstock.runner.source.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Read;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import dev.penstock.sandbox.shop.ShopDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password that is changed while rows are read, and the file of its Secret with it or later. */
class PasswordRotationIT {
  @TempDir private Path state;
  private ShopDatabase shop;
  private Secrets secrets;

  @BeforeEach
  void start() throws Exception {
    shop =
        ShopDatabase.start(new ShopDatabase.Settings(state.resolve("shop"), 0.01, "reader", "old"));
    Files.createDirectories(state.resolve("secrets/shop-db"));
    Files.writeString(state.resolve("secrets/shop-db/username"), "reader");
    mount("old");
    secrets = new Secrets(state.resolve("secrets"));
  }

  @AfterEach
  void end() {
    shop.close();
  }

  private void mount(String password) throws Exception {
    Files.writeString(state.resolve("secrets/shop-db/password"), password);
  }

  private void change(String password) throws Exception {
    try (var session = shop.connect();
        var statement = session.createStatement()) {
      statement.execute("ALTER ROLE reader PASSWORD '%s'".formatted(password));
    }
  }

  private PostgresDatabase open() {
    return PostgresDatabase.open(
        new Connection.Postgres(
            "shop-db",
            Optional.of("shop-db"),
            new Connection.Limits(OptionalInt.empty(), 8),
            new Connection.Allow(true, false, Set.of(), true),
            "127.0.0.1",
            shop.port(),
            "shop",
            Connection.Tls.DISABLE),
        secrets,
        "penstock/orders");
  }

  private static PostgresSource orders(PostgresDatabase database) {
    return database.source(
        new Read.Table(
            "public", "orders", List.of(), Optional.empty(), OptionalInt.of(4), Optional.empty()),
        List.of(),
        Optional.empty(),
        "spec.sources[0]");
  }

  private static long rest(PostgresSource source, Batches batches) {
    long rows = 0;
    var batch = new Batch(source.schema());
    while (batches.next(batch)) {
      rows += batch.rows();
    }
    return rows;
  }

  @Test
  void aReadUnderWayGoesOnAndTheNextSessionTakesTheNewPassword() throws Exception {
    try (var database = open();
        var source = orders(database)) {
      var splits = source.splits(2);
      assertThat(splits).hasSizeGreaterThan(1);
      long rows = 0;
      try (var begun = source.open(splits.getFirst())) {
        var batch = new Batch(source.schema());
        assertThat(begun.next(batch)).isTrue();
        rows += batch.rows();
        change("new");
        mount("new");
        for (var split : splits.subList(1, splits.size())) {
          try (var next = source.open(split)) {
            rows += rest(source, next);
          }
        }
        rows += rest(source, begun);
      }
      assertThat(rows).isEqualTo(15_000);
    }
  }

  @Test
  void aPasswordThatIsNotInTheSecretYetIsTriedAgainAndNoFaultOfTheSpec() throws Exception {
    try (var database = open();
        var source = orders(database)) {
      var split = source.splits(1).getFirst();
      change("new");
      assertThatThrownBy(() -> source.open(split))
          .isInstanceOfSatisfying(
              TransientException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.SOURCE_UNAVAILABLE))
          .hasMessageContaining("shop-db")
          .hasMessageNotContaining("old");
      mount("new");
      try (var next = source.open(split)) {
        assertThat(rest(source, next)).isPositive();
      }
    }
  }

  @Test
  void theNextRunReadsTheNewOneAndAWrongOneIsStillAFaultOfTheSecret() throws Exception {
    open().close();
    change("new");
    assertThatThrownBy(this::open)
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.AUTHENTICATION_FAILED));
    mount("new");
    open().close();
  }
}
