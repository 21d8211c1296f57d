package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Read;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.jdbc.PgConnection;

/** A table or view as of its database's snapshot. Each split is read over a session of its own. */
public final class PostgresSource implements Source<PostgresSplit> {
  private final PostgresDatabase database;
  private final Read.Table table;
  private final List<PostgresColumn> columns;
  private final Schema schema;
  private final Set<PostgresBatches> open = ConcurrentHashMap.newKeySet();

  private PostgresSource(
      PostgresDatabase database, Read.Table table, List<PostgresColumn> columns, Schema schema) {
    this.database = database;
    this.table = table;
    this.columns = columns;
    this.schema = schema;
  }

  static PostgresSource open(PostgresDatabase database, Read.Table table, String path) {
    String object = "Table " + table.qualified();
    try {
      PgConnection session = database.keeper();
      List<PostgresColumn> all = PostgresCatalog.columns(session, table);
      if (all.isEmpty()) {
        throw new ConfigurationException(
            Reason.TABLE_NOT_FOUND,
            "%s on connection %s does not exist".formatted(object, database.name()),
            "Name an existing table or view in %s.table.name".formatted(path));
      }
      List<PostgresColumn> wanted = wanted(all, database, table, path);
      distinct(wanted, database, table, path);
      List<Column> columns = new ArrayList<>();
      for (PostgresColumn column : wanted) {
        columns.add(column.column().orElseThrow(() -> unsupported(column, database, table, path)));
      }
      PostgresSource source = new PostgresSource(database, table, wanted, new Schema(columns));
      try (Statement statement = session.createStatement()) {
        // Says now whether the user may read it, and not when the run is under way.
        statement.execute(source.split().select() + " LIMIT 0");
      }
      return source;
    } catch (SQLException e) {
      throw database.errors().translate(e, object);
    }
  }

  private static List<PostgresColumn> wanted(
      List<PostgresColumn> all, PostgresDatabase database, Read.Table table, String path) {
    if (table.columns().isEmpty()) {
      return all;
    }
    List<PostgresColumn> wanted = new ArrayList<>();
    for (String name : table.columns()) {
      wanted.add(
          all.stream()
              .filter(column -> column.name().equals(name))
              .findFirst()
              .orElseThrow(() ->
                  new ConfigurationException(
                      Reason.COLUMN_NOT_FOUND,
                      "Table %s on connection %s has no column %s"
                          .formatted(table.qualified(), database.name(), name),
                      "Name existing columns in %s.table.columns".formatted(path))));
    }
    return wanted;
  }

  /** SQL of steps and the warehouse do not tell upper from lower case. */
  private static void distinct(
      List<PostgresColumn> columns, PostgresDatabase database, Read.Table table, String path) {
    Set<String> seen = new HashSet<>();
    for (PostgresColumn column : columns) {
      if (!seen.add(column.name().toLowerCase(Locale.ROOT))) {
        throw new ConfigurationException(
            Reason.COLUMN_NOT_ALLOWED,
            "Table %s on connection %s has another column named %s but for upper and lower case"
                .formatted(table.qualified(), database.name(), column.name()),
            "Leave one out with %s.table.columns".formatted(path));
      }
    }
  }

  private static ConfigurationException unsupported(
      PostgresColumn column, PostgresDatabase database, Read.Table table, String path) {
    return new ConfigurationException(
        Reason.TYPE_NOT_SUPPORTED,
        "Column %s of table %s on connection %s has type %s, which can not be read"
            .formatted(column.name(), table.qualified(), database.name(), column.shown()),
        "Leave it out with %s.table.columns, or read a view with %s"
            .formatted(path, column.cast()));
  }

  @Override
  public Schema schema() {
    return schema;
  }

  @Override
  public List<PostgresSplit> splits(int wanted) {
    return List.of(split());
  }

  private PostgresSplit split() {
    return new PostgresSplit(
        database.snapshot(),
        table.schema(),
        table.name(),
        columns.stream().map(PostgresColumn::name).toList());
  }

  @Override
  public Batches open(PostgresSplit split) {
    PgConnection session = database.session(split.snapshot());
    PostgresBatches batches;
    try {
      batches =
          new PostgresBatches(
              session,
              session.getCopyAPI().copyOut(split.copy()),
              new CopyDecoder(schema, columns, "table " + table.qualified()),
              database.errors(),
              "Table " + table.qualified(),
              open::remove);
    } catch (SQLException e) {
      PostgresDatabase.quietly(session);
      throw database.errors().translate(e, "Table " + table.qualified());
    }
    open.add(batches);
    return batches;
  }

  @Override
  public void close() {
    open.forEach(PostgresBatches::close);
  }
}
