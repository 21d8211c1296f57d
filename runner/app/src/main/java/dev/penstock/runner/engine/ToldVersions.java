package dev.penstock.runner.engine;

import dev.penstock.runner.reconcile.Dialect;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.reconcile.TallyQuery;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.PartSchema;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The versions that the rows of parts tell, all of them at once and by the engine: what a table
 * must hold that got them run by run.
 *
 * @param key the columns that tell rows apart
 * @param at the column that says from when a row is valid
 * @param newest what orders the rows of one commit that are of one instant, the strongest first
 * @param deleted the condition, as SQL, that makes a row a delete; empty: none is
 */
public record ToldVersions(
    List<String> key, String at, List<String> newest, Optional<String> deleted) {
  public ToldVersions {
    key = List.copyOf(key);
    newest = List.copyOf(newest);
  }

  /** {@return the condition under which a row is a delete, by the column's name and type} */
  public static String deleted(String column, boolean flag) {
    var name = Sql.identifier(column);
    return flag ? "coalesce(%s, false)".formatted(name) : name + " IS NOT NULL";
  }

  /**
   * {@return what the versions are, as {@link PartSchema#versions} has columns}
   *
   * @param files parts, one at least
   * @param instant the type of {@code at}
   */
  public Tally of(Collection<Path> files, ColumnType instant, EngineSettings settings)
      throws SQLException {
    var query = new TallyQuery(PartSchema.versions(instant), Dialect.ENGINE, Sql::identifier);
    try (var engine = Database.open(settings, List.of());
        var statement = engine.createStatement()) {
      return query.of(
          "(%s) AS told".formatted(sql(files)),
          sql -> {
            try (var result = statement.executeQuery(sql)) {
              result.next();
              List<@Nullable String> row = new ArrayList<>();
              for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                row.add(result.getString(i));
              }
              return row;
            }
          });
    }
  }

  private String sql(Collection<Path> files) {
    var keys = key.stream().map(Sql::identifier).collect(Collectors.joining(", "));
    var hash = Sql.identifier(PartSchema.HASH);
    var order =
        newest.stream()
            .map(column -> ", " + Sql.identifier(column) + " DESC NULLS LAST")
            .collect(Collectors.joining());
    return """
    WITH said AS (
      SELECT %1$s, %2$s AS told_at, %3$s, CASE WHEN %4$s THEN '' ELSE %3$s END AS told_says,
        row_number() OVER (PARTITION BY %1$s, %2$s ORDER BY %5$s DESC%6$s) AS told_rank
      FROM read_parquet([%7$s], union_by_name = true, hive_partitioning = false)),
    changed AS (
      SELECT *, lag(told_says) OVER (PARTITION BY %1$s ORDER BY told_at) AS told_before
      FROM said WHERE told_rank = 1),
    heads AS (
      SELECT *, lead(told_at) OVER (PARTITION BY %1$s ORDER BY told_at) AS told_next
      FROM changed WHERE told_before IS NULL OR told_before <> told_says)
    SELECT %3$s, told_at AS %8$s,
      CASE WHEN told_says = '' THEN told_at ELSE told_next END AS %9$s
    FROM heads WHERE told_says <> '' OR told_before IS NULL
    """
        .formatted(
            keys,
            Sql.identifier(at),
            hash,
            deleted.orElse("false"),
            Sql.identifier(PartSchema.COMMIT),
            order,
            files.stream()
                .map(file -> Sql.literal(file.toString()))
                .collect(Collectors.joining(", ")),
            Sql.identifier(PartSchema.VALID_FROM),
            Sql.identifier(PartSchema.VALID_TO));
  }
}
