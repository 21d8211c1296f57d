package dev.penstock.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Schema;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What memory and scratch can not hold is refused before a row is read; nothing else is. */
class FitTest {
  private static final long GB = 1_000_000_000;
  private static final long MIB = 1 << 20;
  private static final Schema COLUMNS =
      Schema.of(
          new Column("id", new ColumnType.Int64()),
          new Column("device", new ColumnType.Int64()),
          new Column("amount", new ColumnType.Decimal(12, 2)),
          new Column("note", new ColumnType.Text()));

  @TempDir private Path scratch;

  /** A plan of one step over 10 GB of events and 2 GB of devices. */
  private Plan plan(String sql, long memory, long spill) {
    return plan(Pipelines.reading("events", "devices").step("made", sql), 10 * GB, memory, spill);
  }

  private Plan plan(Pipelines pipeline, long events, long memory, long spill) {
    return Plan.of(
        pipeline.into("t", "made").build(),
        Map.of("events", COLUMNS, "devices", COLUMNS),
        Map.of("events", new Size(100_000_000, events), "devices", new Size(20_000_000, 2 * GB)),
        "5a3c7f0e",
        new EngineSettings(1, memory, scratch, OptionalLong.of(spill)));
  }

  private static void refused(ThrowingCallable planning, String line) {
    assertThatThrownBy(planning)
        .isInstanceOf(ConfigurationException.class)
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(line);
  }

  @Test
  void aSortThatScratchCanNotHoldIsRefusedWithTheStepTheEstimateAndBothLimits() {
    refused(
        () -> plan("SELECT * FROM events ORDER BY device", 512 * MIB, 3 * GB),
        "OutOfMemory: Step made uses ORDER BY and has to hold all of source events, about"
            + " 100,000,000 rows in 10.0 GB by its statistics; memory has room for 536 MB of it and"
            + " scratch for 3.0 GB. Raise spec.scratch.size to 16Gi, or filter or group before it;"
            + " above about 1000.0 GB on one node an engine of many nodes, as Spark, would be right,"
            + " which Penstock does not have yet.");
  }

  @Test
  void whatOneNodeCanNotHoldIsNotToldToTakeALargerDisk() {
    assertThatThrownBy(() ->
            plan(
                Pipelines.reading("events", "devices")
                    .step("made", "SELECT * FROM events ORDER BY device"),
                2000 * GB,
                512 * MIB,
                3 * GB))
        .extracting(e -> ((ConfigurationException) e).nextStep())
        .asString()
        .startsWith("Filter or group before it; above about 1000.0 GB on one node");
  }

  @Test
  void aStepThatHoldsRowsIsRefusedWhereTheEngineHasTooLittleToSpill() {
    refused(
        () -> plan("SELECT * FROM events ORDER BY device", 110 * MIB, 100 * GB),
        "OutOfMemory: Step made uses ORDER BY and has to hold all of source events, about"
            + " 100,000,000 rows in 10.0 GB by its statistics; the engine has 115 MB, and spills only"
            + " with 134 MB or more. Raise spec.pod.resources.limits.memory.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM events ORDER BY device|uses ORDER BY|events|10000000000",
        "SELECT id, device FROM events ORDER BY device|uses ORDER BY|events|5000000000",
        "SELECT * FROM events QUALIFY row_number() OVER (PARTITION BY id ORDER BY amount) = 1|uses QUALIFY|events|10000000000",
        "SELECT id, lag(note) OVER (ORDER BY id) AS b FROM events|uses a window function (lag)|events|5000000000",
        "SELECT e.* FROM events e LEFT JOIN devices d ON e.id = d.id ORDER BY e.id|uses ORDER BY|events|10000000000",
        "SELECT e.*, d.note AS n FROM events e JOIN devices d ON e.id = d.id|joins its rows|devices|500000000",
        "SELECT a.* FROM events a JOIN events b ON a.id = b.id|joins its rows|events|2500000000",
        "SELECT * FROM (SELECT id, note FROM events) ORDER BY id|uses ORDER BY|events|5000000000",
      })
  void theRowsThatAStepHoldsAreThoseOfItsColumns(
      String sql, String why, String source, long bytes) {
    var held = plan(sql, 512 * MIB, 100 * GB).held();
    assertThat(held)
        .containsExactly(
            new Held(
                "made",
                why,
                source,
                new Size(source.equals("events") ? 100_000_000 : 20_000_000, bytes)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM events",
        "SELECT * FROM events WHERE amount > 0 ORDER BY id",
        "SELECT * FROM events ORDER BY id LIMIT 10",
        "SELECT device, sum(amount) AS s FROM events GROUP BY device",
        "SELECT device, sum(amount) AS s FROM events GROUP BY device ORDER BY s",
        "SELECT DISTINCT device FROM events",
        "SELECT *, row_number() OVER () AS n FROM events",
        "SELECT e.* FROM events e JOIN devices d ON e.id = d.id ORDER BY e.id",
        "SELECT e.* FROM events e JOIN devices d ON e.id = d.id WHERE d.amount > 10",
        "SELECT * FROM (SELECT * FROM events WHERE id > 5) ORDER BY id",
      })
  void whatMayBeLessThanItsSourceIsNotRefused(String sql) {
    assertThat(plan(sql, 512 * MIB, 64 * MIB).held()).isEmpty();
  }

  @Test
  void stepsThatNobodyNeedsHoldNothing() {
    var pipeline =
        Pipelines.reading("events", "devices")
            .step("unused", "SELECT * FROM events ORDER BY id")
            .step("made", "SELECT * FROM devices");
    assertThat(plan(pipeline, 10 * GB, 512 * MIB, 64 * MIB).held()).isEmpty();
  }

  @Test
  void aStepBelowAnotherIsNamedItself() {
    var pipeline =
        Pipelines.reading("events", "devices")
            .step("sorted", "SELECT * FROM events ORDER BY id")
            .step("made", "SELECT id + 1 AS n FROM sorted");
    assertThat(plan(pipeline, 10 * GB, 512 * MIB, 100 * GB).held())
        .extracting(Held::step)
        .containsExactly("sorted");
  }

  @Test
  void theShareOfColumnsCountsOnceHoweverManyStepsPassThemOn() {
    var pipeline =
        Pipelines.reading("events", "devices")
            .step("half", "SELECT id, device FROM events")
            .step("same", "SELECT device, id FROM half")
            .step("made", "SELECT * FROM same ORDER BY id");
    assertThat(plan(pipeline, 10 * GB, 512 * MIB, 100 * GB).held())
        .extracting(Held::size)
        .containsExactly(new Size(100_000_000, 5 * GB));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM events WHERE id > 1|true",
        "SELECT e.* FROM events e LEFT JOIN devices d ON e.id = d.id|false",
        "SELECT DISTINCT device FROM events|false",
        "SELECT * FROM events ORDER BY id|false",
      })
  void aPlanStreamsWhereNoStepNeedsASecondRow(String sql, boolean streams) {
    assertThat(plan(sql, 512 * MIB, 100 * GB).streams()).isEqualTo(streams);
  }
}
