package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.commit.Ledger.Position;
import dev.penstock.runner.commit.Ledger.Published;
import dev.penstock.runner.spi.ConfigurationException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the protocol takes for granted of every warehouse. */
public abstract class LedgerContractTest {
  /** {@return a ledger, and a target whose table has never held a row} */
  protected abstract Warehouse fresh();

  /** A ledger with one target. */
  public interface Warehouse {
    Ledger ledger();

    Ledger.TableOf target();

    Visibility parts();

    /** Makes a part with two rows and loads it; {@return the entry that proposes it} */
    Entry staged(String log, Attempt attempt, long previous);

    /** {@return another target of the same warehouse, whose table has never held a row} */
    Ledger.TableOf versioned();

    /**
     * Two rows for the first target and these for the other one, in one part each, loaded; {@return
     * the entry that proposes both}
     */
    Entry staged(String log, Attempt attempt, long previous, Kind kind, List<Version> versions);

    /** {@return the other target's table as {@code key|changed|note|commit}, in order} */
    List<String> versions();

    /** Takes the first target's table away. */
    void loseTable();

    /** Puts it back. */
    void findTable();

    /** Forgets everything that was loaded and not published. */
    void loseStaging();

    long stagedTables();

    /** {@return the commit of each row of the target's table, in order} */
    List<Long> commits();

    /** Puts a row of somebody else's into the target's table. */
    void theirs();
  }

  /** How the other target takes its rows. */
  public enum Kind {
    APPEND,
    UPSERT
  }

  /**
   * A row of the other target.
   *
   * @param key a digit or a letter up to f
   * @param changed a digit; the newest version is the greatest
   */
  public record Version(String key, @Nullable Integer changed, String note) {
    String with(long commit) {
      return "%s|%s|%s|%d".formatted(key, changed, note, commit);
    }
  }

  private static Warehouse opened(Warehouse warehouse) {
    warehouse.ledger().open(warehouse.target(), "log-1", 0);
    warehouse.ledger().open(warehouse.versioned(), "log-1", 0);
    return warehouse;
  }

  private static void publish(Warehouse warehouse, Entry entry) {
    assertThat(warehouse.ledger().publish(entry, warehouse.parts()))
        .isEqualTo(new Published.There());
  }

  private static Entry upsert(Warehouse warehouse, long base, Version... versions) {
    return warehouse.staged(
        "log-1", attempt("r" + base, base), base, Kind.UPSERT, List.of(versions));
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
  void anUpsertKeepsTheNewestVersionOfEachKey() {
    var warehouse = opened(fresh());
    var entry =
        upsert(
            warehouse,
            0,
            new Version("a", 1, "old"),
            new Version("a", 2, "new"),
            new Version("b", null, "unknown"),
            new Version("b", 1, "known"),
            new Version("c", null, "alone"));
    publish(warehouse, entry);
    publish(warehouse, entry);
    assertThat(warehouse.versions()).containsExactly("a|2|new|1", "b|1|known|1", "c|null|alone|1");
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
  }

  @Test
  void aLaterEntryWinsWhateverItsOrderSays() {
    var warehouse = opened(fresh());
    publish(
        warehouse,
        upsert(warehouse, 0, new Version("a", 9, "first"), new Version("b", 1, "stays")));
    publish(
        warehouse,
        upsert(warehouse, 1, new Version("a", 1, "second"), new Version("c", 1, "comes")));
    assertThat(warehouse.versions()).containsExactly("a|1|second|2", "b|1|stays|1", "c|1|comes|2");
  }

  @Test
  void versionsThatTieAreDecidedAlikeFromStagedRowsAndFromParts() {
    var versions = new Version[] {new Version("a", 1, "x"), new Version("a", 1, "y")};
    var staged = opened(fresh());
    publish(staged, upsert(staged, 0, versions));
    var reloaded = opened(fresh());
    var entry = upsert(reloaded, 0, versions[1], versions[0]);
    reloaded.loseStaging();
    publish(reloaded, entry);
    assertThat(staged.versions()).containsExactly("a|1|y|1").isEqualTo(reloaded.versions());
  }

  @Test
  void anUpsertWithoutRowsMovesTheNumberOnly() {
    var warehouse = opened(fresh());
    publish(warehouse, upsert(warehouse, 0, new Version("a", 1, "stays")));
    publish(warehouse, upsert(warehouse, 1));
    assertThat(warehouse.versions()).containsExactly("a|1|stays|1");
    assertThat(warehouse.ledger().position(warehouse.versioned()))
        .contains(new Position("log-1", 2));
  }

  @Test
  void aTargetThatBecomesUpsertReplacesTheKeysThatCome() {
    var warehouse = opened(fresh());
    var twice = List.of(new Version("a", 1, "x"), new Version("a", 2, "y"));
    var more = List.of(twice.get(0), twice.get(1), new Version("b", 1, "x"));
    publish(warehouse, warehouse.staged("log-1", attempt("r1", 0), 0, Kind.APPEND, more));
    publish(warehouse, upsert(warehouse, 1, new Version("a", 1, "z")));
    assertThat(warehouse.versions()).containsExactly("a|1|z|2", "b|1|x|1");
    publish(warehouse, warehouse.staged("log-1", attempt("r3", 2), 2, Kind.APPEND, twice));
    assertThat(warehouse.versions()).containsExactly("a|1|x|3", "a|1|z|2", "a|2|y|3", "b|1|x|1");
  }

  @Test
  void ofTwoTargetsBothArePublishedOrNone() {
    var warehouse = opened(fresh());
    publish(warehouse, upsert(warehouse, 0, new Version("a", 1, "first")));
    var entry = upsert(warehouse, 1, new Version("a", 2, "second"));
    warehouse.loseTable();
    assertThatThrownBy(() -> warehouse.ledger().publish(entry, warehouse.parts()))
        .isInstanceOf(ConfigurationException.class);
    assertThat(warehouse.versions()).containsExactly("a|1|first|1");
    assertThat(warehouse.ledger().position(warehouse.versioned()))
        .contains(new Position("log-1", 1));
    warehouse.findTable();
    publish(warehouse, entry);
    assertThat(warehouse.versions()).containsExactly("a|2|second|2");
    assertThat(warehouse.commits()).containsExactly(1L, 1L, 2L, 2L);
  }

  private static Entry doing(Entry.Operation operation, Entry entry, @Nullable Position takesOver) {
    return new Entry(
        entry.log(),
        entry.number(),
        operation,
        entry.pipeline(),
        entry.run(),
        entry.attempt(),
        entry.spec(),
        entry.committed(),
        entry.watermarks(),
        entry.targets().stream()
            .map(target -> {
              var side = target.warehouse().orElseThrow();
              return new CommittedTarget(
                  target.name(),
                  target.bucket(),
                  target.dataset(),
                  Optional.of(
                      new CommittedTarget.Warehouse(
                          side.connection(),
                          side.table(),
                          side.previous(),
                          Optional.ofNullable(takesOver))),
                  target.upsert(),
                  target.columns(),
                  operation == Entry.Operation.BASELINE ? List.of() : target.parts());
            })
            .toList());
  }

  @Test
  void whatReplacesAllIsAllThatATableHoldsHoweverFarItHadCome() {
    var warehouse = opened(fresh());
    publish(warehouse, upsert(warehouse, 0, new Version("a", 1, "x"), new Version("b", 1, "x")));
    var entry =
        doing(
            Entry.Operation.REPLACE_ALL,
            upsert(warehouse, 4, new Version("b", 1, "y"), new Version("b", 2, "z")),
            null);
    publish(warehouse, entry);
    publish(warehouse, entry);
    assertThat(warehouse.versions()).containsExactly("b|2|z|5");
    assertThat(warehouse.commits()).containsExactly(5L, 5L);
    publish(warehouse, upsert(warehouse, 5, new Version("a", 1, "again")));
    assertThat(warehouse.versions()).containsExactly("a|1|again|6", "b|2|z|5");
  }

  @Test
  void whatReplacesAllNeedsNoLedgerAndNoEmptyTable() {
    var warehouse = fresh();
    warehouse.theirs();
    var entry = warehouse.staged("log-1", attempt("r1", 3), 3);
    publish(warehouse, doing(Entry.Operation.REPLACE_ALL, entry, null));
    assertThat(warehouse.commits()).containsExactly(4L, 4L);
    assertThat(warehouse.ledger().position(warehouse.target())).contains(new Position("log-1", 4));
  }

  /** A scheduled run may do less than a refresh that a person has asked for. */
  @Test
  void aTargetThatReplacesAllIsTakenFromAnyEarlierNumberButNeedsItsLedger() {
    var warehouse = opened(fresh());
    publish(warehouse, warehouse.staged("log-1", attempt("r1", 0), 0));
    var entry = Entries.replacing(warehouse.staged("log-1", attempt("r2", 3), 3));
    publish(warehouse, entry);
    publish(warehouse, entry);
    assertThat(warehouse.commits()).containsExactly(4L, 4L);
    var without = fresh();
    without.theirs();
    var first = Entries.replacing(without.staged("log-1", attempt("r1", 0), 0));
    assertThatThrownBy(() -> without.ledger().publish(first, without.parts()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has no ledger for target");
    assertThat(without.commits()).hasSize(1);
  }

  @Test
  void aLedgerOfAnotherLogIsTakenOverOnlyFromWhereTheEntrySaysThatItStands() {
    var warehouse = fresh();
    warehouse.ledger().open(warehouse.target(), "log-0", 41);
    var entry = warehouse.staged("log-1", attempt("r1", 0), 0);
    for (var wrong : new @Nullable Position[] {null, new Position("log-0", 40)}) {
      var refused = doing(Entry.Operation.REPLACE_ALL, entry, wrong);
      assertThatThrownBy(() -> warehouse.ledger().publish(refused, warehouse.parts()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("follows log log-0, not log-1");
    }
    publish(warehouse, doing(Entry.Operation.REPLACE_ALL, entry, new Position("log-0", 41)));
    assertThat(warehouse.ledger().standing(warehouse.target())).contains(new Position("log-1", 1));
    assertThat(warehouse.commits()).containsExactly(1L, 1L);
  }

  @Test
  void aBaselineKeepsTheRowsThatAreThere() {
    var warehouse = fresh();
    warehouse.theirs();
    var entry = warehouse.staged("log-1", attempt("r1", 0), 0);
    publish(warehouse, doing(Entry.Operation.BASELINE, entry, null));
    assertThat(warehouse.commits()).hasSize(1);
    assertThat(warehouse.ledger().position(warehouse.target())).contains(new Position("log-1", 1));
    publish(warehouse, warehouse.staged("log-1", attempt("r2", 1), 1));
    assertThat(warehouse.commits()).hasSize(3).contains(2L);
  }

  @Test
  void aTargetBeginsAnewOnlyFromWhereItsHistoryEndedAndWithAnEmptyTable() {
    var warehouse = fresh();
    var ledger = warehouse.ledger();
    ledger.open(warehouse.target(), "log-1", 2);
    ledger.reopen(warehouse.target(), new Position("log-1", 1), 7);
    assertThat(ledger.position(warehouse.target())).contains(new Position("log-1", 2));
    warehouse.theirs();
    assertThatThrownBy(() -> ledger.reopen(warehouse.target(), new Position("log-1", 2), 7))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds rows");
    assertThat(ledger.position(warehouse.target())).contains(new Position("log-1", 2));
  }

  @Test
  void aTargetThatGotNothingYetBeginsEarlier() {
    var warehouse = fresh();
    var ledger = warehouse.ledger();
    assertThat(ledger.beginning(warehouse.target())).isEmpty();
    ledger.open(warehouse.target(), "log-1", 4);
    assertThat(ledger.beginning(warehouse.target())).contains(4L);
    ledger.rewind(warehouse.target(), new Position("log-1", 3), 1);
    assertThat(ledger.position(warehouse.target())).contains(new Position("log-1", 4));
    ledger.rewind(warehouse.target(), new Position("log-1", 4), 1);
    assertThat(ledger.beginning(warehouse.target())).contains(1L);
    assertThat(ledger.position(warehouse.target())).contains(new Position("log-1", 1));
    publish(warehouse, warehouse.staged("log-1", attempt("r1", 1), 1));
    ledger.rewind(warehouse.target(), new Position("log-1", 2), 0);
    assertThat(ledger.position(warehouse.target())).contains(new Position("log-1", 2));
    assertThat(ledger.beginning(warehouse.target())).contains(1L);
  }

  @Test
  void aTableThatHoldsRowsDoesNotBeginEarlier() {
    var warehouse = fresh();
    var ledger = warehouse.ledger();
    ledger.open(warehouse.target(), "log-1", 4);
    warehouse.theirs();
    assertThatThrownBy(() -> ledger.rewind(warehouse.target(), new Position("log-1", 4), 1))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.nextStep()).contains("an empty table").doesNotContain("adopt"))
        .hasMessageContaining("holds rows");
    assertThat(ledger.position(warehouse.target())).contains(new Position("log-1", 4));
  }

  @Test
  void aTargetWhoseFirstEntrySupersedesHasNoBeginningOfItsOwn() {
    var warehouse = fresh();
    var entry = warehouse.staged("log-1", attempt("r1", 3), 3);
    publish(warehouse, doing(Entry.Operation.REPLACE_ALL, entry, null));
    assertThat(warehouse.ledger().beginning(warehouse.target())).isEmpty();
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
