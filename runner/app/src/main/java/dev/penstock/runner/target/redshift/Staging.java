package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.qualified;

import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.reconcile.Dialect;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.reconcile.TallyQuery;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Reason;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A private table that holds an attempt's rows until the publish; its columns have the types of the
 * parts, not of the target. One caller at a time.
 */
public final class Staging {
  /** A lost session may hold it for hours; another attempt has a table of its own at once. */
  private static final int LOCK_SECONDS = 60;

  private final RedshiftSession session;
  private final String table;
  private final StagedRows rows;
  private long loaded;

  Staging(RedshiftSession session, String table, List<Column> columns) {
    this(session, table, columns, List.of());
  }

  /**
   * @param ignored columns that the publish leaves out
   */
  Staging(RedshiftSession session, String table, List<Column> columns, List<String> ignored) {
    this.session = session;
    this.table = session.connection().controlSchema() + "." + table;
    this.rows = new StagedRows(this.table, columns, ignored);
  }

  /** Makes the table, empty. The name is this attempt's: whoever finds it has made it. */
  public void create() {
    session
        .patience()
        .repeated("making " + table, () -> session.alone(open -> exists(open) || create(open)));
  }

  private boolean create(java.sql.Connection open) throws SQLException {
    session.execute(open, rows.ddl());
    return true;
  }

  /**
   * Loads uploaded parts by one COPY and checks that it loaded all their rows. It is a transaction
   * of two statements at least, because a COPY that is alone in its own may outlive its session: so
   * what was lost was not loaded, or was loaded whole, and the table tells.
   *
   * @param manifest key for the list of these parts, used once
   */
  public void copy(Bucket bucket, String manifest, List<Part> parts) {
    var objects =
        parts.stream()
            .map(part -> new CopyManifest.Loaded(part.key(), part.bytes(), part.rows()))
            .toList();
    bucket.put(manifest, CopyManifest.of(bucket.name(), objects));
    long brought = parts.stream().mapToLong(Part::rows).sum();
    var tries = new AtomicInteger();
    session
        .patience()
        .held(
            "COPY of " + manifest,
            () ->
                session.together(open ->
                    tries.getAndIncrement() > 0 && holds(open, brought)
                        || copy(open, bucket, manifest, objects)));
    loaded += brought;
  }

  /**
   * {@return whether an earlier try has loaded its rows} The lock is the first statement: it waits
   * for the end of a session that was lost, and what comes after it sees what that one did.
   */
  private boolean holds(java.sql.Connection open, long brought) throws SQLException {
    session.executeWithin(LOCK_SECONDS, open, "LOCK TABLE " + qualified(table));
    long there = session.number(open, "SELECT COUNT(*) FROM " + qualified(table));
    if (there != loaded && there != loaded + brought) {
      throw new InternalException(
          Reason.COUNT_MISMATCH,
          "%s holds %d rows, %d were loaded before".formatted(table, there, loaded),
          "Run it again and report this if it stays; nothing was committed");
    }
    return there != loaded;
  }

  /** Makes and fills the table in one transaction, so that it is never seen half full. */
  void reload(Bucket bucket, String manifest, List<CopyManifest.Loaded> objects) {
    bucket.put(manifest, CopyManifest.of(bucket.name(), objects));
    session.together(open -> create(open) && copy(open, bucket, manifest, objects));
    // Whoever loads the same parts again writes it again.
    bucket.delete(manifest);
  }

  private boolean copy(
      java.sql.Connection open, Bucket bucket, String manifest, List<CopyManifest.Loaded> objects)
      throws SQLException {
    try {
      session.execute(
          open,
          rows.copy("s3://" + bucket.name() + "/" + manifest, session.connection().copyRole()));
    } catch (SQLException e) {
      throw LoadError.of(session, open, e);
    }
    long expected = objects.stream().mapToLong(CopyManifest.Loaded::rows).sum();
    long got = session.number(open, "SELECT pg_last_copy_count()");
    if (got != expected) {
      throw new InternalException(
          Reason.COUNT_MISMATCH,
          "COPY into %s loaded %d of %d rows".formatted(table, got, expected),
          "Report this; nothing was committed");
    }
    return true;
  }

  /**
   * Refuses to go on unless the table holds exactly that many rows and the target takes them; makes
   * the target if it is missing.
   *
   * @param target prepared before the first row was read
   */
  public void verify(long expected, TargetTable target) {
    session
        .patience()
        .held("count of " + table, () -> session.alone(open -> verify(open, expected, target)));
  }

  /**
   * Refuses what {@link #verify} refuses, and makes or alters nothing; {@return the statements by
   * which that would}
   */
  public List<String> foresee(long expected, TargetTable target) {
    return session
        .patience()
        .held(
            "count of " + table,
            () ->
                session.alone(open -> {
                  demand(open, expected);
                  return target.foresee(open, table);
                }));
  }

  private boolean verify(java.sql.Connection open, long expected, TargetTable target)
      throws SQLException {
    demand(open, expected);
    target.settle(open, table);
    return true;
  }

  private void demand(java.sql.Connection open, long expected) throws SQLException {
    long staged = session.number(open, "SELECT COUNT(*) FROM " + qualified(table));
    if (staged != expected) {
      throw new InternalException(
          Reason.COUNT_MISMATCH,
          "%d rows were written for %s, %d are staged".formatted(expected, table, staged),
          "Run it again and report this if it stays; nothing was committed");
    }
  }

  /**
   * {@return what the table holds}
   *
   * @param schema of the parts that were loaded
   */
  public Tally tally(PartSchema schema) {
    var query = new TallyQuery(schema, Dialect.WAREHOUSE, Names::quoted);
    return session
        .patience()
        .held(
            "tally of " + table,
            () ->
                session.alone(open ->
                    query.of(qualified(table), sql -> session.query(open, sql).getFirst())));
  }

  /**
   * Brings the rows of an entry into its table, inside the publish transaction. For an upsert an
   * entry's row replaces whatever the table holds of its key.
   *
   * @param replaceAll whether the table holds nothing else afterwards
   * @return how many rows the table got: all of the entry, or one per key that is not deleted
   */
  long publish(
      java.sql.Connection open, CommittedTarget target, String readersTable, boolean replaceAll)
      throws SQLException {
    boolean alone = replaceAll || target.deletesAbsent();
    if (target.parts().isEmpty()) {
      if (alone) {
        session.execute(open, StagedRows.emptying(readersTable));
      } else if (target.days().filter(days -> !days.stretches().isEmpty()).isPresent()) {
        session.execute(open, rows.deleteDays(readersTable, target.days().get()));
      }
      return 0;
    }
    var there = types(open, readersTable);
    refuseZones(there, readersTable);
    var documents =
        there.keySet().stream().filter(column -> "super".equals(there.get(column))).toList();
    refuseUnparsed(open, documents, readersTable);
    var moving = rows.parsing(documents);
    if (target.upsert().filter(CommittedTarget.Upsert::keepsVersions).isPresent()) {
      return publishVersions(open, target, moving, readersTable, alone);
    }
    long wanted = target.rows();
    if (target.upsert().isPresent()) {
      var counts = session.query(open, rows.count(target.upsert().get())).getFirst();
      long staged = Long.parseLong(String.valueOf(counts.get(0)));
      if (staged != target.rows()) {
        throw mismatch(target, staged + " were staged");
      }
      wanted = Long.parseLong(String.valueOf(counts.get(1)));
    }
    long got = 0;
    var statements =
        alone
            ? moving.replaceIn(readersTable, target.upsert())
            : target
                .days()
                .map(days -> moving.replaceDaysIn(readersTable, days))
                .orElseGet(() -> moving.moveInto(readersTable, target.upsert()));
    for (var statement : statements) {
      got = session.execute(open, statement);
    }
    if (got != wanted) {
      throw mismatch(target, "%s got %d where %d were due".formatted(readersTable, got, wanted));
    }
    return got;
  }

  private long publishVersions(
      java.sql.Connection open,
      CommittedTarget target,
      StagedRows moving,
      String readersTable,
      boolean alone)
      throws SQLException {
    long staged = session.number(open, "SELECT COUNT(*) FROM " + qualified(table));
    if (staged != target.rows()) {
      throw mismatch(target, staged + " were staged");
    }
    if (alone) {
      session.execute(open, StagedRows.emptying(readersTable));
    }
    var there = defaults(open, readersTable);
    Map<String, String> defaults = new LinkedHashMap<>();
    there.forEach((column, value) -> value.ifPresent(sql -> defaults.put(column, sql)));
    var versions =
        new StagedVersions(
            moving, target.upsert().orElseThrow(), List.copyOf(there.keySet()), defaults);
    if (session.number(open, versions.late(readersTable)) > 0) {
      throw new ConfigurationException(
          Reason.TABLE_MISMATCH,
          "An entry that is committed has versions that find no place in table %s of warehouse %s, which has seen later ones"
              .formatted(readersTable, session.name()),
          "Ask for one run with fullRefresh");
    }
    session.execute(open, versions.make(readersTable));
    long due = session.number(open, versions.count());
    session.execute(open, versions.delete(readersTable));
    long got = session.execute(open, versions.insert(readersTable));
    session.execute(open, versions.drop());
    if (got != due) {
      throw mismatch(target, "%s got %d where %d were due".formatted(readersTable, got, due));
    }
    return got;
  }

  /** {@return the columns of a table in their order, with the SQL of their defaults} */
  private Map<String, Optional<String>> defaults(java.sql.Connection open, String readersTable)
      throws SQLException {
    int dot = readersTable.indexOf('.');
    Map<String, Optional<String>> columns = new LinkedHashMap<>();
    for (var row :
        session.query(
            open,
            "SELECT column_name, column_default FROM svv_columns WHERE table_schema = ? AND"
                + " table_name = ? ORDER BY ordinal_position",
            readersTable.substring(0, dot),
            readersTable.substring(dot + 1))) {
      columns.put(String.valueOf(row.get(0)), Optional.ofNullable(row.get(1)));
    }
    return columns;
  }

  /**
   * {@return how many staged versions find no place any more in a table that keeps versions} One
   * that is not there has none.
   *
   * @param readersTable qualified, has such columns
   */
  public long late(String readersTable, CommittedTarget.Upsert upsert) {
    return session
        .patience()
        .held(
            "versions of " + readersTable,
            () ->
                session.alone(open ->
                    exists(open, readersTable)
                        ? session.number(
                            open, new StagedVersions(rows, upsert, List.of()).late(readersTable))
                        : 0L));
  }

  /**
   * {@return by name the types of the table that decide how values are stored} Asked at the last
   * moment, not taken from the entry: a table may have been made again, or a column exchanged,
   * since its rows were staged.
   */
  private Map<String, String> types(java.sql.Connection open, String readersTable)
      throws SQLException {
    if (rows.columns().stream().noneMatch(column -> TextWidths.apply(column) || isTime(column))) {
      return Map.of();
    }
    int dot = readersTable.indexOf('.');
    return session
        .query(
            open,
            "SELECT column_name, data_type FROM svv_columns WHERE table_schema = ? AND table_name ="
                + " ? AND (data_type = 'super' OR data_type LIKE 'timestamp%')",
            readersTable.substring(0, dot),
            readersTable.substring(dot + 1))
        .stream()
        .collect(
            Collectors.toMap(row -> String.valueOf(row.get(0)), row -> String.valueOf(row.get(1))));
  }

  private static boolean isTime(Column column) {
    return column.type().startsWith("TIMESTAMP");
  }

  /**
   * The warehouse would take a wall-clock time for one of UTC, and say nothing: a table that takes
   * entries from before and after a time zone was given to a column.
   */
  private void refuseZones(Map<String, String> there, String readersTable) {
    for (var column : rows.columns()) {
      var type = there.get(column.name().toLowerCase(Locale.ROOT));
      if (type != null
          && isTime(column)
          && WarehouseType.declared(column.type()).equals("TIMESTAMPTZ")
              != type.equals("timestamp with time zone")) {
        throw new ConfigurationException(
            Reason.TABLE_MISMATCH,
            "An entry that is committed has %s as %s, table %s of warehouse %s as %s"
                .formatted(column.name(), column.type(), readersTable, session.name(), type),
            "Ask for one run with fullRefresh into a table that has it as the rows do");
      }
    }
  }

  /**
   * Texts of an entry that was committed while the column was a VARCHAR, or that an older entry of
   * the log brings into a table that is made anew.
   */
  private void refuseUnparsed(java.sql.Connection open, List<String> documents, String readersTable)
      throws SQLException {
    for (var column : rows.columns()) {
      if (documents.stream().noneMatch(column.name()::equalsIgnoreCase)) {
        continue;
      }
      long wrong =
          session.number(
              open,
              "SELECT COUNT(*) FROM %s WHERE %s"
                  .formatted(qualified(table), StagedCheck.unparsed(column)));
      if (wrong > 0) {
        throw new ConfigurationException(
            Reason.TABLE_MISMATCH,
            "%d rows of an entry that is committed have a %s that JSON_PARSE can not make a SUPER of,"
                    .formatted(wrong, column.name())
                + " so nothing of it is published in table %s of warehouse %s"
                    .formatted(readersTable, session.name()),
            "Exchange the column for a VARCHAR (docs/schema.md has the statements) and leave out"
                + " documents: Super, or ask for one run with fullRefresh");
      }
    }
  }

  private InternalException mismatch(CommittedTarget target, String instead) {
    return new InternalException(
        Reason.COUNT_MISMATCH,
        "The entry has %d rows for target %s, in warehouse %s %s"
            .formatted(target.rows(), target.name(), session.name(), instead),
        "Report this; the next run tries again and nothing was published");
  }

  /** Makes a table that is missing, as wide as the staged rows need, or as wide as can be. */
  void make(TargetTable target, boolean asStaged) {
    session.alone(open -> {
      target.make(open, asStaged ? Optional.of(table) : Optional.empty());
      return true;
    });
  }

  /** Drops it, whose rows nobody needs or are not those of its entry; {@return whether it was} */
  public boolean drop() {
    boolean there = session.alone(this::exists);
    new StagingDrop(session).drop(table);
    return there;
  }

  /**
   * What a table has that did not come.
   *
   * @param rows of the table
   * @param absent those of them whose key is not staged
   */
  public record Absence(long rows, long absent) {
    /** {@return whether more than so many of a hundred rows are absent} */
    public boolean percentAbove(int percent) {
      return absent * 100 > rows * percent;
    }
  }

  /**
   * {@return which keys of a table did not come; a table that is not there has none}
   *
   * @param readersTable qualified
   */
  public Absence absence(String readersTable, CommittedTarget.Upsert upsert) {
    return session
        .patience()
        .held(
            "keys of " + readersTable,
            () -> session.alone(open -> absence(open, readersTable, upsert)));
  }

  private Absence absence(
      java.sql.Connection open, String readersTable, CommittedTarget.Upsert upsert)
      throws SQLException {
    if (!exists(open, readersTable)) {
      return new Absence(0, 0);
    }
    var counts = session.query(open, rows.absence(readersTable, upsert)).getFirst();
    return new Absence(
        Long.parseLong(String.valueOf(counts.get(0))),
        Long.parseLong(String.valueOf(counts.get(1))));
  }

  /**
   * {@return how many rows of a table have a key whose newest staged version is a delete}
   *
   * @param readersTable qualified; one that is not there has no row
   * @param upsert that names the column which tells deletes
   */
  public long deletes(String readersTable, CommittedTarget.Upsert upsert) {
    return session
        .patience()
        .held(
            "deletes of " + readersTable,
            () ->
                session.alone(open ->
                    exists(open, readersTable)
                        ? session.number(open, rows.deletes(readersTable, upsert))
                        : 0L));
  }

  boolean exists(java.sql.Connection open) throws SQLException {
    return exists(open, table);
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
}
