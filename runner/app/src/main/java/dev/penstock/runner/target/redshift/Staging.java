package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Part;
import dev.penstock.runner.spi.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A private table that holds an attempt's rows until the publish; its columns have the types of the
 * parts, not of the target. One caller at a time.
 */
public final class Staging {
  private final RedshiftSession session;
  private final String table;
  private final List<Column> columns;

  Staging(RedshiftSession session, String table, List<Column> columns) {
    this.session = session;
    this.table = session.connection().controlSchema() + "." + table;
    this.columns = List.copyOf(columns);
  }

  /** Makes the table, empty. */
  public void create() {
    session.alone(open -> create(open));
  }

  private boolean create(java.sql.Connection open) throws SQLException {
    var declared =
        columns.stream()
            .map(column ->
                quoted(column.name())
                    + " "
                    + WarehouseType.declared(column.carried().orElse(column.type())))
            .collect(Collectors.joining(", "));
    session.execute(open, "CREATE TABLE %s (%s) BACKUP NO".formatted(qualified(table), declared));
    return true;
  }

  /**
   * Loads uploaded parts by one COPY and checks that it loaded all their rows.
   *
   * @param manifest key for the list of these parts, used once
   */
  public void copy(Bucket bucket, String manifest, List<Part> parts) {
    var objects =
        parts.stream()
            .map(part -> new CopyManifest.Loaded(part.key(), part.bytes(), part.rows()))
            .toList();
    bucket.put(manifest, CopyManifest.of(bucket.name(), objects));
    session.alone(open -> copy(open, bucket, manifest, objects));
  }

  /** Makes and fills the table in one transaction, so that it is never seen half full. */
  void reload(Bucket bucket, String manifest, List<CopyManifest.Loaded> objects) {
    bucket.put(manifest, CopyManifest.of(bucket.name(), objects));
    session.together(open -> create(open) && copy(open, bucket, manifest, objects));
  }

  private boolean copy(
      java.sql.Connection open, Bucket bucket, String manifest, List<CopyManifest.Loaded> objects)
      throws SQLException {
    try {
      session.execute(
          open,
          "COPY %s (%s) FROM %s IAM_ROLE %s FORMAT AS PARQUET MANIFEST STATUPDATE OFF"
              .formatted(
                  qualified(table),
                  columns.stream().map(c -> quoted(c.name())).collect(Collectors.joining(", ")),
                  Names.literal("s3://" + bucket.name() + "/" + manifest),
                  Names.literal(session.connection().copyRole())));
    } catch (SQLException e) {
      throw LoadError.of(session, open, e);
    }
    long expected = objects.stream().mapToLong(CopyManifest.Loaded::rows).sum();
    long loaded = session.number(open, "SELECT pg_last_copy_count()");
    if (loaded != expected) {
      throw new InternalException(
          Reason.COUNT_MISMATCH,
          "COPY into %s loaded %d of %d rows".formatted(table, loaded, expected),
          "Report this; nothing was committed");
    }
    return true;
  }

  /** Refuses to go on unless the table holds exactly that many rows and the target takes them. */
  public void verify(long rows, TargetTable target) {
    session.alone(open -> {
      long staged = session.number(open, "SELECT COUNT(*) FROM " + qualified(table));
      if (staged != rows) {
        throw new DataException(
            Reason.COUNT_MISMATCH,
            "%d rows were written for %s, %d are staged".formatted(rows, table, staged),
            "Run it again and report this if it stays; nothing was committed");
      }
      target.check(open, table);
      return true;
    });
  }

  /** {@return the insert of all rows into the target, cast to what they mean} */
  String insertInto(String target) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (var column : columns) {
      var name = quoted(column.name());
      names.add(name);
      values.add(
          column.carried().isEmpty()
              ? name
              : "CAST(%s AS %s)".formatted(name, WarehouseType.declared(column.type())));
    }
    return "INSERT INTO %s (%s) SELECT %s FROM %s"
        .formatted(
            qualified(target),
            String.join(", ", names),
            String.join(", ", values),
            qualified(table));
  }

  boolean exists(java.sql.Connection open) throws SQLException {
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
