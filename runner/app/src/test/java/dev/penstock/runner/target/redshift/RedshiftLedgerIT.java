package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.World;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.LedgerContractTest;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedshiftLedgerIT extends LedgerContractTest {
  @TempDir private static Path directory;
  private static World world;
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (var part : opened) {
      part.close();
    }
  }

  @Test
  void aTableThatIsGoneIsNotMadeAgainWithoutItsRows() {
    var warehouse = warehouse();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    var attempt = warehouse.attempt();
    warehouse.ledger().publish(warehouse.staged("log-1", attempt, 0), warehouse.parts());
    warehouse.execute("DROP TABLE " + warehouse.target().table());

    assertThatThrownBy(() -> warehouse.ledger().position(warehouse.target()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Table %s in warehouse warehouse is gone, and its ledger says that it got 2 rows"
                .formatted(warehouse.target().table()));
  }

  @Test
  void ofTwoPipelinesThatBeginOnOneTableTheSecondIsRefused() {
    var warehouse = warehouse();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    var other = warehouse.ledger(new ResourceName("sales", warehouse.name() + "-other"));
    assertThatThrownBy(() -> other.open(warehouse.target(), "log-2", 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            "Table %s in warehouse warehouse belongs to ledger_sales_\\w+, whose first run is under"
                    .formatted(warehouse.target().table())
                + " way");
    assertThat(other.position(warehouse.target())).isEmpty();
  }

  @Test
  void aTableThatSomebodyHasEmptiedMayBeginWithAnotherPipeline() {
    var warehouse = warehouse();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    var attempt = warehouse.attempt();
    warehouse.ledger().publish(warehouse.staged("log-1", attempt, 0), warehouse.parts());
    var other = warehouse.ledger(new ResourceName("sales", warehouse.name() + "-other"));
    assertThatThrownBy(() -> other.open(warehouse.target(), "log-2", 0))
        .hasMessageContaining("holds rows");
    warehouse.execute("DELETE FROM " + warehouse.target().table());
    other.open(warehouse.target(), "log-2", 0);
    assertThat(other.position(warehouse.target())).contains(new Ledger.Position("log-2", 0));
  }

  /** The Secret is changed a moment after the password, or before. */
  @Test
  void aSessionThatIsOpenedWhileThePasswordIsChangedIsTriedAgain() {
    var warehouse = warehouse();
    var passwords = new ArrayDeque<>(List.of(World.PASSWORD, "not-yet", "not-yet", "not-yet"));
    Supplier<Login> login =
        () ->
            new Login(
                "loader",
                Objects.requireNonNullElse(passwords.poll(), World.PASSWORD),
                Optional.of(world.warehouse.caCertificateFile()),
                "penstock/rotated");
    try (var session =
        new RedshiftSession(warehouse.session().connection(), login, Duration.ofMinutes(1))) {
      long pid = session.alone(open -> session.number(open, "SELECT pg_backend_pid()"));
      warehouse.query("SELECT pg_terminate_backend(%d)".formatted(pid));
      assertThatThrownBy(() -> session.alone(open -> session.query(open, "SELECT 1")))
          .isInstanceOf(TransientException.class);

      assertThatThrownBy(() -> session.alone(open -> session.query(open, "SELECT 1")))
          .isInstanceOfSatisfying(
              TransientException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.WAREHOUSE_UNAVAILABLE))
          .hasMessageContaining("It was let in before")
          .hasMessageNotContaining("not-yet");
      long answer =
          session
              .patience()
              .<Long>repeated(
                  "asking", () -> session.alone(open -> session.number(open, "SELECT 1")));
      assertThat(answer).isEqualTo(1);
      assertThat(passwords).isEmpty();
    }
  }

  @Test
  void aPublishThatIsKilledBetweenItsTargetsShowsNothingAndIsThenRepeatedWhole() throws Exception {
    var warehouse = warehouse();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    warehouse.ledger().open(warehouse.versioned(), "log-1", 0);
    var attempt = warehouse.attempt();
    var entry =
        warehouse.staged("log-1", attempt, 0, Kind.UPSERT, List.of(new Version("a", 1, "x")));
    var pid =
        warehouse
            .session()
            .alone(open -> warehouse.session().number(open, "SELECT pg_backend_pid()"));
    try (var person = world.session();
        var statement = person.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // A writer makes the second insert of the transaction wait; readers do not.
      person.setAutoCommit(false);
      statement.execute("DELETE FROM %s WHERE wide = 0.5".formatted(warehouse.target().table()));
      var publish = threads.submit(() -> warehouse.ledger().publish(entry, warehouse.parts()));
      Awaitility.await().until(() -> world.warehouse.waitsForALock((int) (long) pid));
      assertThat(warehouse.versions()).isEmpty();
      warehouse.query("SELECT pg_terminate_backend(%d)".formatted(pid));
      assertThat(warehouse.versions()).isEmpty();
      person.rollback();
      assertThat(publish.get()).isEqualTo(new Ledger.Published.There());
    }
    assertThat(warehouse.versions()).containsExactly("a|1|x|1");
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
  }

  @Test
  void aPublishThatWaitsForALockIsCancelledForGood() throws Exception {
    var warehouse = warehouse();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    warehouse.ledger().open(warehouse.versioned(), "log-1", 0);
    var attempt = warehouse.attempt();
    var entry =
        warehouse.staged("log-1", attempt, 0, Kind.UPSERT, List.of(new Version("a", 1, "x")));
    var pid =
        warehouse
            .session()
            .alone(open -> warehouse.session().number(open, "SELECT pg_backend_pid()"));
    try (var person = world.session();
        var statement = person.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      person.setAutoCommit(false);
      statement.execute("DELETE FROM %s WHERE wide = 0.5".formatted(warehouse.target().table()));
      var publish = threads.submit(() -> warehouse.ledger().publish(entry, warehouse.parts()));
      Awaitility.await().until(() -> world.warehouse.waitsForALock((int) (long) pid));
      warehouse.session().cancel();
      assertThatThrownBy(publish::get)
          .cause()
          .extracting(e -> ((PenstockException) e).reason())
          .isEqualTo(Reason.CANCELLED);
      person.rollback();
    }
  }

  @Test
  void theLedgerCountsTheRowsThatATableGot() {
    var warehouse = warehouse();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    warehouse.ledger().open(warehouse.versioned(), "log-1", 0);
    var attempt = warehouse.attempt();
    var versions = List.of(new Version("a", 1, "x"), new Version("a", 2, "y"));
    var entry = warehouse.staged("log-1", attempt, 0, Kind.UPSERT, versions);
    warehouse.ledger().publish(entry, warehouse.parts());
    for (var target : List.of("orders", "current")) {
      assertThat(
              warehouse.query(
                  "SELECT rows_added FROM penstock.%s WHERE number = 1"
                      .formatted(Names.ledger(warehouse.pipeline(), target))))
          .as(target)
          .containsExactly(target.equals("orders") ? "2" : "1");
    }
  }

  @Override
  protected Warehouse fresh() {
    return warehouse();
  }

  private LoadedWarehouse warehouse() {
    var warehouse = LoadedWarehouse.open(world, directory, "ledger" + NUMBER.incrementAndGet());
    opened.add(warehouse);
    return warehouse;
  }
}
