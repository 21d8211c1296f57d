package dev.penstock.runner.source.postgres;

import dev.penstock.api.model.Read;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.jdbc.PgConnection;

/**
 * Decides how a table is cut: by index where little of it is read, else by blocks, on servers that
 * can't by key, and not at all where it has no blocks of its own.
 *
 * @param blocks whether the server finds a range of blocks without reading the others
 */
record TableCut(
    PgConnection session, Read.Table table, PostgresCatalog.Storage storage, boolean blocks) {
  /** Above that count a stretch of an increment is worth more than one session. */
  private static final long MANY = 200_000;

  /** Above that part of its table a selection is read block by block. */
  private static final double SMALL = 0.2;

  /** Without these only scans remain, whose order is the physical one. */
  private static final Map<String, String> SCANS =
      Map.of("enable_indexscan", "off", "enable_indexonlyscan", "off", "enable_bitmapscan", "off");

  Cut of(Selection selection, Estimate estimate, Optional<Stretch> stretch) throws SQLException {
    if (!storage.heap()) {
      return new Cut.None();
    }
    if (!selection.conditions().isEmpty() && !estimate.scans() && small(selection, estimate)) {
      return byIndex(estimate, stretch);
    }
    if (blocks) {
      return new Cut.ByBlocks(
          storage.blocks(), table.splits().isPresent() ? 1 : Cut.ByBlocks.WORTH_A_SESSION);
    }
    var key = PostgresCatalog.key(session, table);
    return key.isPresent() ? byKey(key.get(), "true") : new Cut.None();
  }

  private boolean small(Selection selection, Estimate estimate) throws SQLException {
    var all = new Selection(selection.columns(), selection.from(), List.of(), Map.of());
    return estimate.rows() < Estimate.of(session, all.sql(), storage.names()).rows() * SMALL;
  }

  /** One session, or several if there is much to read. */
  private Cut byIndex(Estimate estimate, Optional<Stretch> stretch) throws SQLException {
    if (stretch.isEmpty() || estimate.rows() <= MANY) {
      return new Cut.None();
    }
    Cursor cursor = stretch.get().cursor();
    var key = new PostgresCatalog.Key(cursor.column(), cursor.type());
    return byKey(key, stretch.get().within("bound.value::" + cursor.type()));
  }

  private Cut byKey(PostgresCatalog.Key key, String within) throws SQLException {
    return new Cut.ByKeys(
        Selection.quoted(key.column()), PostgresCatalog.bounds(session, table, key, within));
  }

  /**
   * {@return the selection so that the server reads it in the physical order} Not under a condition
   * of the manifest, whose subqueries may depend on their indexes.
   */
  static Selection inOrder(Selection selection, Read.Table table) {
    if (table.where().isPresent()) {
      return selection;
    }
    Map<String, String> settings = new HashMap<>(selection.settings());
    settings.putAll(SCANS);
    return selection.setting(settings);
  }
}
