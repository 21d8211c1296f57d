package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.qualified;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a run will send to a warehouse for one target; no connection is needed to say it. {@code
 * <base>} and {@code <attempt>} stand for what only the run knows.
 *
 * @param table makes the table that people read, should it be missing; texts are shown with all the
 *     width there is, a run with rows declares four times the longest one
 * @param staging makes the attempt's own table
 * @param copy loads the first parts; one follows after the other
 * @param publish what the publish transaction does for this target, but for the row in the ledger,
 *     where the table has the columns that it would be made with
 * @param grants rights on the table that people read, should it be made
 */
public record WarehouseStatements(
    String table, String staging, String copy, List<String> publish, List<String> grants) {
  public WarehouseStatements {
    publish = List.copyOf(publish);
    grants = List.copyOf(grants);
  }

  /**
   * {@return the statement by which an owner gives a table a column that rows will bring}
   *
   * @param type of the log, or a word that stands for one
   */
  public static String addColumn(Table table, String column, String type) {
    var added = new Column(column, type, Optional.empty());
    return Drift.add(table, added, TextWidths.unknown(table).declared(added));
  }

  /**
   * {@return the statements for a target}
   *
   * @param columns of its parts
   * @param earlier what becomes of the rows that the table holds
   * @param day the column whose days are replaced; empty: none
   * @param bucket where its parts lie
   * @param root key prefix of the pipeline
   */
  public static WarehouseStatements of(
      Connection.Redshift connection,
      ResourceName pipeline,
      String target,
      Table table,
      List<Column> columns,
      Optional<Upsert> upsert,
      TargetTable.Earlier earlier,
      Optional<String> day,
      String bucket,
      String root) {
    var schema = connection.controlSchema() + ".";
    var staged =
        new StagedRows(schema + Names.plannedStaging(pipeline, target), columns)
            .parsing(superOf(table, columns));
    var manifest =
        "s3://%s/%s/parts/<base>-<attempt>/%s-copy-0001.json".formatted(bucket, root, target);
    List<String> publish = new ArrayList<>();
    publish.add("LOCK TABLE " + qualified(schema + Names.ledger(pipeline, target)));
    publish.addAll(
        switch (earlier) {
          case STAYS ->
              upsert
                  .filter(Upsert::keepsVersions)
                  .map(how ->
                      new StagedVersions(
                              staged,
                              how,
                              StagedVersions.columns(columns, upsert).stream()
                                  .map(Column::name)
                                  .toList())
                          .moveInto(table.qualified()))
                  .orElseGet(() -> staged.moveInto(table.qualified(), upsert));
          case DAYS_GO -> staged.replaceDaysIn(table.qualified(), day.orElseThrow());
          case GOES, MAY_BE_GONE -> staged.replaceIn(table.qualified(), upsert);
        });
    publish.addAll(table.postSql());
    return new WarehouseStatements(
        TargetTable.ddl(table, StagedVersions.columns(columns, upsert), TextWidths.unknown(table)),
        staged.ddl(),
        staged.copy(manifest, connection.copyRole()),
        publish,
        TargetTable.grants(table));
  }

  private static List<String> superOf(Table table, List<Column> columns) {
    var widths = TextWidths.unknown(table);
    return columns.stream()
        .filter(column -> widths.declared(column).equals("SUPER"))
        .map(Column::name)
        .toList();
  }
}
