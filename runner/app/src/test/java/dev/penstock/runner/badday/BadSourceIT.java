package dev.penstock.runner.badday;

import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bad days of a source. */
class BadSourceIT {
  private static final String WAIT = "Nothing is to be done if the next attempt succeeds";

  @TempDir private static Path directory;
  private static World world;

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  private static void execute(String sql) throws Exception {
    try (var session = world.shop.connect();
        var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  @Produces(Reason.CONNECTION_FAILED)
  @Test
  void aSourceThatIsDownIsTriedAgain() throws Exception {
    var day = BadDay.of(world, directory, "down");
    day.withConnections("port: " + world.shop.port(), "port: 1")
        .fails(
            Reason.CONNECTION_FAILED,
            "Connection shop-db: 127.0.0.1:1 can not be reached",
            "Check spec.postgres.host and port of the connection if this stays");
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.AUTHENTICATION_FAILED)
  @Test
  void aWrongPasswordIsNamedByItsSecret() throws Exception {
    var day = BadDay.of(world, directory, "password");
    day.withConnections(
            "{username: shop, password: " + World.PASSWORD + "}",
            "{username: shop, password: another}")
        .fails(
            Reason.AUTHENTICATION_FAILED,
            "Connection shop-db: the server refuses the user of Secret shop-db",
            "Correct username and password there");
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.CERTIFICATE_REFUSED)
  @Test
  void aServerWithoutTlsIsRefusedWhereItHasToProveItself() throws Exception {
    var day = BadDay.of(world, directory, "plain");
    day.withConnections("database: shop, tls: Disable", "database: shop, tls: VerifyFull")
        .fails(
            Reason.CERTIFICATE_REFUSED,
            "Connection shop-db: the server's certificate can not be verified",
            "Put the issuer's certificate as ca.crt into Secret shop-db, or correct"
                + " spec.postgres.tls");
    day.shows(0);
  }

  @Produces(Reason.DATABASE_NOT_FOUND)
  @Test
  void aDatabaseThatIsMissingIsNamed() throws Exception {
    var day = BadDay.of(world, directory, "nodatabase");
    day.withConnections("database: shop,", "database: nope,")
        .fails(
            Reason.DATABASE_NOT_FOUND,
            "Connection shop-db: there is no database nope",
            "Name an existing database in spec.postgres.database");
    day.shows(0);
  }

  @Produces(Reason.TABLE_NOT_FOUND)
  @Test
  void aTableThatIsMissingIsNamed() throws Exception {
    var day = BadDay.of(world, directory, "notable");
    day.withPipeline("public.orders", "public.nope")
        .fails(
            Reason.TABLE_NOT_FOUND,
            "Table public.nope on connection shop-db does not exist",
            "Name an existing table or view in spec.sources[0].table.name");
    day.shows(0);
  }

  @Produces(Reason.COLUMN_NOT_FOUND)
  @Test
  void aColumnThatIsMissingIsNamed() throws Exception {
    var day = BadDay.of(world, directory, "nocolumn");
    day.withPipeline("[customer_id, segment, country]", "[customer_id, segment, country, nope]")
        .fails(
            Reason.COLUMN_NOT_FOUND,
            "Table public.customers on connection shop-db has no column nope",
            "Name existing columns in spec.sources[1].table.columns");
    day.shows(0);
  }

  @Produces(Reason.PERMISSION_DENIED)
  @Test
  void aRightThatWasTakenAwayIsNamed() throws Exception {
    var day = BadDay.of(world, directory, "norights");
    execute("REVOKE SELECT ON public.customers FROM shop");
    try {
      day.fails(
          Reason.PERMISSION_DENIED,
          "Table public.customers on connection shop-db may not be read by the user of Secret"
              + " shop-db",
          "Grant USAGE on the schema and SELECT on the table to that user");
    } finally {
      execute("GRANT SELECT ON public.customers TO shop");
    }
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.SOURCE_UNAVAILABLE)
  @Test
  void aLockThatOutlastsTheTimeoutIsTriedAgain() throws Exception {
    var day = BadDay.of(world, directory, "locked");
    try (var session = world.shop.connect();
        var statement = session.createStatement()) {
      session.setAutoCommit(false);
      statement.execute("LOCK TABLE public.orders IN ACCESS EXCLUSIVE MODE");
      execute("ALTER ROLE shop SET lock_timeout = '100ms'");
      day.fails(
          Reason.SOURCE_UNAVAILABLE,
          "Table public.orders on connection shop-db can not be read for now",
          WAIT);
    } finally {
      execute("ALTER ROLE shop RESET lock_timeout");
    }
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces({Reason.SOURCE_UNAVAILABLE, Reason.CONNECTION_LOST})
  @ParameterizedTest
  @CsvSource({
    "pg_cancel_backend,SOURCE_UNAVAILABLE,Table public.orders on connection shop-db can not be read for now",
    "pg_terminate_backend,CONNECTION_LOST,Connection shop-db was lost"
  })
  void aReadThatIsEndedMoreOftenThanItIsRepeatedIsTriedAgain(
      String ending, Reason reason, String message) throws Exception {
    var day = BadDay.of(world, directory, "by_" + reason.name().toLowerCase(Locale.ROOT));
    var over = new CountDownLatch(1);
    try (var session = world.shop.connect();
        var statement = session.createStatement()) {
      session.setAutoCommit(false);
      statement.execute("LOCK TABLE public.orders IN ACCESS EXCLUSIVE MODE");
      var administrator =
          Thread.ofVirtual()
              .start(() ->
                  Awaitility.await()
                      .atMost(Duration.ofMinutes(5))
                      .pollInterval(Duration.ofMillis(20))
                      .until(() -> {
                        execute(
                            "SELECT %s(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                .formatted(ending));
                        return over.getCount() == 0;
                      }));
      try {
        day.fails(reason, message, WAIT);
      } finally {
        over.countDown();
        administrator.join();
      }
    }
    day.shows(0);
    day.succeeds(1_500);
  }
}
