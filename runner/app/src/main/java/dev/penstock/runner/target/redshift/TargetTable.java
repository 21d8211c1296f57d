package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.literal;
import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.commit.HistoryMismatch;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The table that people read: compared before any byte moves when it is there, made when it is
 * missing and the rows are known. Whatever could refuse a row after the commit is asked before it.
 * One caller at a time.
 */
public final class TargetTable {
  private final RedshiftSession session;
  private final Table table;
  private final List<Column> columns;
  private final Optional<Upsert> upsert;
  private final Earlier earlier;
  private boolean missing;

  /** What becomes of the rows that the table holds. */
  public enum Earlier {
    /** They stay, but for what an upsert replaces. */
    STAYS,
    /** The publish deletes them. */
    GOES,
    /**
     * The same; and it makes a table that is missing, because an empty one before the entry would
     * hide that rows are gone.
     */
    MAY_BE_GONE
  }

  /**
   * @param columns of the parts
   * @param upsert how rows will enter it; empty: they are added
   */
  public TargetTable(
      RedshiftSession session, Table table, List<Column> columns, Optional<Upsert> upsert) {
    this(session, table, columns, upsert, Earlier.STAYS);
  }

  /** The same. */
  public TargetTable(
      RedshiftSession session,
      Table table,
      List<Column> columns,
      Optional<Upsert> upsert,
      Earlier earlier) {
    this.session = session;
    this.table = table;
    this.columns = List.copyOf(columns);
    this.upsert = upsert;
    this.earlier = earlier;
  }

  /** A column as the table has it. */
  record Existing(WarehouseType type, boolean nullable, boolean defaulted) {}

  /** Refuses a table whose columns do not take the parts' rows, or that could not be made. */
  public void prepare() {
    session.patience().repeated("look at " + table.qualified(), () -> session.alone(this::prepare));
  }

  private boolean prepare(java.sql.Connection open) throws SQLException {
    var existing = existing(open);
    missing = existing.isEmpty();
    if (missing) {
      table.distKey().ifPresent(key -> demand(key, "distKey"));
      table.sortKey().forEach(key -> demand(key, "sortKey"));
    } else {
      refuseView(open);
      compare(existing);
      refuseWithoutRights(open);
    }
    return true;
  }

  private void refuseView(java.sql.Connection open) throws SQLException {
    var kinds =
        session.query(
            open,
            "SELECT table_type FROM information_schema.tables WHERE table_schema = ? AND"
                + " table_name = ?",
            table.schema(),
            table.name());
    if (kinds.stream().anyMatch(row -> "VIEW".equals(row.getFirst()))) {
      throw new ConfigurationException(
          Reason.TABLE_MISMATCH,
          "%s in warehouse %s is a view, which takes no rows"
              .formatted(table.qualified(), session.name()),
          "Name a table, or one that does not exist yet");
    }
  }

  // The publish comes after the entry, where nothing may be refused any more.
  private void refuseWithoutRights(java.sql.Connection open) throws SQLException {
    var rights =
        upsert.isPresent() || earlier != Earlier.STAYS
            ? List.of("SELECT", "INSERT", "DELETE")
            : List.of("INSERT");
    var asked =
        rights.stream()
            .map(right ->
                "CASE WHEN has_table_privilege(%s, '%s') THEN '' ELSE '%s' END"
                    .formatted(literal(qualified(table.qualified())), right, right))
            .collect(Collectors.joining(", "));
    var lacking =
        session.query(open, "SELECT " + asked).getFirst().stream()
            .filter(right -> right != null && !right.isEmpty())
            .collect(Collectors.joining(", "));
    if (!lacking.isEmpty()) {
      throw new ConfigurationException(
          Reason.PERMISSION_DENIED,
          "The user of warehouse %s has no %s on table %s"
              .formatted(session.name(), lacking, table.qualified()),
          "GRANT %s ON %s to that user".formatted(lacking, table.qualified()));
    }
  }

  private void demand(String key, String field) {
    if (columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(key))) {
      throw new ConfigurationException(
          Reason.COLUMN_NOT_FOUND,
          "Table %s in warehouse %s is to be made with %s %s, which its rows do not have"
              .formatted(table.qualified(), session.name(), field, key),
          "Name a column of the relation that the target is from");
    }
  }

  /**
   * Makes the table if it was missing, with widths for the rows that are staged, and refuses what
   * it would refuse.
   *
   * @param staging qualified
   */
  void settle(java.sql.Connection open, String staging) throws SQLException {
    if (existing(open).isEmpty()) {
      if (earlier == Earlier.MAY_BE_GONE) {
        return;
      }
      if (!missing) {
        // A new one would hold only what comes from now on, and nobody would be told.
        throw HistoryMismatch.mismatch(
            "Table %s in warehouse %s is gone since the run began"
                .formatted(table.qualified(), session.name()),
            HistoryMismatch.refreshOr("restore the table"));
      }
      create(open, longest(open, staging));
    }
    var existing = existing(open);
    compare(existing);
    new StagedCheck(session, table, columns, upsert).refuse(open, existing, staging);
  }

  private Map<String, Existing> existing(java.sql.Connection open) throws SQLException {
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

  private TextWidths longest(java.sql.Connection open, String staging) throws SQLException {
    var texts = columns.stream().filter(TextWidths::apply).toList();
    if (texts.isEmpty()) {
      return TextWidths.unknown();
    }
    var asked =
        texts.stream()
            .map(column -> "MAX(OCTET_LENGTH(" + quoted(column.name()) + "))")
            .collect(Collectors.joining(", "));
    var found =
        session.query(open, "SELECT %s FROM %s".formatted(asked, qualified(staging))).getFirst();
    Map<String, Long> longest = new HashMap<>();
    for (int i = 0; i < texts.size(); i++) {
      var bytes = found.get(i);
      if (bytes != null) {
        longest.put(texts.get(i).name(), Long.parseLong(bytes));
      }
    }
    return new TextWidths(longest);
  }

  /**
   * Makes the table if it is missing.
   *
   * @param staging whose rows say how wide texts are, qualified; empty: as wide as can be
   */
  void make(java.sql.Connection open, Optional<String> staging) throws SQLException {
    if (existing(open).isEmpty()) {
      create(open, staging.isPresent() ? longest(open, staging.get()) : TextWidths.unknown());
    }
  }

  private void create(java.sql.Connection open, TextWidths widths) throws SQLException {
    if (session.number(open, "SELECT COUNT(*) FROM pg_namespace WHERE nspname = ?", table.schema())
        == 0) {
      session.execute(open, "CREATE SCHEMA IF NOT EXISTS " + quoted(table.schema()));
    }
    session.execute(open, ddl(table, columns, widths));
  }

  /** A key is not declared NOT NULL: Redshift could not take that back. */
  static String ddl(Table table, List<Column> columns, TextWidths widths) {
    var declared =
        columns.stream()
            .map(column -> quoted(column.name()) + " " + widths.declared(column))
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
    return sql.toString();
  }

  private void compare(Map<String, Existing> existing) {
    List<String> wrong = new ArrayList<>();
    var others = new LinkedHashMap<>(existing);
    for (var column : columns) {
      var there = others.remove(column.name().toLowerCase(Locale.ROOT));
      if (there == null) {
        wrong.add("lacks column %s %s".formatted(column.name(), column.type()));
      } else if (!there.type().takes(column.type())) {
        wrong.add(
            "has column %s %s, which does not take %s"
                .formatted(column.name(), there.type().name(), column.type()));
      }
    }
    others.forEach((name, there) -> {
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
}
