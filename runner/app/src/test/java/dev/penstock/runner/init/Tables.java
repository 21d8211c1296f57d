package dev.penstock.runner.init;

import dev.penstock.api.model.Connection;
import dev.penstock.runner.source.postgres.CatalogColumn;
import dev.penstock.runner.source.postgres.CatalogEntry;
import dev.penstock.runner.source.postgres.CatalogIndex;
import dev.penstock.runner.source.postgres.CatalogTable;
import dev.penstock.runner.spi.ColumnType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/** Tables as a catalog would tell of them. */
final class Tables {
  static final Destination PAIR =
      new Destination(
          "shop-db",
          "lake",
          Optional.of("warehouse"),
          "shop-db",
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of("America/New_York"));

  private static long oids = 1;

  private Tables() {}

  static Connection.Postgres database(String... schemas) {
    return new Connection.Postgres(
        "shop-db",
        Optional.of("shop-db"),
        new Connection.Limits(OptionalInt.empty(), 8),
        new Connection.Allow(true, false, Set.of(schemas), true),
        "shop-db.internal",
        5432,
        "shop",
        Connection.Tls.VERIFY_FULL);
  }

  static CatalogEntry entry(String schema, String name) {
    return entry(schema, name, CatalogEntry.Kind.TABLE);
  }

  static CatalogEntry entry(String schema, String name, CatalogEntry.Kind kind) {
    return new CatalogEntry(oids++, schema, name, kind, Optional.empty(), false, false);
  }

  static CatalogEntry partition(String name, String parent) {
    return new CatalogEntry(
        oids++,
        "public",
        name,
        CatalogEntry.Kind.TABLE,
        Optional.of("public." + parent),
        true,
        false);
  }

  static CatalogColumn column(String name, ColumnType type) {
    return new CatalogColumn(
        name, type.toString(), Optional.of(type), name, false, true, OptionalDouble.empty());
  }

  static CatalogColumn text(String name) {
    return column(name, new ColumnType.Text());
  }

  static CatalogColumn id(String name) {
    return column(name, new ColumnType.Int64());
  }

  static CatalogColumn time(String name) {
    return column(name, new ColumnType.TimestampTz());
  }

  static CatalogColumn zoneless(String name) {
    return column(name, new ColumnType.Timestamp());
  }

  /** Of which the share is missing; below 0: nobody knows. */
  static CatalogColumn nullable(CatalogColumn column, double share) {
    return new CatalogColumn(
        column.name(),
        column.shown(),
        column.becomes(),
        column.cast(),
        true,
        true,
        share < 0 ? OptionalDouble.empty() : OptionalDouble.of(share));
  }

  static CatalogColumn refused(String name, String type, String cast) {
    return new CatalogColumn(
        name, type, Optional.empty(), cast, true, true, OptionalDouble.empty());
  }

  static CatalogIndex primary(String... columns) {
    return new CatalogIndex("pk", true, true, true, List.of(columns));
  }

  static CatalogIndex index(String name, String... columns) {
    return new CatalogIndex(name, false, false, true, List.of(columns));
  }

  static CatalogIndex unique(String name, String... columns) {
    return new CatalogIndex(name, false, true, true, List.of(columns));
  }

  static CatalogTable table(CatalogEntry entry, Object... parts) {
    List<CatalogColumn> columns = new ArrayList<>();
    List<CatalogIndex> indexes = new ArrayList<>();
    long bytes = 245_760_000;
    long rows = 1_523_467;
    Optional<String> comment = Optional.empty();
    for (var part : parts) {
      switch (part) {
        case CatalogColumn column -> columns.add(column);
        case CatalogIndex index -> indexes.add(index);
        case Long size -> bytes = size;
        case Integer count -> rows = count;
        case String words -> comment = Optional.of(words);
        default -> throw new IllegalArgumentException("No part of a table: " + part);
      }
    }
    return new CatalogTable(
        entry, comment, OptionalLong.of(rows), bytes, false, false, columns, indexes, false);
  }

  /** The same table, some of whose rows lie on another server. */
  static CatalogTable elsewhere(CatalogTable table, CatalogEntry.Kind kind, OptionalLong rows) {
    return new CatalogTable(
        entry(table.entry().schema(), table.entry().name(), kind),
        table.comment(),
        rows,
        0,
        table.inherited(),
        table.filtered(),
        table.columns(),
        table.indexes(),
        true);
  }

  /** The same destination with names that begin with a word. */
  static Destination prefixed(Destination to, String word) {
    return new Destination(
        to.source(),
        to.lake(),
        to.warehouse(),
        to.path(),
        to.schema(),
        to.schedule(),
        Optional.of(word),
        to.timeZone());
  }

  /** The same destination without a zone for cursors that have none. */
  static Destination zoneless(Destination to) {
    return new Destination(
        to.source(),
        to.lake(),
        to.warehouse(),
        to.path(),
        to.schema(),
        to.schedule(),
        to.prefix(),
        Optional.empty());
  }

  /** The same destination without a warehouse. */
  static Destination datasets(Destination to) {
    return new Destination(
        to.source(),
        to.lake(),
        Optional.empty(),
        to.path(),
        to.schema(),
        to.schedule(),
        to.prefix(),
        to.timeZone());
  }

  static CatalogTable table(String name, Object... parts) {
    return table(entry("public", name), parts);
  }

  static List<Draft> drafts(Destination destination, CatalogTable... tables) {
    var all = List.of(tables);
    var choice =
        new TableChoice(all.stream().map(CatalogTable::entry).toList(), List.of(), Map.of());
    return Drafts.of(choice, all, destination).written();
  }

  static Draft draft(CatalogTable table) {
    return drafts(PAIR, table).getFirst();
  }
}
