package dev.penstock.runner.engine;

import static dev.penstock.runner.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.MemorySource;
import dev.penstock.runner.Rows;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.Schema;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckingTest {
  private static final ColumnType.Decimal WIDE = new ColumnType.Decimal(30, 2);
  private static final Schema ORDERS =
      Schema.of(
          new Column("id", new ColumnType.Int64()),
          new Column("state", new ColumnType.Text()),
          new Column("total", WIDE),
          new Column("opened", new ColumnType.Time()),
          new Column("token", new ColumnType.Uuid()));

  @TempDir Path scratch;
  private DuckDbEngine engine;
  private int waves;

  @BeforeEach
  void open() {
    engine = DuckDbEngine.open(new EngineSettings(2, 256L << 20, scratch), Pace.DEFAULT, List.of());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static Object[] order(Long id, String state, String total) {
    return row(
        id,
        state,
        total == null ? null : new BigDecimal(total),
        LocalTime.of(9, 30),
        "00000000-0000-0000-0000-00000000000a");
  }

  /** What a check says of these waves, sealed one after the other. */
  private CheckResult check(RowCheck check, Rows... rows) {
    var checking = engine.checking(List.of(check));
    for (var wave : rows) {
      var name = "orders" + waves++;
      engine.source(name, new MemorySource(wave), 8);
      var sealed =
          engine.seal(
              name, new SealOptions(scratch.resolve("parts/" + name), Codec.SNAPPY, 1 << 20, 3));
      checking.parts(List.of(check), sealed.schema(), sealed.parts());
    }
    return checking.results().getFirst();
  }

  private static RowCheck of(Rule... rules) {
    return new RowCheck("c", "orders", List.of(rules), List.of("id"));
  }

  private static Rows rows(Object[]... rows) {
    return Rows.of(ORDERS, rows);
  }

  private static List<Long> broken(CheckResult result) {
    return result.rules().stream().map(CheckResult.OfRule::broken).toList();
  }

  @Test
  void countsAndSamplesAreSummedOverWaves() {
    var result =
        check(
            of(new Rule.NotNull("state")),
            rows(order(1L, null, "1"), order(2L, "paid", "1")),
            rows(order(3L, null, "1"), order(4L, null, "1"), order(5L, null, "1")));
    assertThat(result.passed()).isFalse();
    assertThat(result.rows()).isEqualTo(5);
    assertThat(result.rules())
        .containsExactly(
            new CheckResult.OfRule("notNull state", 4, result.rules().getFirst().samples()));
    assertThat(result.rules().getFirst().samples())
        .hasSize(3)
        .contains("id=1")
        .isSubsetOf("id=1", "id=3", "id=4", "id=5");
  }

  @Test
  void whatIsUniqueIsJudgedOverAllWaves() {
    var unique = of(new Rule.Unique(List.of("id", "state")));
    var result =
        check(
            unique,
            rows(order(1L, "paid", "1"), order(2L, "paid", "1"), order(null, "paid", "1")),
            rows(order(1L, "paid", "2"), order(2L, "open", "1"), order(null, "paid", "1")));
    assertThat(broken(result)).containsExactly(2L);
    assertThat(result.rules().getFirst().samples()).containsExactly("id=1, state=paid");
    assertThat(check(unique, rows(order(1L, "paid", "1"), order(2L, "paid", "1"))).passed())
        .isTrue();
  }

  @Test
  void aNullBreaksNothingButNotNull() {
    var result =
        check(
            of(
                new Rule.NotNull("state"),
                new Rule.Accepted("state", List.of("paid")),
                new Rule.Range("total", WIDE, Optional.of("0"), Optional.empty()),
                new Rule.Expect("total > 0", "total > 0"),
                new Rule.Unique(List.of("state"))),
            rows(order(1L, null, null), order(2L, null, null)));
    assertThat(broken(result)).containsExactly(2L, 0L, 0L, 0L, 0L);
  }

  @Test
  void carriedTypesAreComparedAsWhatTheyMean() {
    var result =
        check(
            of(
                new Rule.Range("total", WIDE, Optional.of("0.01"), Optional.of("100")),
                new Rule.Accepted("total", List.of("1.00", "1000.00")),
                new Rule.Range(
                    "opened", new ColumnType.Time(), Optional.of("9:00"), Optional.of("10:00")),
                new Rule.Expect("t", "token = '00000000-0000-0000-0000-00000000000A'"),
                new Rule.Expect("t", "opened < TIME '09:00:00' -- never")),
            rows(order(1L, "a", "1"), order(2L, "b", "1000"), order(3L, "c", "-5")));
    assertThat(broken(result)).containsExactly(2L, 1L, 0L, 0L, 3L);
  }

  @Test
  void aConditionMayNameItsRelation() {
    var result =
        check(
            of(new Rule.Expect("orders.total >= 0", "orders.total >= 0")),
            rows(order(1L, "a", "1"), order(2L, "b", "-1")));
    assertThat(result.rules().getFirst())
        .isEqualTo(new CheckResult.OfRule("expect orders.total >= 0", 1, List.of("id=2")));
  }

  @Test
  void aKeyIsCutShort() {
    var check = new RowCheck("c", "orders", List.of(new Rule.NotNull("total")), List.of("state"));
    var result = check(check, rows(order(1L, "x\n".repeat(100), null)));
    assertThat(result.rules().getFirst().samples().getFirst())
        .isEqualTo("state=" + "x?".repeat(27) + "x...");
  }

  @Test
  void aRelationWithoutRowsKeepsEveryRule() {
    var result = check(of(new Rule.NotNull("id"), new Rule.Unique(List.of("id"))), rows());
    assertThat(result.passed()).isTrue();
    assertThat(result.rows()).isZero();
  }
}
