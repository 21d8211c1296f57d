package dev.penstock.runner.differential;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.stream.Collectors;

/** Fills the table of a scenario and changes it between runs; the clock is the database's. */
final class Changes {
  private final Scenario scenario;
  private final Connection source;
  private final Random random;
  private long lastId;

  Changes(Scenario scenario, Connection source) throws SQLException {
    this.scenario = scenario;
    this.source = source;
    this.random = new Random(scenario.seed() + 1);
    try (Statement statement = source.createStatement()) {
      statement.execute(scenario.createTable());
    }
  }

  /**
   * One session's work: new rows, changed ones, late ones inside the overlap, one in the future;
   * and none of some, where days are replaced.
   */
  void round() throws SQLException {
    insert(random.nextInt(400), "clock_timestamp()");
    if (lastId > 0) {
      change(random.nextInt(80));
      insert(
          random.nextInt(20),
          "clock_timestamp() - interval '%d seconds'".formatted(1 + random.nextInt(60)));
      insert(random.nextInt(3), "clock_timestamp() + interval '2 days'");
    }
    if (scenario.daily()) {
      delete();
    }
    if (random.nextInt(3) == 0) {
      try (Statement statement = source.createStatement()) {
        statement.execute("ANALYZE public." + scenario.table());
      }
    }
  }

  private void insert(int rows, String cursor) throws SQLException {
    var names =
        scenario.columns().stream().map(Scenario.Field::name).collect(Collectors.joining(", "));
    var values =
        scenario.columns().stream()
            .map(field -> "?::" + field.kind().declared())
            .collect(Collectors.joining(", "));
    try (PreparedStatement statement =
        source.prepareStatement(
            "INSERT INTO public.%s (id, part, ref, %s, updated_at) VALUES (?, ?, ?, %s, %s)"
                .formatted(scenario.table(), names, values, cursor))) {
      for (int i = 0; i < rows; i++) {
        statement.setLong(1, ++lastId);
        statement.setInt(2, random.nextInt(3));
        reference(statement, 3);
        values(statement, 4);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private void change(int rows) throws SQLException {
    var sets =
        scenario.columns().stream()
            .map(field -> "%s = ?::%s".formatted(field.name(), field.kind().declared()))
            .collect(Collectors.joining(", "));
    try (PreparedStatement statement =
        source.prepareStatement(
            "UPDATE public.%s SET %s, ref = ?, updated_at = clock_timestamp() WHERE id = ? AND updated_at <= clock_timestamp()"
                .formatted(scenario.table(), sets))) {
      for (int i = 0; i < rows; i++) {
        int next = values(statement, 1);
        reference(statement, next);
        statement.setLong(next + 1, 1 + (long) (random.nextDouble() * lastId));
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  private void delete() throws SQLException {
    try (Statement statement = source.createStatement()) {
      statement.execute(
          "DELETE FROM public.%s WHERE id %% 7 = %d"
              .formatted(scenario.table(), random.nextInt(7)));
      // All of a day, which only a run that is asked for it sees.
      statement.execute(
          "DELETE FROM public.%s WHERE (id + coalesce(ref, 0)) %% 5 = %d"
              .formatted(scenario.table(), random.nextInt(5)));
    }
  }

  private void reference(PreparedStatement statement, int at) throws SQLException {
    if (random.nextInt(5) == 0) {
      statement.setNull(at, java.sql.Types.INTEGER);
    } else {
      // Some references lead nowhere.
      statement.setInt(at, random.nextInt(12));
    }
  }

  private int values(PreparedStatement statement, int from) throws SQLException {
    int at = from;
    for (var field : scenario.columns()) {
      if (random.nextInt(5) == 0) {
        statement.setNull(at++, java.sql.Types.VARCHAR);
      } else {
        statement.setString(at++, field.kind().value(random));
      }
    }
    return at;
  }
}
