package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.spi.PartSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Staged rows as SQL that brings them into a table which keeps every version of a key.
 *
 * <p>Each row says that from an instant on its key was so, or was deleted. What holds from then on
 * is a new version only if it differs from what held before. A row that says the same changes no
 * version; the table remembers the newest instant at which a version was confirmed. So a row that
 * comes late finds its place, as long as nothing within the version that it would cut is known to
 * be later: what that was is in no table any more.
 *
 * @param tableColumns of the table that people read, by name
 * @param defaults what the warehouse fills columns with that rows lack, as SQL by the name of the
 *     column; of others it is NULL
 */
record StagedVersions(
    StagedRows rows, Upsert upsert, List<String> tableColumns, Map<String, String> defaults) {
  /** From when a version was valid, until when (NULL: now), and when it was confirmed last. */
  private static final String FROM = PartSchema.VALID_FROM;

  private static final String TO = PartSchema.VALID_TO;
  private static final String SEEN = PartSchema.LAST_SEEN;

  private static final String MADE = quoted(PartSchema.RESERVED + "_versions");

  private static final String HASH = quoted(PartSchema.HASH);
  private static final String AT = quoted(PartSchema.RESERVED + "_at");
  private static final String SAYS = quoted(PartSchema.RESERVED + "_says");
  private static final String SAME = quoted(PartSchema.RESERVED + "_same");
  private static final String CAME = quoted(PartSchema.RESERVED + "_came");
  private static final String NEXT = quoted(PartSchema.RESERVED + "_next");
  private static final String NUMBER = quoted(PartSchema.RESERVED + "_number");

  StagedVersions {
    tableColumns = List.copyOf(tableColumns);
    defaults = Map.copyOf(defaults);
  }

  /** Of a table without defaults. */
  StagedVersions(StagedRows rows, Upsert upsert, List<String> tableColumns) {
    this(rows, upsert, tableColumns, Map.of());
  }

  /** {@return the statements that ask whether a session may make what {@link #make} does} */
  static List<String> probe() {
    return List.of("CREATE TEMP TABLE %s (\"n\" INTEGER)".formatted(MADE), "DROP TABLE " + MADE);
  }

  /** {@return the columns of a table for such parts: theirs, and when each version was valid} */
  static List<Column> columns(List<Column> parts, Optional<Upsert> upsert) {
    if (upsert.filter(Upsert::keepsVersions).isEmpty()) {
      return parts;
    }
    var from = upsert.get().orderBy().getFirst();
    return Stream.concat(
            parts.stream(),
            parts.stream()
                .filter(column -> column.name().equalsIgnoreCase(from))
                .limit(1)
                .flatMap(column ->
                    Stream.of(FROM, TO, SEEN)
                        .map(name -> new Column(name, column.type(), Optional.empty()))))
        .toList();
  }

  /** {@return whether such a table can not do without that column} */
  static boolean needs(Upsert upsert, String column) {
    return upsert.keepsVersions()
        && (column.equals(PartSchema.HASH)
            || column.equals(FROM)
            || column.equals(TO)
            || column.equals(SEEN));
  }

  /** {@return the query that counts the staged versions that find no place any more} */
  String late(String target) {
    return "WITH %s SELECT COUNT(*) FROM \"said\" WHERE NOT %s AND %s < %s"
        .formatted(said(target), SAME, AT, quoted(SEEN));
  }

  /** {@return the statements that bring the rows into a table, in their order} */
  List<String> moveInto(String target) {
    return List.of(make(target), delete(target), insert(target), drop());
  }

  /** {@return what makes the versions of all keys of which something is new, for a while} */
  String make(String target) {
    return "CREATE TEMP TABLE %s AS WITH %s".formatted(MADE, made(target));
  }

  /** {@return the query that counts them} */
  String count() {
    return "SELECT COUNT(*) FROM " + MADE;
  }

  String delete(String target) {
    var bare = quoted(target.substring(target.indexOf('.') + 1));
    return "DELETE FROM %s USING %s WHERE %s".formatted(qualified(target), MADE, same(bare, MADE));
  }

  String insert(String target) {
    var names = Stream.concat(kept().stream(), Stream.of(FROM, TO, SEEN)).toList();
    return "INSERT INTO %s (%s) SELECT %s FROM %s"
        .formatted(qualified(target), list(names), list(names), MADE);
  }

  String drop() {
    return "DROP TABLE " + MADE;
  }

  /**
   * {@return the query that counts rows that are no history}
   *
   * @param table as SQL
   * @param keys as SQL
   */
  static String broken(String table, String keys) {
    var nextHash = quoted(PartSchema.RESERVED + "_next_hash");
    var ordered = "PARTITION BY %s ORDER BY %s".formatted(keys, quoted(FROM));
    return "SELECT COUNT(*) FROM (SELECT %1$s, %2$s, %3$s, %4$s, LEAD(%1$s) OVER (%5$s) AS %6$s, LEAD(%4$s) OVER (%5$s) AS %7$s FROM %8$s) AS \"versions\" WHERE %1$s IS NULL OR %3$s IS NULL OR %4$s IS NULL OR %2$s < %1$s OR %6$s <= %1$s OR %6$s IS NOT NULL AND %2$s IS NULL OR %2$s > %6$s OR %2$s = %6$s AND %2$s > %1$s AND %4$s = %7$s"
        .formatted(quoted(FROM), quoted(TO), quoted(SEEN), HASH, ordered, NEXT, nextHash, table);
  }

  /** What each staged version says, once per key and instant, and what the table says to that. */
  private String said(String target) {
    return String.join(
        ", ",
        // The newest of those that say something of one instant.
        "\"came\" AS (SELECT %s, %s AS %s, %s AS %s, ROW_NUMBER() OVER (PARTITION BY %s, %s%s) AS %s FROM %s)"
            .formatted(
                rows.names(),
                at(),
                AT,
                says(),
                SAYS,
                rows.keyNames(upsert),
                at(),
                newestFirst(),
                NUMBER,
                rows.meant()),
        "\"picked\" AS (SELECT * FROM \"came\" WHERE %s = 1)".formatted(NUMBER),
        "\"held\" AS (SELECT \"t\".*, LEAD(\"t\".%s) OVER (PARTITION BY %s ORDER BY \"t\".%s) AS %s FROM %s AS \"t\" JOIN (SELECT DISTINCT %s FROM \"picked\") AS \"k\" ON %s)"
            .formatted(
                quoted(FROM),
                keys(key -> "\"t\"." + key, ", "),
                quoted(FROM),
                NEXT,
                qualified(target),
                rows.keyNames(upsert),
                same("\"t\"", "\"k\"")),
        "\"said\" AS (SELECT \"p\".*, \"h\".%s, CASE WHEN \"p\".%s = '' THEN COALESCE(\"p\".%s >= \"h\".%s, FALSE) ELSE COALESCE(\"p\".%s = \"h\".%s, FALSE) AND COALESCE(\"p\".%s < \"h\".%s, TRUE) END AS %s FROM \"picked\" AS \"p\" LEFT JOIN \"held\" AS \"h\" ON %s AND \"h\".%s <= \"p\".%s AND (\"h\".%s IS NULL OR \"h\".%s > \"p\".%s))"
            .formatted(
                quoted(SEEN),
                SAYS,
                AT,
                quoted(TO),
                SAYS,
                HASH,
                AT,
                quoted(TO),
                SAME,
                same("\"p\"", "\"h\""),
                quoted(FROM),
                AT,
                NEXT,
                NEXT,
                AT));
  }

  private String made(String target) {
    var keys = rows.keyNames(upsert);
    var ordered = "PARTITION BY %s ORDER BY %s".formatted(keys, AT);
    var before = quoted(PartSchema.RESERVED + "_before");
    var span = quoted(PartSchema.RESERVED + "_span");
    var latest = quoted(PartSchema.RESERVED + "_latest");
    var nextSays = quoted(PartSchema.RESERVED + "_next_says");
    var nextLatest = quoted(PartSchema.RESERVED + "_next_latest");
    var known =
        "FROM \"held\" AS \"h\" JOIN (SELECT DISTINCT %s FROM \"fresh\") AS \"k\" ON %s"
            .formatted(keys, same("\"h\"", "\"k\""));
    var held = list(kept(), name -> "\"h\"." + quoted(name));
    return String.join(
            ", ",
            said(target),
            "\"fresh\" AS (SELECT * FROM \"said\" WHERE NOT %s OR %s > %s)"
                .formatted(SAME, AT, quoted(SEEN)),
            // A version, where it was deleted, and what is new.
            "\"events\" AS (SELECT %s, \"h\".%s AS %s, CASE WHEN \"h\".%s = \"h\".%s THEN '' ELSE \"h\".%s END AS %s, \"h\".%s AS %s, 0 AS %s %s"
                    .formatted(
                        held,
                        quoted(FROM),
                        AT,
                        quoted(TO),
                        quoted(FROM),
                        HASH,
                        SAYS,
                        quoted(SEEN),
                        quoted(SEEN),
                        CAME,
                        known)
                + " UNION ALL SELECT %s, \"h\".%s, '', \"h\".%s, 0 %s WHERE \"h\".%s > \"h\".%s AND (\"h\".%s IS NULL OR \"h\".%s > \"h\".%s)"
                    .formatted(
                        held,
                        quoted(TO),
                        quoted(SEEN),
                        known,
                        quoted(TO),
                        quoted(FROM),
                        NEXT,
                        NEXT,
                        quoted(TO))
                + " UNION ALL SELECT %s, %s, %s, %s, 1 FROM \"fresh\")"
                    .formatted(list(kept(), this::brought), AT, SAYS, AT),
            "\"one\" AS (SELECT *, ROW_NUMBER() OVER (PARTITION BY %s, %s ORDER BY %s DESC) AS %s FROM \"events\")"
                .formatted(keys, AT, CAME, NUMBER),
            "\"ordered\" AS (SELECT *, LAG(%s) OVER (%s) AS %s FROM \"one\" WHERE %s = 1)"
                .formatted(SAYS, ordered, before, NUMBER),
            "\"spans\" AS (SELECT *, SUM(CASE WHEN %s = %s THEN 0 ELSE 1 END) OVER (%s ROWS UNBOUNDED PRECEDING) AS %s FROM \"ordered\")"
                .formatted(before, SAYS, ordered, span),
            "\"seen\" AS (SELECT *, MAX(%s) OVER (PARTITION BY %s, %s) AS %s FROM \"spans\")"
                .formatted(quoted(SEEN), keys, span, latest),
            "\"heads\" AS (SELECT *, LEAD(%s) OVER (%s) AS %s, LEAD(%s) OVER (%s) AS %s, LEAD(%s) OVER (%s) AS %s FROM \"seen\" WHERE %s IS NULL OR %s <> %s)"
                .formatted(
                    AT,
                    ordered,
                    NEXT,
                    SAYS,
                    ordered,
                    nextSays,
                    latest,
                    ordered,
                    nextLatest,
                    before,
                    before,
                    SAYS))
        // A key that is deleted before it is known has a version that was never valid.
        + " SELECT %s, %s AS %s, CASE WHEN %s = '' THEN %s ELSE %s END AS %s, CASE WHEN %s = '' AND %s > %s THEN %s ELSE %s END AS %s FROM \"heads\" WHERE %s <> '' OR %s IS NULL"
            .formatted(
                list(kept()),
                AT,
                quoted(FROM),
                SAYS,
                AT,
                NEXT,
                quoted(TO),
                nextSays,
                nextLatest,
                latest,
                nextLatest,
                latest,
                quoted(SEEN),
                SAYS,
                before);
  }

  /** What a staged row puts into a column of the table, which may be one that rows lack. */
  private String brought(String column) {
    return rows.columns().stream()
        .filter(there -> there.name().equalsIgnoreCase(column))
        .findFirst()
        .map(there -> rows.stored(there, quoted(column)))
        .orElseGet(() -> defaults.getOrDefault(column, "NULL"));
  }

  private String at() {
    return quoted(rows.column(upsert.orderBy().getFirst()).name());
  }

  /** The hash, or nothing where the row is a delete. */
  private String says() {
    return upsert
        .deleted()
        .map(rows::column)
        .map(column ->
            "CASE WHEN %s THEN '' ELSE %s END"
                .formatted(
                    column.type().equals("BOOLEAN")
                        ? "COALESCE(%s, FALSE)".formatted(quoted(column.name()))
                        : quoted(column.name()) + " IS NOT NULL",
                    HASH))
        .orElse(HASH);
  }

  private String newestFirst() {
    var order = rows.newestFirst(upsert);
    return order.isEmpty() ? "" : " ORDER BY " + order;
  }

  /** The columns of the table but those that are made here. */
  private List<String> kept() {
    List<String> kept = new ArrayList<>();
    for (var column : tableColumns) {
      if (!List.of(FROM, TO, SEEN).contains(column.toLowerCase(Locale.ROOT))) {
        kept.add(column);
      }
    }
    return kept;
  }

  private String keys(Function<String, String> text, String between) {
    return upsert.key().stream()
        .map(key -> text.apply(quoted(rows.column(key).name())))
        .collect(Collectors.joining(between));
  }

  private String same(String one, String other) {
    return keys(key -> "%s.%s = %s.%s".formatted(one, key, other, key), " AND ");
  }

  private static String list(List<String> names) {
    return list(names, Names::quoted);
  }

  private static String list(List<String> names, Function<String, String> text) {
    return names.stream().map(text).collect(Collectors.joining(", "));
  }
}
