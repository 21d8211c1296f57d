package dev.penstock.runner.badday;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.cli.PipelineFile;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import dev.penstock.sandbox.redshift.wire.ServerIdentity;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad days of a warehouse, and of the Secret that leads to it. */
class BadWarehouseIT {
  private static final String AGAIN =
      " The run is repeated; look at the health of the warehouse if this stays\\.";

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
    try (var session = world.session();
        var statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  @Produces(Reason.CONNECTION_FAILED)
  @Test
  void aWarehouseThatIsDownIsTriedAgain() throws Exception {
    var day = BadDay.of(world, directory, "down");
    day.withConnections("port: " + world.warehouse.port(), "port: 1")
        .failsLike(Reason.CONNECTION_FAILED, "Warehouse warehouse: .*" + AGAIN);
    day.shows(0);
    day.succeeds(1_500);
  }

  @Test
  void aWarehouseThatGoesBeforeThePublishIsTriedAgainAndTheNextAttemptPublishes() throws Exception {
    var day = BadDay.of(world, directory, "cut");
    try (var line = Line.to(world.warehouse.port())) {
      var over = day.withConnections("port: " + world.warehouse.port(), "port: " + line.port());
      var file = PipelineFile.written(directory, "cut", over.pipeline(), over.connectionsFile());
      assertThatThrownBy(() ->
              file.attempt(
                      day.run(),
                      point -> {
                        if (point.equals(Checkpoints.COMMITTED)) {
                          line.cut();
                        }
                      })
                  .execute())
          .isInstanceOfSatisfying(
              TransientException.class,
              e -> assertThat(e.line()).matches(".*: Warehouse warehouse: .*" + AGAIN));
    }
    assertThat(world.warehouse("SELECT count(*) FROM sales.cut")).containsExactly("0");
    var said = day.attempt();
    assertThat(said.out()).contains("was already committed as entry 1");
    day.shows(1_500);
  }

  @Produces(Reason.AUTHENTICATION_FAILED)
  @Test
  void aWrongPasswordIsTheSecrets() throws Exception {
    var day = BadDay.of(world, directory, "password");
    day.withConnections(
            "username: loader\n  password: " + World.PASSWORD,
            "username: loader\n  password: another")
        .failsLike(
            Reason.AUTHENTICATION_FAILED,
            "Warehouse warehouse: .*\\. Correct the keys in the Secret\\.");
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.CERTIFICATE_REFUSED)
  @Test
  void aCertificateOfAnotherAuthorityIsRefused() throws Exception {
    var day = BadDay.of(world, directory, "otherca");
    day.withConnections(
            world.warehouse.caCertificate().indent(4),
            ServerIdentity.create().certificatePem().indent(4))
        .failsLike(
            Reason.CERTIFICATE_REFUSED,
            "Warehouse warehouse: .*\\. Put the authority's certificate into the Secret as ca\\.crt,"
                + " or correct the host\\.");
    day.shows(0);
    day.succeeds(1_500);
  }

  @Produces(Reason.DATABASE_NOT_FOUND)
  @Test
  void aDatabaseThatIsMissingIsNamed() throws Exception {
    var day = BadDay.of(world, directory, "nodatabase");
    day.withConnections("database: analytics", "database: nope")
        .failsLike(
            Reason.DATABASE_NOT_FOUND,
            "Warehouse warehouse: .*nope.*\\. Correct spec\\.redshift\\.database\\.");
    day.shows(0);
  }

  @Produces(Reason.PERMISSION_DENIED)
  @Test
  void aTableThatMayNotBeWrittenIsFoundBeforeTheCommit() throws Exception {
    var day = BadDay.of(world, directory, "revoked");
    day.succeeds(1_500);
    var next = day.another();
    execute("REVOKE INSERT ON sales.revoked FROM loader");
    next.fails(
        Reason.PERMISSION_DENIED,
        "The user of warehouse warehouse has no INSERT on table sales.revoked",
        "GRANT INSERT ON sales.revoked to that user");
    day.shows(1_500);
    assertThat(world.keys("_penstock/default/revoked/log/")).as("entries 0 and 1").hasSize(2);
    execute("GRANT INSERT ON sales.revoked TO loader");
    next.succeeds(3_000);
  }

  @Produces(Reason.TABLE_MISMATCH)
  @Test
  void aViewIsNoTarget() throws Exception {
    var day = BadDay.of(world, directory, "seen");
    execute("CREATE SCHEMA IF NOT EXISTS sales");
    execute("CREATE TABLE sales.unseen (order_id BIGINT)");
    execute("CREATE VIEW sales.seen AS SELECT order_id FROM sales.unseen");
    day.fails(
        Reason.TABLE_MISMATCH,
        "sales.seen in warehouse warehouse is a view, which takes no rows",
        "Name a table, or one that does not exist yet");
    day.shows(0);
  }

  @Produces(Reason.LOAD_REFUSED)
  @Test
  void aColumnThatIsTooNarrowIsFoundBeforeTheCommit() throws Exception {
    var day = BadDay.of(world, directory, "narrow");
    day.succeeds(1_500);
    execute("DELETE FROM sales.narrow");
    execute("ALTER TABLE sales.narrow ADD COLUMN short VARCHAR(2)");
    var next =
        day.another()
            .withPipeline("AS order_date", "AS order_date, 'longer' AS short")
            .withPipeline("mode: Append", "schema: {widerType: Fail}");
    next.fails(
        Reason.LOAD_REFUSED,
        "Table sales.narrow in warehouse warehouse: 1500 rows have a longer short than the 2 bytes"
            + " that it takes, up to 6",
        "Run ALTER TABLE \"sales\".\"narrow\" ALTER COLUMN \"short\" TYPE VARCHAR(256), or shorten"
            + " them in a step");
    assertThat(world.keys("_penstock/default/narrow/log/")).hasSize(2);
    execute("ALTER TABLE sales.narrow ALTER COLUMN short TYPE VARCHAR(256)");
    assertThat(next.attempt().code()).isZero();
    assertThat(world.warehouse("SELECT count(short) FROM sales.narrow")).containsExactly("1500");
  }

  @Produces(Reason.SECRET_MISSING)
  @Test
  void aSecretThatIsMissingIsNamedWithItsKey() throws Exception {
    var day = BadDay.of(world, directory, "nosecret");
    day.withConnections(
            "metadata: {name: shop-db}\nstringData", "metadata: {name: another}\nstringData")
        .fails(
            Reason.SECRET_MISSING,
            "Secret shop-db of connection shop-db has no key username",
            "Create Secret shop-db with the key username in the pipeline's namespace");
    day.shows(0);
  }

  @Produces(Reason.INVALID_SPEC)
  @Test
  void aFieldThatIsWrongIsNamedWithItsPath() throws Exception {
    var day = BadDay.of(world, directory, "invalid");
    day.withPipeline("mode: Append", "mode: Upsert")
        .failsLike(Reason.INVALID_SPEC, ".*spec\\.targets\\[0\\].*key.*");
    day.shows(0);
  }
}
