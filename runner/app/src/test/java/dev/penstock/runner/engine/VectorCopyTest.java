package dev.penstock.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.MemorySource;
import dev.penstock.runner.Rows;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Schema;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine finds in its memory after columns were moved there as blocks. */
class VectorCopyTest {
  @TempDir Path scratch;
  private DuckDbEngine engine;

  @BeforeEach
  void open() {
    engine = DuckDbEngine.open(new EngineSettings(2, 256L << 20, scratch), Pace.DEFAULT, List.of());
  }

  @AfterEach
  void close() {
    engine.close();
  }

  /** Through a hash table of the engine, which copies and compares what it has got. */
  private List<String> distinct(ColumnType type, List<Object> values) {
    var schema = Schema.of(new Column("v", type));
    engine.source(
        "s", new MemorySource(new Rows(schema, values.stream().map(Arrays::asList).toList())), 2);
    engine.step("d", "SELECT v, count(*) AS n FROM s GROUP BY v");
    return engine.first("d", values.size()).stream()
        .map(row -> row.get(0) + " x " + row.get(1))
        .toList();
  }

  private static List<String> counted(List<Object> values) {
    return values.stream()
        .distinct()
        .map(value -> value + " x " + Collections.frequency(values, value))
        .toList();
  }

  @Test
  void textsOfEveryLengthArriveAndEqualOnesAreEqual() {
    List<Object> texts = new ArrayList<>();
    for (int length = 0; length <= 40; length++) {
      texts.add("x".repeat(length));
      texts.add("\u00e4\u20ac\ud83d\ude00".repeat(length / 4));
      texts.add(null);
    }
    List<Object> often = new ArrayList<>();
    IntStream.range(0, 60).forEach(i -> often.addAll(texts));
    Collections.shuffle(often, new Random(1));
    assertThat(distinct(new ColumnType.Text(), often))
        .containsExactlyInAnyOrderElementsOf(counted(often));
  }

  @Test
  void aBatchWithOneLongTextAmongNullsArrives() {
    List<Object> texts = new ArrayList<>(Collections.nCopies(3000, null));
    String wide = "wide ".repeat(500_000);
    texts.set(2047, wide);
    assertThat(distinct(new ColumnType.Text(), texts))
        .containsExactlyInAnyOrder("null x 2999", wide + " x 1");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 4, 5, 9, 10, 18, 19, 38})
  void decimalsOfEveryWidthArrive(int precision) {
    BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    List<Object> values = new ArrayList<>();
    for (BigInteger value : List.of(most, most.negate(), BigInteger.ONE, BigInteger.ZERO)) {
      values.add(new BigDecimal(value, 1));
      values.add(null);
    }
    assertThat(distinct(new ColumnType.Decimal(precision, 1), values))
        .containsExactlyInAnyOrderElementsOf(counted(values));
  }

  @Test
  void nullsStayWhereTheyAreFromBatchToBatch() {
    List<Object> values = new ArrayList<>();
    for (long i = 0; i < 10_000; i++) {
      // The second batch has none, so what the first one has left must be gone.
      values.add(i % 3 == 0 && (i < 2048 || i >= 4096) ? null : (Object) i);
    }
    assertThat(distinct(new ColumnType.Int64(), values))
        .containsExactlyInAnyOrderElementsOf(counted(values));
  }

  @Test
  void aCharacterThatTwoTextsShareIsNoText() {
    byte[] euro = "\u20ac".getBytes(StandardCharsets.UTF_8);
    List<Object> halves = List.of(Arrays.copyOf(euro, 1), Arrays.copyOfRange(euro, 1, 3));
    assertThatThrownBy(() -> distinct(new ColumnType.Text(), halves))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "Column v of source s holds texts that are not UTF-8: 1 of the 1 rows that were looked at");
  }
}
