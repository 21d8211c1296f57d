package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The table that people read: made when it is missing, compared when it is there. Whatever could
 * refuse a row after the commit is asked before it.
 */
public final class TargetTable {
  private final RedshiftSession session;
  private final Table table;
  private final List<Column> columns;

  public TargetTable(RedshiftSession session, Table table, List<Column> columns) {
    this.session = session;
    this.table = table;
    this.columns = List.copyOf(columns);
  }

  private record Existing(WarehouseType type, boolean nullable, boolean defaulted) {}

  /** Makes the table, or refuses one whose columns do not take the parts' rows. */
  public void prepare() {
    session.alone(open -> {
      var existing = existing(open);
      if (existing.isEmpty()) {
        create(open);
      } else {
        compare(existing);
      }
      return true;
    });
  }

  private Map<String, Existing> existing(java.sql.Connection open) throws java.sql.SQLException {
    Map<String, Existing> found = new LinkedHashMap<>();
    var rows =
        session.query(
            open,
            """
            SELECT column_name, data_type, character_maximum_length, numeric_precision,
              numeric_scale, is_nullable, column_default
            FROM svv_columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position\
            """,
            table.schema(),
            table.name());
    for (var row : rows) {
      found.put(
          String.valueOf(row.get(0)),
          new Existing(
              WarehouseType.of(String.valueOf(row.get(1)), row.get(2), row.get(3), row.get(4)),
              !"NO".equals(row.get(5)),
              row.get(6) != null));
    }
    return found;
  }

  private void create(java.sql.Connection open) throws java.sql.SQLException {
    if (session.number(open, "SELECT COUNT(*) FROM pg_namespace WHERE nspname = ?", table.schema())
        == 0) {
      session.execute(open, "CREATE SCHEMA IF NOT EXISTS " + quoted(table.schema()));
    }
    var declared =
        columns.stream()
            .map(column -> quoted(column.name()) + " " + WarehouseType.declared(column.type()))
            .collect(Collectors.joining(", "));
    var sql =
        new StringBuilder("CREATE TABLE IF NOT EXISTS ")
            .append(qualified(table.qualified()))
            .append(" (")
            .append(declared)
            .append(")");
    table.distKey().ifPresent(key -> sql.append(" DISTKEY(").append(quoted(key)).append(")"));
    if (!table.sortKey().isEmpty()) {
      sql.append(" SORTKEY(")
          .append(table.sortKey().stream().map(Names::quoted).collect(Collectors.joining(", ")))
          .append(")");
    }
    session.execute(open, sql.toString());
  }

  private void compare(Map<String, Existing> existing) {
    List<String> wrong = new ArrayList<>();
    for (var column : columns) {
      var there = existing.remove(column.name().toLowerCase(Locale.ROOT));
      if (there == null) {
        wrong.add("lacks column %s %s".formatted(column.name(), column.type()));
      } else if (!there.type().takes(column.type())) {
        wrong.add(
            "has column %s %s, which does not take %s"
                .formatted(column.name(), there.type().name(), column.type()));
      }
    }
    existing.forEach((name, there) -> {
      if (!there.nullable() && !there.defaulted()) {
        wrong.add("demands column " + name);
      }
    });
    if (!wrong.isEmpty()) {
      throw new ConfigurationException(
          Reason.TABLE_MISMATCH,
          "Table %s in warehouse %s %s"
              .formatted(table.qualified(), session.name(), String.join(", ", wrong)),
          "Alter the table, or change the step that the target is from");
    }
  }

  /** Refuses staged rows that the table would refuse: texts that are too long, missing values. */
  void check(java.sql.Connection open, String staging) throws java.sql.SQLException {
    var existing = existing(open);
    List<String> asked = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    for (var column : columns) {
      var there = existing.get(column.name().toLowerCase(Locale.ROOT));
      if (there == null) {
        continue;
      }
      var name = quoted(column.name());
      there
          .type()
          .limit()
          .ifPresent(limit -> {
            asked.add(
                "SUM(CASE WHEN OCTET_LENGTH(%s) > %d THEN 1 ELSE 0 END)".formatted(name, limit));
            refusals.add(
                "rows have a longer %s than the %d bytes that it takes"
                    .formatted(column.name(), limit));
          });
      if (!there.nullable()) {
        asked.add("SUM(CASE WHEN %s IS NULL THEN 1 ELSE 0 END)".formatted(name));
        refusals.add("rows have no %s, which it demands".formatted(column.name()));
      }
    }
    if (asked.isEmpty()) {
      return;
    }
    var counts =
        session
            .query(
                open, "SELECT %s FROM %s".formatted(String.join(", ", asked), qualified(staging)))
            .getFirst();
    for (int i = 0; i < counts.size(); i++) {
      var count = counts.get(i);
      if (count != null && !count.equals("0")) {
        throw new DataException(
            Reason.LOAD_REFUSED,
            "Table %s in warehouse %s: %s %s"
                .formatted(table.qualified(), session.name(), count, refusals.get(i)),
            "Correct the rows in a step, or alter the table");
      }
    }
  }
}
