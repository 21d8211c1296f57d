package dev.penstock.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What SQL can do in a database that is locked; scratch is the folder of that name. */
class DatabaseTest {
  @TempDir private Path folder;
  private Path scratch;
  private Connection database;

  @BeforeEach
  void open() throws Exception {
    scratch = Files.createDirectory(folder.resolve("scratch"));
    Files.createDirectory(folder.resolve("scratch-of-others"));
    Files.writeString(folder.resolve("secret.csv"), "a\n1\n");
    Files.writeString(folder.resolve("scratch-of-others/secret.csv"), "a\n1\n");
    database = Database.open(new EngineSettings(1, 128L << 20, scratch), List.of());
  }

  @AfterEach
  void close() throws Exception {
    database.close();
  }

  private SQLException refusal(String sql) {
    try (Statement statement = database.createStatement()) {
      statement.execute(sql.replace("SCRATCH", scratch.toString()));
    } catch (SQLException e) {
      return e;
    }
    throw new AssertionError("It was not refused");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_text('/proc/self/environ')",
        "SELECT * FROM read_text('SCRATCH/../secret.csv')",
        "SELECT * FROM read_blob('SCRATCH/../secret.csv')",
        "SELECT * FROM read_csv('SCRATCH-of-others/secret.csv')",
        "SELECT * FROM 'SCRATCH/../secret.csv'",
        "SELECT * FROM read_parquet('/var/**/*.parquet')",
        "SELECT * FROM glob('/etc/*')",
        "COPY (SELECT 1) TO 'SCRATCH/../made.csv'",
        "EXPORT DATABASE 'SCRATCH/../made'",
        "ATTACH 'SCRATCH/../made.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD 'SCRATCH/../secret.csv'",
        "SELECT * FROM read_text('http://127.0.0.1:1/x')",
      })
  void whatLiesOutsideOfScratchCanNotBeReachedAndNoExtensionBeLoaded(String sql) {
    assertThat(EngineErrors.kind(refusal(sql))).isEqualTo("Permission");
    assertThat(folder.resolve("made.csv")).doesNotExist();
    assertThat(folder.resolve("made")).doesNotExist();
    assertThat(folder.resolve("made.db")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET memory_limit = '100GB'",
        "SET threads = 64",
        "SET temp_directory = '/tmp'",
        "SET max_temp_directory_size = '100GB'",
        "SET GLOBAL allowed_directories = ['/']",
        "SET enable_external_access = true",
        "SET lock_configuration = false",
        "RESET memory_limit",
        "PRAGMA memory_limit = '100GB'",
      })
  void noSettingCanBeChanged(String sql) {
    assertThat(refusal(sql).getMessage()).contains("has been locked");
  }

  @Test
  void filesBelowScratchCanBeWrittenAndRead() throws Exception {
    var file = Sql.literal(scratch.resolve("a.parquet").toString());
    try (Statement statement = database.createStatement()) {
      statement.execute("COPY (SELECT 42 AS a) TO " + file + " (FORMAT parquet)");
      try (var rows = statement.executeQuery("SELECT a FROM read_parquet(" + file + ")")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt(1)).isEqualTo(42);
      }
    }
  }
}
