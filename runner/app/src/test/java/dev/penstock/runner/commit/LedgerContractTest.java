package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.commit.Ledger.Position;
import dev.penstock.runner.commit.Ledger.Published;
import dev.penstock.runner.spi.ConfigurationException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What the protocol takes for granted of every warehouse. */
public abstract class LedgerContractTest {
  /** {@return a ledger, and a target whose table has never held a row} */
  protected abstract Warehouse fresh();

  /** A ledger with one target. */
  protected interface Warehouse {
    Ledger ledger();

    Ledger.TableOf target();

    Visibility parts();

    /** Makes a part with two rows and loads it; {@return the entry that proposes it} */
    Entry staged(String log, Attempt attempt, long previous);

    /** Forgets everything that was loaded and not published. */
    void loseStaging();

    long stagedTables();

    /** {@return the commit of each row of the target's table, in order} */
    List<Long> commits();

    /** Puts a row of somebody else's into the target's table. */
    void theirs();
  }

  private static Attempt attempt(String run, long base) {
    return new Attempt(SimulatedWorld.run(run), "attempt-" + run, base);
  }

  @Test
  void aTargetHasNoLedgerBeforeItIsOpenedAndKeepsItsFirst() {
    var warehouse = fresh();
    assertThat(warehouse.ledger().position(warehouse.target())).isEmpty();
    warehouse.ledger().open(warehouse.target(), "log-1", 4);
    warehouse.ledger().open(warehouse.target(), "log-2", 9);
    assertThat(warehouse.ledger().position(warehouse.target())).contains(new Position("log-1", 4));
  }

  @Test
  void aTableThatHoldsRowsIsNotOpened() {
    var warehouse = fresh();
    warehouse.theirs();
    assertThatThrownBy(() -> warehouse.ledger().open(warehouse.target(), "log-1", 0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds rows");
  }

  @Test
  void anEntryIsAppliedOnce() {
    var warehouse = fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    var entry = warehouse.staged("log-1", attempt("r1", 0), 0);
    assertThat(warehouse.ledger().publish(entry, warehouse.parts()))
        .isEqualTo(new Published.There());
    assertThat(warehouse.ledger().publish(entry, warehouse.parts()))
        .isEqualTo(new Published.There());
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
    assertThat(warehouse.ledger().position(warehouse.target())).contains(new Position("log-1", 1));
  }

  @Test
  void anEntryIsAppliedOnceByManyAtOnce() throws Exception {
    var warehouse = fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    var entry = warehouse.staged("log-1", attempt("r1", 0), 0);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Published> publish = () -> warehouse.ledger().publish(entry, warehouse.parts());
      for (var published : threads.invokeAll(List.of(publish, publish, publish))) {
        assertThat(published.get()).isEqualTo(new Published.There());
      }
    }
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
  }

  @Test
  void anEntryWhoseStagedRowsAreGoneIsAppliedFromItsParts() {
    var warehouse = fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    var entry = warehouse.staged("log-1", attempt("r1", 0), 0);
    warehouse.loseStaging();
    warehouse.ledger().publish(entry, warehouse.parts());
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
  }

  @Test
  void anEntryWhoseForerunnerIsMissingIsBehind() {
    var warehouse = fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    var first = warehouse.staged("log-1", attempt("r1", 0), 0);
    var second = warehouse.staged("log-1", attempt("r2", 1), 1);
    assertThat(warehouse.ledger().publish(second, warehouse.parts()))
        .isEqualTo(new Published.Behind(warehouse.target().target(), 1));
    assertThat(warehouse.commits()).isEmpty();
    warehouse.ledger().publish(first, warehouse.parts());
    warehouse.ledger().publish(second, warehouse.parts());
    assertThat(warehouse.commits()).containsExactly(1L, 1L, 2L, 2L);
  }

  @Test
  void anEntryThatDoesNotFollowIsRefused() {
    var warehouse = fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 2);
    var entry = warehouse.staged("log-1", attempt("r1", 3), 1);
    assertThatThrownBy(() -> warehouse.ledger().publish(entry, warehouse.parts()))
        .isInstanceOf(ConfigurationException.class);
    assertThat(warehouse.commits()).isEmpty();
  }

  @Test
  void aSweepTakesWhatIsBelowTheHead() {
    var warehouse = fresh();
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    warehouse.staged("log-1", attempt("r1", 0), 0);
    var next = warehouse.staged("log-1", attempt("r2", 1), 0);
    warehouse.ledger().sweep(1);
    assertThat(warehouse.stagedTables()).isEqualTo(1);
    warehouse.ledger().publish(next, warehouse.parts());
    assertThat(warehouse.commits()).containsExactly(2L, 2L);
  }
}
