package dev.penstock.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {
  private static Connection engine;

  @BeforeAll
  static void open() throws SQLException {
    engine = DriverManager.getConnection("jdbc:duckdb:");
  }

  @AfterAll
  static void close() throws SQLException {
    engine.close();
  }

  private static String of(String row, Column... columns) throws SQLException {
    try (var statement = engine.createStatement();
        var result =
            statement.executeQuery(
                "SELECT %s FROM (SELECT %s)"
                    .formatted(new Fingerprint(List.of(columns)).value(), row))) {
      result.next();
      return result.getString(1);
    }
  }

  private static Column text(String name) {
    return new Column(name, new ColumnType.Text());
  }

  @Test
  void aColumnThatIsNullOrStandsElsewhereChangesNothing() throws SQLException {
    var one = of("'x' AS a, 'y' AS b", text("a"), text("b"));
    assertThat(one).matches("[0-9a-f]{32}");
    assertThat(of("'y' AS b, NULL AS c, 'x' AS a", text("c"), text("b"), text("a"))).isEqualTo(one);
    assertThat(of("'x' AS A, 'y' AS b", text("b"), text("A"))).isEqualTo(one);
    // It is a promise to tables that exist: the same bytes for ever.
    assertThat(of("'x' AS a", text("a"))).isEqualTo("28df69320d5dd656d1733cb731b09b3a");
  }

  @Test
  void whatRunsIntoItsNeighbourIsSomethingElse() throws SQLException {
    var columns = new Column[] {text("a"), text("b")};
    assertThat(
            List.of(
                of("'x' AS a, NULL AS b", columns),
                of("NULL AS a, 'x' AS b", columns),
                of("'' AS a, 'x' AS b", columns),
                of("'x' AS a, '' AS b", columns),
                of("NULL AS a, NULL AS b", columns),
                of("'x1:b=1:x' AS a, NULL AS b", columns),
                of("'x' AS a, 'x' AS b", columns)))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1.50::DECIMAL(5,2) | 2 | 1.5::DECIMAL(9,1) | 1
          0.00::DECIMAL(5,2) | 2 | 0::DECIMAL(9,0) | 0
          100::DECIMAL(5,0) | 0 | 100.000::DECIMAL(9,3) | 3
          """)
  void aNumberIsTheSameInAWiderType(String one, int scale, String other, int wider)
      throws SQLException {
    assertThat(of(one + " AS a", new Column("a", new ColumnType.Decimal(12, scale))))
        .isEqualTo(of(other + " AS a", new Column("a", new ColumnType.Decimal(18, wider))));
  }

  @Test
  void typesAreCanonical() throws SQLException {
    assertThat(of("5::INTEGER AS a", new Column("a", new ColumnType.Int32())))
        .isEqualTo(of("5::BIGINT AS a", new Column("a", new ColumnType.Int64())));
    assertThat(of("0.1::REAL AS a", new Column("a", new ColumnType.Float32())))
        .isEqualTo(of("0.1::REAL::DOUBLE AS a", new Column("a", new ColumnType.Float64())));
    var real = new Column("a", new ColumnType.Float64());
    assertThat(of("-0.0::DOUBLE AS a", real)).isEqualTo(of("0.0::DOUBLE AS a", real));
    var instant = new Column("a", new ColumnType.TimestampTz());
    var noon = "TIMESTAMPTZ '2026-03-29 12:00:00+00' AS a";
    var before = of(noon, instant);
    try (var statement = engine.createStatement()) {
      statement.execute("SET TimeZone = 'Asia/Tokyo'");
    }
    assertThat(of(noon, instant)).isEqualTo(before);
    assertThat(of("'\\xAA'::BLOB AS a", new Column("a", new ColumnType.Bytes())))
        .isNotEqualTo(of("'\\xAB'::BLOB AS a", new Column("a", new ColumnType.Bytes())));
  }
}
