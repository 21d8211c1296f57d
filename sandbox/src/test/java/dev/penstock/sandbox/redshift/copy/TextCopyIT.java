package dev.penstock.sandbox.redshift.copy;

import static dev.penstock.sandbox.redshift.StandIn.BUCKET;
import static dev.penstock.sandbox.redshift.StandIn.ROLE;
import static dev.penstock.sandbox.redshift.StandIn.all;
import static dev.penstock.sandbox.redshift.StandIn.assertRefused;
import static dev.penstock.sandbox.redshift.StandIn.one;
import static dev.penstock.sandbox.redshift.StandIn.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import dev.penstock.sandbox.redshift.StandIn;
import dev.penstock.sandbox.redshift.WithStandIn;
import dev.penstock.sandbox.redshift.fidelity.Behaviour;
import dev.penstock.sandbox.redshift.fidelity.NotKnown;
import dev.penstock.sandbox.redshift.fidelity.Refuses;
import dev.penstock.sandbox.redshift.fidelity.Reproduces;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(WithStandIn.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TextCopyIT {
  private static final String ALL =
      "SELECT coalesce(id::varchar(9), '-') || ':' || coalesce(name, '-') FROM sales.t ORDER BY 1";

  @Test
  @Reproduces(Behaviour.TEXT_FORMATS)
  void delimitedTextHasPipesAndItsOwnNull(StandIn redshift) throws Exception {
    redshift.putText("d.txt", "1|one\n2|\\N\n|\n4|back\\slash\ttab|\n");
    try (Connection connection = loaded(redshift, "d.txt", "")) {
      assertThat(all(connection, ALL))
          .containsExactlyInAnyOrder("1:one", "2:-", "-:", "4:back\\slash\ttab");
    }
  }

  @Test
  @Reproduces(Behaviour.TEXT_FORMATS)
  void csvHasCommasAndQuotes(StandIn redshift) throws Exception {
    redshift.putText("c.csv", "id,name\n1,\"a,\"\"b\"\"\nc\"\r\n2,\n");
    try (Connection connection = loaded(redshift, "c.csv", "CSV IGNOREHEADER 1")) {
      assertThat(all(connection, ALL)).containsExactlyInAnyOrder("1:a,\"b\"\nc", "2:");
    }
  }

  @Test
  @Reproduces(Behaviour.TEXT_FORMATS)
  void aHeaderIsSkippedInEachFile(StandIn redshift) throws Exception {
    redshift.putText("h/1.csv", "id,name\n1,a\n");
    redshift.putText("h/2.csv", "id,name\n2,b\n");
    try (Connection connection = loaded(redshift, "h/", "CSV IGNOREHEADER AS 1")) {
      assertThat(all(connection, ALL)).containsExactly("1:a", "2:b");
    }
  }

  @Test
  @Reproduces(Behaviour.JSON)
  void jsonKeysAreColumns(StandIn redshift) throws Exception {
    redshift.putText(
        "j.json", "{\"name\": \"a\", \"id\": 1, \"other\": [1]}\n{\"id\": \"2\"} {\"Name\":\"c\"}");
    try (Connection connection = loaded(redshift, "j.json", "FORMAT AS JSON 'auto'")) {
      assertThat(all(connection, ALL)).containsExactlyInAnyOrder("1:a", "2:-", "-:-");
    }
  }

  @ParameterizedTest
  @CsvSource({"GZIP", "ZSTD", "BZIP2"})
  @Reproduces(Behaviour.COMPRESSION)
  void compressedFilesAreRead(String compression, StandIn redshift) throws Exception {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    // Several compressed files in one are one file.
    for (String part : List.of("1|one\n", "2|two\n")) {
      joined.writeBytes(compressed(compression, part));
    }
    redshift.put("packed." + compression, joined.toByteArray());
    try (Connection connection = loaded(redshift, "packed." + compression, compression)) {
      assertThat(all(connection, ALL)).containsExactly("1:one", "2:two");
    }
  }

  @Test
  @Refuses(Behaviour.COMPRESSION)
  void aFileThatIsNotCompressedAsSaidIsAnError(StandIn redshift) throws Exception {
    redshift.putText("plain.txt", "1|one\n");
    try (Connection connection = redshift.connect()) {
      table(connection);
      for (String compression : List.of("GZIP", "ZSTD", "BZIP2")) {
        assertThatThrownBy(() -> run(connection, copy("plain.txt", compression)))
            .hasMessageContaining("plain.txt' can't be read");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "1||x ! EMPTYASNULL FILLRECORD ! ",
        "'1|   ' ! BLANKSASNULL ! 1:-",
        "1| ! EMPTYASNULL ! 1:-",
        "1|NA ! NULL AS 'NA' ! 1:-",
        "1|abcdefghij ! TRUNCATECOLUMNS ! 1:abcde",
        "'1|abc   ' ! TRIMBLANKS ! 1:abc",
        "'1|abcde      ' ! NULL 'x' ! 1:abcde",
        "1 ! FILLRECORD ! 1:",
        "1 ! FILLRECORD EMPTYASNULL ! 1:-",
        "1|'a|b' ! REMOVEQUOTES ! 1:a|b",
        "1|a\\|b ! ESCAPE ! 1:a|b"
      })
  @Reproduces(Behaviour.TEXT_FORMATS)
  void anOptionChangesWhatIsRead(
      String line, String options, @Nullable String row, StandIn redshift) throws Exception {
    redshift.putText("o.txt", line + "\n");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, name VARCHAR(5))");
      if (row == null) {
        assertThatThrownBy(() -> run(connection, copy("o.txt", options)))
            .hasMessageContaining("Check 'stl_load_errors' system table for details.");
      } else {
        run(connection, copy("o.txt", options));
        assertThat(all(connection, ALL)).containsExactly(row);
      }
    }
  }

  @Test
  @Reproduces(Behaviour.COPY_CUTS_DECIMALS)
  void surplusDecimalsAreCutByCopyAndRoundedByRoundecAndByInsert(StandIn redshift)
      throws Exception {
    redshift.putText("dec.txt", "1.005\n-1.999\n");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (d DECIMAL(5,2))");
      run(connection, copy("dec.txt", ""));
      assertThat(all(connection, "SELECT d FROM sales.t ORDER BY d"))
          .containsExactly("-1.99", "1.00");
      run(connection, "DELETE FROM sales.t");
      run(connection, copy("dec.txt", "ROUNDEC"));
      assertThat(all(connection, "SELECT d FROM sales.t ORDER BY d"))
          .containsExactly("-2.00", "1.01");
      run(connection, "DELETE FROM sales.t");
      run(connection, "INSERT INTO sales.t VALUES (1.005)");
      assertThat(one(connection, "SELECT d FROM sales.t")).isEqualTo("1.01");
    }
  }

  @Test
  @Reproduces({Behaviour.MISSING_COLUMNS, Behaviour.SUPER_TYPE})
  void missingColumnsGetTheirDefaultAndSuperIsParsed(StandIn redshift) throws Exception {
    redshift.putText("cols.csv", "\"{\"\"a\"\": [1]}\",1\n,2\n");
    try (Connection connection = redshift.connect()) {
      run(
          connection,
          "CREATE TABLE sales.t (id INT, name VARCHAR(9) DEFAULT 'none', s SUPER, d DATE)");
      run(connection, copy("sales.t (s, id)", "cols.csv", "CSV"));

      assertThat(one(connection, "SELECT s FROM sales.t WHERE id = 1"))
          .isEqualToIgnoringWhitespace("{\"a\":[1]}");
      assertThat(one(connection, "SELECT count(*) FROM sales.t WHERE name = 'none' AND d IS NULL"))
          .isEqualTo("2");
    }
  }

  @Test
  @Refuses(Behaviour.MISSING_COLUMNS)
  void aNotNullColumnMustBeGiven(StandIn redshift) throws Exception {
    redshift.putText("null.txt", "1|\\N\n");
    redshift.putText("one.txt", "1\n");
    try (Connection connection = redshift.connect()) {
      run(connection, "CREATE TABLE sales.t (id INT, name VARCHAR(5) NOT NULL)");

      for (String copy : List.of(copy("null.txt", ""), copy("sales.t (id)", "one.txt", ""))) {
        assertThatThrownBy(() -> run(connection, copy)).isInstanceOf(SQLException.class);
        assertThat(
                one(
                    connection,
                    "SELECT err_code || ' ' || rtrim(err_reason) || ' ' || rtrim(colname) FROM"
                        + " stl_load_errors WHERE query = pg_last_copy_id()"))
            .isEqualTo("1213 Missing data for not-null field name");
      }
    }
  }

  @Test
  @Refuses(Behaviour.TEXT_LIMITS)
  void aRowAboveFourMegabytesFails(StandIn redshift) throws Exception {
    redshift.putText("long.txt", "1|" + "x".repeat(4 * 1024 * 1024) + "\n");
    try (Connection connection = redshift.connect()) {
      table(connection);

      assertThatThrownBy(() -> run(connection, copy("long.txt", "TRUNCATECOLUMNS")))
          .hasMessageContaining("Load into table 't' failed.");
      assertThat(
              one(
                  connection,
                  "SELECT err_code FROM stl_load_errors WHERE query = pg_last_copy_id()"))
          .isEqualTo("1216");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ESCAPE", "REMOVEQUOTES"})
  @Refuses(Behaviour.TEXT_LIMITS)
  void csvExcludesClausesOfDelimitedText(String clause, StandIn redshift) throws Exception {
    assertCopyRefused(
        "CSV " + clause, "0A000", clause + " argument is not supported with CSV", redshift);
  }

  @Test
  @NotKnown({Behaviour.TEXT_LIMITS, Behaviour.TEXT_FORMATS})
  void fixedwidthIsNotKnown(StandIn redshift) throws Exception {
    assertCopyRefused(
        "FIXEDWIDTH 'a:1'", "0A000", "FIXEDWIDTH is not known to the stand-in", redshift);
  }

  @Test
  @Refuses(Behaviour.COPY_IS_ATOMIC)
  void maxerrorHasALimit(StandIn redshift) throws Exception {
    assertCopyRefused(
        "MAXERROR 100001", "22023", "MAXERROR must be between 0 and 100000", redshift);
  }

  private static void assertCopyRefused(
      String options, String sqlState, String message, StandIn redshift) throws SQLException {
    try (Connection connection = redshift.connect()) {
      table(connection);

      assertRefused(() -> run(connection, copy("any", options)), sqlState, message);
    }
  }

  @Test
  @Refuses(Behaviour.COPY_KEYS)
  void keysReachS3InsteadOfTheRole(StandIn redshift) throws Exception {
    redshift.putText("k.txt", "1|one\n");
    try (Connection connection = redshift.connect()) {
      table(connection);

      assertRefused(
          () ->
              run(
                  connection,
                  "COPY sales.t FROM 's3://%s/k.txt' ACCESS_KEY_ID 'nobody' SECRET_ACCESS_KEY 'x'"
                      .formatted(BUCKET)),
          "XX000",
          "Status 403");
    }
  }

  private static Connection loaded(StandIn redshift, String key, String options)
      throws SQLException {
    Connection connection = redshift.connect();
    table(connection);
    run(connection, copy(key, options));
    return connection;
  }

  private static void table(Connection connection) throws SQLException {
    run(connection, "CREATE TABLE sales.t (id INT, name VARCHAR(20))");
  }

  private static String copy(String key, String options) {
    return copy("sales.t", key, options);
  }

  private static String copy(String table, String key, String options) {
    return "COPY %s FROM 's3://%s/%s' IAM_ROLE '%s' %s"
        .formatted(table, BUCKET, key, ROLE, options);
  }

  private static byte[] compressed(String compression, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (compression) {
          case "GZIP" -> new GZIPOutputStream(bytes);
          case "ZSTD" -> new ZstdOutputStream(bytes);
          default -> new BZip2CompressorOutputStream(bytes);
        }) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }
}
