package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.reconcile.Dialect;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.reconcile.TallyQuery;
import dev.penstock.runner.spi.PartSchema;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one pipeline has in one warehouse, to be looked at: its ledgers, its tables, and what was
 * staged. Only {@link #drop} changes anything. One caller at a time.
 */
public final class WarehouseView {
  private final RedshiftSession session;
  private final ResourceName pipeline;

  public WarehouseView(RedshiftSession session, ResourceName pipeline) {
    this.session = session;
    this.pipeline = pipeline;
  }

  /**
   * A row of a ledger.
   *
   * @param run empty: a beginning, after which all that is in the table counts
   * @param rows that the table got
   */
  public record Line(long number, String log, String run, long rows) {}

  /**
   * A staging table.
   *
   * @param base in its name; empty: no attempt of ours has named it
   */
  public record Staged(String table, OptionalLong base) {}

  /** {@return the qualified name of a target's control table} */
  public String ledgerName(String target) {
    return schema() + "." + Names.ledger(pipeline, target);
  }

  /** {@return the rows of a target's ledger, the oldest first; none if it has no ledger} */
  public List<Line> ledger(String target) {
    return session.alone(open -> {
      if (!exists(open, ledgerName(target))) {
        return List.of();
      }
      return session
          .query(
              open,
              "SELECT number, log_id, run_id, rows_added FROM %s ORDER BY number"
                  .formatted(qualified(ledgerName(target))))
          .stream()
          .map(row -> new Line(number(row, 0), text(row, 1), text(row, 2), number(row, 3)))
          .toList();
    });
  }

  /** {@return whether there is such a table} */
  public boolean exists(String table) {
    return session.alone(open -> exists(open, table));
  }

  private boolean exists(java.sql.Connection open, String table) throws SQLException {
    int dot = table.indexOf('.');
    return session.number(
            open,
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = ? AND table_name"
                + " = ?",
            table.substring(0, dot),
            table.substring(dot + 1))
        > 0;
  }

  /** {@return how many rows of each commit a table holds; -1: rows that name none} */
  public Map<Long, Long> rowsByCommit(String table) {
    return session.alone(open -> {
      Map<Long, Long> rows = new TreeMap<>();
      var commit = quoted(PartSchema.COMMIT);
      var counted =
          session.query(
              open,
              "SELECT COALESCE(%1$s, -1), COUNT(*) FROM %2$s GROUP BY 1"
                  .formatted(commit, qualified(table)));
      for (var row : counted) {
        rows.put(number(row, 0), number(row, 1));
      }
      return rows;
    });
  }

  /** {@return how many keys have more than one row in a table} */
  public long repeatedKeys(String table, List<String> key) {
    var columns = key.stream().map(Names::quoted).collect(Collectors.joining(", "));
    return session.alone(open ->
        session.number(
            open,
            "SELECT COUNT(*) FROM (SELECT 1 AS \"one\" FROM %s GROUP BY %s HAVING COUNT(*) > 1) AS"
                    .formatted(qualified(table), columns)
                + " \"repeated\""));
  }

  /**
   * {@return how many rows of a table that keeps versions can not be what a publish left: not known
   * from when they are valid, valid at a time of the next one too, or the same as the one before}
   */
  public long brokenVersions(String table, List<String> key) {
    return session.alone(open ->
        session.number(
            open,
            StagedVersions.broken(
                qualified(table),
                key.stream().map(Names::quoted).collect(Collectors.joining(", ")))));
  }

  /** {@return what the versions of a table are, which keeps them} */
  public Tally versions(String table, PartSchema schema) {
    var query = new TallyQuery(schema, Dialect.WAREHOUSE, Names::quoted);
    return session.alone(
        open -> query.of(qualified(table), sql -> session.query(open, sql).getFirst()));
  }

  /** {@return the staging tables whose names are those of this pipeline} */
  public List<Staged> stagingTables() {
    return session.alone(open ->
        session
            .query(
                open,
                "SELECT table_name FROM information_schema.tables WHERE table_schema = ? AND"
                    + " table_name LIKE ? ORDER BY table_name",
                schema(),
                Names.stagingPrefix(pipeline).replace("_", "\\_") + "%")
            .stream()
            .map(row -> text(row, 0))
            .map(name -> new Staged(schema() + "." + name, Names.base(name)))
            .toList());
  }

  /** {@return the staging table of an entry's attempt for a target} */
  public String stagingOf(Entry entry, String target) {
    return schema() + "." + Names.staging(pipeline, target, entry.base(), entry.attempt());
  }

  /** {@return how many rows a table holds} */
  public long rows(String table) {
    return session.alone(open -> rows(open, table));
  }

  private long rows(java.sql.Connection open, String table) throws SQLException {
    return session.number(open, "SELECT COUNT(*) FROM " + qualified(table));
  }

  /** {@return how many rows a staging table holds; empty: somebody has dropped it meanwhile} */
  public OptionalLong rows(Staged staged) {
    return session.alone(open -> {
      try {
        return OptionalLong.of(rows(open, staged.table()));
      } catch (SQLException e) {
        if (exists(open, staged.table())) {
          throw e;
        }
        return OptionalLong.empty();
      }
    });
  }

  /** Drops a staging table that nobody can need any more; one that is gone is no error. */
  public void drop(Staged staged) {
    new StagingDrop(session).drop(staged.table());
  }

  private String schema() {
    return session.connection().controlSchema();
  }

  private static String text(List<@Nullable String> row, int at) {
    var value = row.get(at);
    return value == null ? "" : value;
  }

  private static long number(List<@Nullable String> row, int at) {
    var value = row.get(at);
    return value == null ? 0 : Long.parseLong(value);
  }
}
