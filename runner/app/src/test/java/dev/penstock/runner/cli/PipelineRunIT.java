package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.runner.Produces;
import dev.penstock.runner.World;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.PipelineRun;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attempts that die between effects, over a real store and a warehouse that the driver talks to.
 */
class PipelineRunIT {
  private static final String BY_COMMIT =
      "SELECT _penstock_commit, count(*), count(DISTINCT order_id), sum(total) FROM %s GROUP BY 1"
          + " ORDER BY 1";

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

  /** What a killed process looks like from the outside. */
  private static final class Killed extends Error {}

  private static final class Shop {
    private final String name;
    private final CheckedManifests checked;
    private final Path secrets;

    Shop(String name) throws Exception {
      this.name = name;
      var pipeline = Orders.named(directory, name);
      var manifests = Manifests.read(List.of(pipeline, world.connections()), "default");
      checked = CheckedManifests.of(manifests);
      secrets =
          SecretFiles.layOut(
              Files.createTempDirectory(directory, "s"), manifests.secrets, Optional.empty());
    }

    PipelineRun attempt(String run, Checkpoints checkpoints) throws Exception {
      Pipeline pipeline = checked.pipelines().getFirst();
      return new PipelineRun(
          new Request(
              pipeline,
              checked.connections(),
              new Secrets(secrets),
              new Run(run, pipeline.id(), pipeline.hash(), Instant.now()),
              UUID.randomUUID().toString(),
              Files.createTempDirectory(directory, "scratch")),
          checkpoints,
          Clock.systemUTC());
    }

    Outcome run(String run) throws Exception {
      return attempt(run, point -> {}).execute();
    }

    List<String> warehouse() throws Exception {
      return world.warehouse(BY_COMMIT.formatted("sales." + name));
    }

    List<String> dataset() throws Exception {
      return world.dataset("sales/" + name, BY_COMMIT.formatted("dataset"));
    }

    /** Both sides hold these commits with all rows of the shop each, and nothing else. */
    void holdsCommits(int commits) throws Exception {
      assertThat(warehouse()).hasSize(commits).isEqualTo(dataset());
      assertThat(warehouse()).allMatch(row -> row.contains("|1500|1500|"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Checkpoints.LOADED, Checkpoints.STAGED, Checkpoints.COMMITTED})
  void anAttemptThatIsKilledCountsOnceAfterItsRetry(String at) throws Exception {
    var shop = new Shop("killed_" + at);
    assertThatThrownBy(() -> shop.attempt("r1", killedAt(at)).execute()).isInstanceOf(Killed.class);
    assertThat(shop.dataset()).isEmpty();
    var retry = shop.run("r1");
    assertThat(retry.byThisAttempt()).isEqualTo(!at.equals(Checkpoints.COMMITTED));
    shop.holdsCommits(1);
    shop.run("r2");
    shop.holdsCommits(2);
    assertThat(world.keys("_penstock/default/" + shop.name.replace('_', '-') + "/parts/"))
        .isEmpty();
    assertThat(stagingTables()).isEmpty();
  }

  @Produces(Reason.NOT_RECONCILED)
  @Test
  void rowsThatSomebodyChangedInTheStagingTableAreNotCommitted() throws Exception {
    var shop = new Shop("tampered");
    assertThatThrownBy(() ->
            shop.attempt(
                    "r1",
                    point -> {
                      if (point.equals(Checkpoints.LOADED)) {
                        raiseOneTotal();
                      }
                    })
                .execute())
        .isInstanceOf(InternalException.class)
        .hasMessageMatching(
            "Column total of target orders differs in its hash: \\d+ in the sealed parts, \\d+ in"
                + " the staging table");
    assertThat(shop.dataset()).isEmpty();
    assertThat(world.keys("_penstock/default/tampered/log/")).as("entry 0 only").hasSize(1);
    var retry = shop.run("r1");
    shop.holdsCommits(1);
    var reconciled = retry.receipt().orElseThrow().reconciled().getFirst();
    assertThat(reconciled.rows()).isEqualTo(1_500);
    assertThat(reconciled.staged()).isTrue();
    assertThat(reconciled.columns())
        .anySatisfy(column -> {
          assertThat(column.column()).isEqualTo("order_id");
          assertThat(column.figures()).containsKeys("nulls", "hash", "sum", "least", "greatest");
        });
  }

  private static void raiseOneTotal() {
    try (var session = world.session();
        var statement = session.createStatement()) {
      for (var table : stagingTables()) {
        statement.execute(
            "UPDATE penstock.%1$s SET total = total + 1 WHERE order_id = (SELECT MIN(order_id) FROM penstock.%1$s)"
                .formatted(table));
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aCommitWhoseStagingTableIsGoneIsPublishedFromItsParts() throws Exception {
    var shop = new Shop("reloaded");
    assertThatThrownBy(() -> shop.attempt("r1", killedAt(Checkpoints.COMMITTED)).execute())
        .isInstanceOf(Killed.class);
    for (var table : stagingTables()) {
      try (var session = world.session();
          var statement = session.createStatement()) {
        statement.execute("DROP TABLE penstock." + table);
      }
    }
    assertThat(shop.run("r2").entry().number()).isEqualTo(2);
    shop.holdsCommits(2);
  }

  @Produces(Reason.LOST_BASE)
  @Test
  void twoRunsAtOnceDoNotBothCountOneBase() throws Exception {
    var shop = new Shop("raced");
    assertThatThrownBy(() ->
            shop.attempt(
                    "r1",
                    point -> {
                      if (point.equals(Checkpoints.STAGED)) {
                        overtake(shop);
                      }
                    })
                .execute())
        .isInstanceOf(TransientException.class)
        .hasMessage("Run r2 took number 1 of default/raced while this attempt worked");
    shop.holdsCommits(1);
    shop.run("r1");
    shop.holdsCommits(2);
  }

  @Test
  void aCancelledAttemptIsTransientAndLeavesNothingVisible() throws Exception {
    var shop = new Shop("cancelled");
    var staged = new CountDownLatch(1);
    var attempt =
        shop.attempt(
            "r1",
            point -> {
              if (point.equals(Checkpoints.STAGED)) {
                staged.countDown();
                new CountDownLatch(1).await();
              }
            });
    var canceller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                staged.await();
                attempt.cancel();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    assertThatThrownBy(attempt::execute)
        .isInstanceOfSatisfying(
            TransientException.class, e -> assertThat(e.reason()).hasToString("Cancelled"));
    canceller.join();
    assertThat(shop.dataset()).isEmpty();
    assertThat(shop.warehouse()).isEmpty();
    shop.run("r1");
    shop.holdsCommits(1);
  }

  /** The store does not get to say whether it has the entry: the thread is interrupted. */
  @Produces(Reason.COMMIT_UNKNOWN)
  @Test
  void anAttemptThatIsCancelledWhileItsEntryIsPutDoesNotKnowWhetherItCounts() throws Exception {
    var shop = new Shop("undecided");
    var itself = new AtomicReference<PipelineRun>();
    var attempt =
        shop.attempt(
            "r1",
            point -> {
              if (point.equals(Checkpoints.STAGED)) {
                itself.get().cancel();
              }
            });
    itself.set(attempt);
    assertThatThrownBy(attempt::execute)
        .isInstanceOfSatisfying(
            TransientException.class,
            e -> {
              assertThat(e.reason()).hasToString(TerminationMessage.COMMIT_UNKNOWN);
              assertThat(e.message())
                  .isEqualTo(
                      "The attempt was cancelled while entry 1 was put, so whether it is committed"
                          + " stands in the log alone");
            });
    assertThat(attempt.committed()).isEmpty();
    assertThat(Thread.interrupted()).as("left to the caller, who ends with it").isTrue();
    shop.run("r1");
    shop.holdsCommits(1);
  }

  private static List<String> stagingTables() throws Exception {
    return world.warehouse(
        "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'stg_%'");
  }

  private static void overtake(Shop shop) {
    try {
      shop.run("r2");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Checkpoints killedAt(String at) {
    return point -> {
      if (point.equals(at)) {
        throw new Killed();
      }
    };
  }
}
