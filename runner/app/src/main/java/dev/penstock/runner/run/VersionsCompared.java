package dev.penstock.runner.run;

import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.ToldVersions;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.run.Discrepancy.Kind;
import dev.penstock.runner.run.Filled.Named;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.target.redshift.WarehouseView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares a table that keeps versions with what the parts of its entries tell, which it downloads.
 *
 * @param scratch where they lie meanwhile
 */
record VersionsCompared(Stores stores, Path scratch) {
  /**
   * Compares; says nothing of parts that are gone or not at hand, which is told elsewhere, nor of
   * entries that do not order their rows in one way.
   *
   * @param entries that the table holds, one at least
   */
  void compare(Filled filled, List<Named> entries, WarehouseView view, List<Discrepancy> found) {
    var target = entries.getLast().target();
    var how = target.upsert().orElseThrow();
    if (!entries.stream().allMatch(one -> one.target().upsert().equals(target.upsert()))) {
      return;
    }
    var files = new ArrayList<Path>();
    try {
      if (!download(entries, files)) {
        return;
      }
      var at = column(target, how.orderBy().getFirst());
      var instant = type(at);
      var told =
          files.isEmpty()
              ? Tally.NOTHING
              : new ToldVersions(
                      how.key(),
                      at.name(),
                      newest(target, how),
                      how.deleted()
                          .map(name ->
                              ToldVersions.deleted(
                                  name, column(target, name).type().equals("BOOLEAN"))))
                  .of(files, instant, EngineSettings.ofContainer(scratch));
      told.differsFrom(view.versions(filled.table(), PartSchema.versions(instant)))
          .ifPresent(difference ->
              found.add(
                  new Discrepancy(
                      Kind.VERSIONS_DIFFER,
                      "%s holds other versions than the rows of its entries tell, by the %s of %s"
                          .formatted(
                              filled.where(), difference.what(), difference.column().orElse("all")),
                      "Find out who else writes to it, and run the pipeline once with fullRefresh"
                          + " if its source has every version")));
    } catch (SQLException | IOException e) {
      throw new InternalException(
          Reason.INTERNAL_ERROR,
          "The versions of target %s could not be computed".formatted(filled.target()),
          "Run verify again with more memory or a larger scratch; report this if it stays",
          e);
    } finally {
      files.forEach(VersionsCompared::delete);
    }
  }

  private boolean download(List<Named> entries, List<Path> files) throws IOException {
    for (var one : entries) {
      var connection = one.target().bucket().connection();
      for (var part : one.target().parts()) {
        if (!stores.has(connection)) {
          return false;
        }
        var file = Files.createTempFile(scratch, "versions", ".parquet");
        files.add(file);
        if (stores.of(connection).download(part.visible().orElse(part.staged()), file).isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }

  /** As the publish orders rows of one commit that are of one instant. */
  private static List<String> newest(CommittedTarget target, CommittedTarget.Upsert how) {
    return Stream.of(
            how.orderBy().stream(),
            how.deleted().stream(),
            target.columns().stream()
                .filter(column -> !column.type().equals("VARBYTE"))
                .map(Column::name))
        .flatMap(names -> names)
        .toList();
  }

  private static Column column(CommittedTarget target, String name) {
    return target.columns().stream()
        .filter(column -> column.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow();
  }

  private static ColumnType type(Column at) {
    return switch (at.type()) {
      case "DATE" -> new ColumnType.Date();
      case "TIMESTAMP" -> new ColumnType.Timestamp();
      default -> new ColumnType.TimestampTz();
    };
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // The directory goes with the command.
    }
  }
}
