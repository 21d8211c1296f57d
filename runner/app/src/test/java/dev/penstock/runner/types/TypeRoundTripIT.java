package dev.penstock.runner.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnSchema;
import dev.penstock.runner.World;
import dev.penstock.runner.cli.PipelineFile;
import dev.penstock.runner.spi.ColumnType;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Values of every row of the matrix, from PostgreSQL into Parquet and the warehouse. The file is
 * read by a reader that shares nothing with the engine that wrote it; all three are compared as the
 * same {@link Shown} text. {@code -Dpenstock.types.seed=S} takes other values.
 */
class TypeRoundTripIT {
  private static final long SEED = Long.getLong("penstock.types.seed", 12);
  private static final int ROWS = 150;
  private static final List<Sample> SAMPLES = Sample.all();
  private static final List<Sample> DOCUMENTS =
      SAMPLES.stream().filter(sample -> sample.relation() instanceof ColumnType.Json).toList();
  private static final List<String> UNPARSEABLE = List.of("{\"a\":  1, \"a\": 2}", "\"\\u0000\"");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .nodeFactory(JsonNodeFactory.withExactBigDecimals(false))
          .build();

  @TempDir private static Path directory;
  private static World world;
  private static Map<Integer, List<String>> source;

  @BeforeAll
  static void run() throws Exception {
    world = World.start(directory);
    try (Connection shop = world.shop.connect()) {
      fill(shop);
      source = rows(shop, Shown::bySource, "public.every", Shown::ofSource);
    }
    PipelineFile.written(directory, "types", manifest(), world).run("run-1");
  }

  @AfterAll
  static void end() {
    world.close();
  }

  private static void fill(Connection shop) throws SQLException {
    try (Statement statement = shop.createStatement()) {
      statement.execute("SET lc_monetary = 'C'");
      statement.execute("CREATE EXTENSION hstore");
      statement.execute("CREATE EXTENSION citext");
      statement.execute("CREATE TYPE mood AS ENUM ('sad', 'so-so', 'very 😀')");
      statement.execute("CREATE TYPE pair AS (a int, b text)");
      statement.execute(
          "CREATE TABLE public.every (id int PRIMARY KEY, %s)"
              .formatted(
                  SAMPLES.stream()
                      .map(s -> s.name() + " " + s.declared())
                      .collect(Collectors.joining(", "))));
    }
    var chance = new Random(SEED);
    var values = SAMPLES.stream().map(sample -> sample.values(ROWS, chance)).toList();
    var sql =
        "INSERT INTO public.every VALUES (?, %s)"
            .formatted(
                SAMPLES.stream()
                    .map(s -> "CAST(?::text AS " + s.declared() + ")")
                    .collect(Collectors.joining(", ")));
    try (var insert = shop.prepareStatement(sql)) {
      for (int row = 0; row < ROWS; row++) {
        insert.setInt(1, row);
        for (int i = 0; i < SAMPLES.size(); i++) {
          insert.setString(i + 2, values.get(i).get(row));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static String manifest() {
    return """
    apiVersion: penstock.dev/v1alpha1
    kind: EtlPipeline
    metadata: {name: types}
    spec:
      store: {connection: lake}
      sources:
        - name: every
          connection: shop-db
          query:
            sql: |
              SELECT id, %s
              FROM public.every
      targets:
        - name: types
          from: every
          mode: Append
          s3: {connection: lake, path: types}
          redshift: {connection: warehouse, table: types.every}
        - name: parsed
          from: documents
          mode: Append
          s3: {connection: lake, path: parsed}
          redshift: {connection: warehouse, table: types.parsed, documents: Super}
      steps:
        - name: documents
          sql: |
            SELECT id, %s
            FROM every
    """
        .formatted(
            SAMPLES.stream()
                .map(s -> s.read() + " AS " + s.name())
                .collect(Collectors.joining(", ")),
            DOCUMENTS.stream().map(TypeRoundTripIT::parseable).collect(Collectors.joining(", ")));
  }

  /**
   * What JSON_PARSE refuses is left out: an attribute that is named twice, and the character that
   * no text of a warehouse holds.
   */
  private static String parseable(Sample sample) {
    return sample.row() == PostgresType.JSON
        ? "CASE WHEN %1$s NOT IN (%2$s) THEN %1$s END AS %1$s"
            .formatted(
                sample.name(),
                UNPARSEABLE.stream()
                    .map(text -> "'" + text + "'")
                    .collect(Collectors.joining(", ")))
        : sample.name();
  }

  @Test
  void everyRowOfTheMatrixHasValues() {
    assertThat(SAMPLES.stream().map(Sample::row).distinct())
        .containsExactlyInAnyOrder(PostgresType.values());
  }

  @Test
  void partsHoldTheValuesOfTheSource() throws Exception {
    Map<Integer, List<String>> parts = new TreeMap<>();
    for (byte[] file : files()) {
      try (var reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(file)));
          var row = reader.rowReader()) {
        while (row.hasNext()) {
          row.next();
          List<String> shown = new ArrayList<>();
          for (Sample sample : SAMPLES) {
            shown.add(Shown.byPart(row, sample));
          }
          parts.put(row.getInt("id"), shown);
        }
      }
    }
    compare("parts", parts);
  }

  @Test
  void theWarehouseHoldsTheValuesOfTheSource() throws Exception {
    try (Connection session = world.session()) {
      compare("warehouse", rows(session, Shown::inWarehouse, "types.every", Shown::byWarehouse));
    }
  }

  @Test
  void partsHaveTheTypesOfTheMatrix() throws Exception {
    try (var reader = ParquetFileReader.open(InputFile.of(ByteBuffer.wrap(files().getFirst())))) {
      for (Sample sample : SAMPLES) {
        var column = reader.getFileSchema().getColumn(sample.name());
        var expected = Carriage.of(sample.relation());
        assertThat(List.of(physical(column), logical(column)))
            .as("%s as %s", sample.name(), sample.relation())
            .containsExactly(expected.physical(), expected.logical());
      }
    }
  }

  /** As documents: blanks and the order of attributes are the warehouse's. */
  @Test
  void documentsThatAreParsedHoldTheValuesOfTheSource() throws Exception {
    assertThat(DOCUMENTS.stream().map(Sample::row).distinct())
        .contains(
            PostgresType.JSON,
            PostgresType.JSONB,
            PostgresType.ARRAY,
            PostgresType.COMPOSITE,
            PostgresType.HSTORE);
    try (Connection session = world.session()) {
      for (var sample : DOCUMENTS) {
        var expected = new TreeMap<Integer, JsonNode>();
        int at = SAMPLES.indexOf(sample);
        for (var row : source.entrySet()) {
          var text = row.getValue().get(at);
          if (text != null && !UNPARSEABLE.contains(text)) {
            expected.put(row.getKey(), JSON.readTree(text));
          }
        }
        assertThat(expected).as(sample.name()).hasSizeGreaterThan(5);
        assertThat(
                documents(
                    session,
                    "SELECT id, JSON_SERIALIZE(%1$s) FROM types.parsed WHERE %1$s IS NOT NULL"
                        .formatted(sample.name())))
            .as("%s in SUPER, seed %d", sample.name(), SEED)
            .isEqualTo(expected);
      }
      assertThat(
              world.warehouse(
                  "SELECT DISTINCT data_type FROM svv_columns WHERE table_schema = 'types' AND table_name"
                      + " = 'parsed' AND column_name NOT IN ('id', '_penstock_commit')"))
          .containsExactly("super");
    }
  }

  private static Map<Integer, JsonNode> documents(Connection session, String sql) throws Exception {
    Map<Integer, JsonNode> found = new TreeMap<>();
    try (Statement statement = session.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        found.put(result.getInt(1), JSON.readTree(result.getString(2)));
      }
    }
    return found;
  }

  private static String physical(ColumnSchema column) {
    return column.type().name().equals("FIXED_LEN_BYTE_ARRAY")
        ? "FIXED_LEN_BYTE_ARRAY(%d)".formatted(column.typeLength())
        : column.type().name();
  }

  private static String logical(ColumnSchema column) {
    return switch (column.logicalType()) {
      case null -> "";
      case LogicalType.StringType t -> "STRING";
      case LogicalType.DateType t -> "DATE";
      case LogicalType.IntType t -> (t.isSigned() ? "INT_" : "UINT_") + t.bitWidth();
      case LogicalType.DecimalType t -> new ColumnType.Decimal(t.precision(), t.scale()).toString();
      case LogicalType.TimestampType t ->
          "TIMESTAMP(%s%s)".formatted(t.unit(), t.isAdjustedToUTC() ? ", UTC" : "");
      default -> column.logicalType().toString();
    };
  }

  private static void compare(String place, Map<Integer, List<String>> found) {
    assertThat(found.keySet()).isEqualTo(source.keySet());
    long values = 0;
    for (int i = 0; i < SAMPLES.size(); i++) {
      int at = i;
      assertThat(found.values().stream().map(row -> row.get(at)).toList())
          .as("%s in %s, seed %d", SAMPLES.get(i).name(), place, SEED)
          .isEqualTo(source.values().stream().map(row -> row.get(at)).toList());
      values += found.values().stream().filter(row -> row.get(at) != null).count();
    }
    System.out.printf(
        "types: %d values and %d NULLs of %d columns, %d of %d rows of the matrix, agree in %s and"
            + " source; seed %d%n",
        values,
        (long) ROWS * SAMPLES.size() - values,
        SAMPLES.size(),
        SAMPLES.stream().map(Sample::row).distinct().count(),
        PostgresType.values().length,
        place,
        SEED);
  }

  private static List<byte[]> files() {
    try (S3Client client = world.store.client()) {
      return world.keys("types/").stream()
          .filter(key -> key.endsWith(".parquet"))
          .map(key ->
              client.getObjectAsBytes(get -> get.bucket(World.BUCKET).key(key)).asByteArray())
          .toList();
    }
  }

  private static Map<Integer, List<String>> rows(
      Connection session,
      Function<Sample, String> expression,
      String table,
      BiFunction<String, Sample, String> shown)
      throws SQLException {
    Map<Integer, List<String>> rows = new TreeMap<>();
    var expressions = SAMPLES.stream().map(expression).collect(Collectors.joining(", "));
    try (Statement statement = session.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT id, %s FROM %s".formatted(expressions, table))) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < SAMPLES.size(); i++) {
          var value = result.getString(i + 2);
          row.add(value == null ? null : shown.apply(value, SAMPLES.get(i)));
        }
        rows.put(result.getInt(1), row);
      }
    }
    return rows;
  }
}
