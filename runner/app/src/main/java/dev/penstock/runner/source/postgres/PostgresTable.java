package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Delivered;
import dev.penstock.runner.spi.Increment;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Source;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.jdbc.PgConnection;

/**
 * Opens a table or view: finds its columns, what of it is read, and how that can be cut.
 *
 * @param path of the source in the manifest: {@code spec.sources[0]}
 */
record PostgresTable(
    PostgresDatabase database, Read.Table table, List<Parameter> parameters, String path) {
  /**
   * Opens it.
   *
   * @param before what earlier runs have delivered, for an increment
   */
  PostgresSource open(Optional<Delivered> before) {
    return open(before, Optional.empty());
  }

  /** {@return the table, opened for the rows of a window, which move no watermark} */
  PostgresSource open(Wanted.Window window) {
    return open(Optional.empty(), Optional.of(window));
  }

  private PostgresSource open(Optional<Delivered> before, Optional<Wanted.Window> window) {
    try {
      PgConnection session = database.keeper();
      Map<String, Boolean> nullable = PostgresCatalog.columns(session, table);
      if (nullable.isEmpty()) {
        throw new ConfigurationException(
            Reason.TABLE_NOT_FOUND,
            "%s on connection %s does not exist".formatted(object(), database.name()),
            "Name an existing table or view in %s.table.name".formatted(path));
      }
      List<String> names =
          table.columns().isEmpty() ? List.copyOf(nullable.keySet()) : wanted(nullable);
      Selection named = new Selection(names, from(), List.of(), Map.of());
      List<PostgresColumn> described = Described.columns(session, named.sql());
      boolean bytes = database.unencoded();
      Selection all = bytes ? named.asBytes(described) : named;
      List<PostgresColumn> columns =
          bytes ? described.stream().map(PostgresColumn::asBytes).toList() : described;
      Selection filtered = filtered(session, all);
      var storage = PostgresCatalog.storage(session, table);
      if (table.incremental().isEmpty()) {
        return source(session, storage, columns, filtered, Optional.empty(), Optional.empty());
      }
      Stretch stretch = stretch(table.incremental().get(), nullable, names, columns, before);
      if (window.isPresent()) {
        var rows = filtered.and(stretch.cursor().within(window.get().start(), window.get().end()));
        return source(session, storage, columns, rows, Optional.empty(), Optional.empty());
      }
      var counts = new CursorCounts(session, filtered, stretch);
      if (!stretch.includesMissing() && nullable.getOrDefault(stretch.cursor().column(), true)) {
        refuseMissing(counts, stretch);
      }
      var increment =
          new Increment(
              stretch.cursor().column(),
              stretch.incremental().key(),
              stretch.before().map(Delivered::upTo),
              stretch.to(),
              stretch.since(),
              Optional.empty(),
              counts.ahead(database.horizon().clock()));
      increment =
          increment.with(tail(session, storage, columns, filtered, stretch, increment.identity()));
      return source(
          session,
          storage,
          columns,
          filtered.and(stretch.read()),
          Optional.of(stretch),
          Optional.of(increment));
    } catch (SQLException e) {
      throw database.errors().translate(e, object());
    }
  }

  private Optional<Source<?>> tail(
      PgConnection session,
      PostgresCatalog.Storage storage,
      List<PostgresColumn> columns,
      Selection filtered,
      Stretch stretch,
      List<String> identity)
      throws SQLException {
    if (stretch.again().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        source(
            session,
            storage,
            identity.stream().map(name -> column(columns, name)).toList(),
            filtered.of(identity).and(stretch.again().get()),
            Optional.of(stretch),
            Optional.empty()));
  }

  private String object() {
    return "Table " + table.qualified();
  }

  private String from() {
    return Selection.quoted(table.schema()) + "." + Selection.quoted(table.name());
  }

  private List<String> wanted(Map<String, Boolean> existing) {
    for (String name : table.columns()) {
      if (!existing.containsKey(name)) {
        throw missing(name, path + ".table.columns");
      }
    }
    return table.columns();
  }

  private ConfigurationException missing(String column, String field) {
    return new ConfigurationException(
        Reason.COLUMN_NOT_FOUND,
        "%s on connection %s has no column %s".formatted(object(), database.name(), column),
        "Name existing columns in " + field);
  }

  /** The rows that the manifest's condition leaves; the server has checked the condition. */
  private Selection filtered(PgConnection session, Selection all) throws SQLException {
    if (table.where().isEmpty()) {
      return all;
    }
    var where =
        UserSql.of(
            table.where().get(), parameters, "The condition at %s.table.where".formatted(path));
    Selection filtered = all.and(where.sql()).setting(where.settings());
    try {
      PostgresDatabase.set(session, filtered.settings());
      Described.columns(session, filtered.sql());
      return filtered;
    } catch (SQLException e) {
      throw where.refused(e, filtered.sql(), database.errors());
    }
  }

  private PostgresSource source(
      PgConnection session,
      PostgresCatalog.Storage storage,
      List<PostgresColumn> columns,
      Selection selection,
      Optional<Stretch> stretch,
      Optional<Increment> increment)
      throws SQLException {
    Estimate estimate = Estimate.of(session, selection.sql(), storage.names());
    boolean whole = selection.conditions().isEmpty() && table.columns().isEmpty();
    Cut cut =
        new TableCut(session, table, storage, database.rangesOfBlocks())
            .of(selection, estimate, stretch);
    return new PostgresSource(
        database,
        columns,
        PostgresColumn.schema(columns, object(), database.name(), path + ".table.columns"),
        cut instanceof Cut.ByBlocks ? TableCut.inOrder(selection, table) : selection,
        cut,
        table.splits(),
        whole
            ? new Estimate(estimate.rows(), Math.max(storage.bytes(), estimate.bytes()), true)
            : estimate,
        increment,
        object());
  }

  private Stretch stretch(
      Incremental incremental,
      Map<String, Boolean> existing,
      List<String> read,
      List<PostgresColumn> columns,
      Optional<Delivered> before) {
    String field = path + ".table.incremental";
    List<String> identity = new ArrayList<>(incremental.key());
    identity.add(incremental.column());
    for (String name : identity) {
      if (!existing.containsKey(name)) {
        throw missing(name, field + (name.equals(incremental.column()) ? ".column" : ".key"));
      }
      if (!read.contains(name)) {
        throw new ConfigurationException(
            Reason.COLUMN_NOT_FOUND,
            "%s on connection %s is read by increments without its column %s"
                .formatted(object(), database.name(), name),
            "Add it to %s.table.columns".formatted(path));
      }
    }
    PostgresColumn column = column(columns, incremental.column());
    var zone =
        switch (column.type()) {
          case "timestamptz" -> Optional.<ZoneId>empty();
          case "timestamp" -> Optional.of(incremental.zone());
          default -> throw noTime(column, field);
        };
    return Stretch.of(
        incremental,
        new Cursor(column.name(), zone),
        before,
        database
            .horizon()
            .bound(incremental.settle(), database.name(), field + ".settle")
            .minus(column.rounding()));
  }

  private void refuseMissing(CursorCounts counts, Stretch stretch) throws SQLException {
    long rows = counts.missing();
    if (rows == 0) {
      return;
    }
    String keys = counts.sampleKeys();
    throw new DataException(
        Reason.CURSOR_MISSING,
        "%s rows of table %s on connection %s have no %s%s"
            .formatted(
                rows > CursorCounts.MOST ? "More than " + CursorCounts.MOST : Long.toString(rows),
                table.qualified(),
                database.name(),
                stretch.cursor().column(),
                keys.isEmpty() ? "" : ", as " + keys),
        "Correct them, or write nulls: Include in %s.table.incremental".formatted(path));
  }

  private ConfigurationException noTime(PostgresColumn column, String field) {
    return new ConfigurationException(
        Reason.TYPE_NOT_SUPPORTED,
        "Column %s of table %s on connection %s has type %s, which %s"
            .formatted(
                column.name(),
                table.qualified(),
                database.name(),
                column.shown(),
                column.type().equals("date")
                    ? "does not tell rows of one day apart"
                    : "can not be compared with the clock of the server"),
        "Name a column of type timestamp with time zone or timestamp in %s.column"
            .formatted(field));
  }

  private static PostgresColumn column(List<PostgresColumn> columns, String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst().orElseThrow();
  }
}
