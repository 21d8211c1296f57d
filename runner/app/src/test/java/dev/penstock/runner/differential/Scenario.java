package dev.penstock.runner.differential;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.commit.Days.Stretch;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A random table and a random pipeline over it, both decided by the seed.
 *
 * @param columns beside {@code id, part, ref, updated_at}, which every table has
 * @param steps name and SQL, which reads the same in PostgreSQL and in the engine
 * @param output columns of the relation that is loaded, in its order
 * @param upsert whether the warehouse keeps the newest version of each key
 * @param replace whether both sides hold what the newest run brought
 * @param absence whether keys that a run does not bring go from the warehouse
 * @param deleted the column that tells deletes of an upsert
 * @param partition the column whose values are directories
 * @param daily whether each run replaces whole days of both sides
 * @param versions whether the warehouse keeps every version of each key
 */
record Scenario(
    long seed,
    List<Field> columns,
    boolean incremental,
    int splits,
    List<String[]> steps,
    List<Field> output,
    boolean upsert,
    List<String> key,
    String orderBy,
    Optional<String> partition,
    boolean replace,
    boolean absence,
    Optional<String> deleted,
    boolean daily,
    boolean versions) {
  /** The column of a scenario whose days are replaced; each row is of one of so many. */
  static final String DAY = "day";

  private static final int DAYS = 5;
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

  /** A column and its type. */
  record Field(String name, Kind kind) {}

  private static final Field ID = new Field("id", Kind.BIGINT);
  private static final Field PART = new Field("part", Kind.INTEGER);
  private static final Field REF = new Field("ref", Kind.INTEGER);
  private static final Field UPDATED = new Field("updated_at", Kind.INSTANT);
  private static final Field LABEL = new Field("label", Kind.TEXT);

  static Scenario of(long seed) {
    var random = new Random(seed);
    List<Field> columns = new ArrayList<>();
    for (int i = 2 + random.nextInt(6); i > 0; i--) {
      columns.add(new Field("c" + i, Kind.values()[random.nextInt(Kind.values().length)]));
    }
    boolean daily = seed % 7 == 5;
    boolean versions = seed % 7 == 3;
    boolean incremental = random.nextInt(3) > 0 && !daily;
    boolean replace = !incremental && seed % 2 == 0 && !daily && !versions;
    boolean upsert = random.nextBoolean() && !replace && !daily && !versions;
    var shape = Shape.values()[random.nextInt(Shape.values().length)];
    if (shape == Shape.TWICE && (upsert || versions)
        || shape == Shape.TOTALS && (incremental || daily)) {
      // A key in two rows of one run, a sum over what changed or of no day: nothing to compare
      // with.
      shape = Shape.JOINED;
    }
    List<Field> table = new ArrayList<>(List.of(ID, PART, REF));
    table.addAll(columns);
    table.add(UPDATED);
    List<Field> output = new ArrayList<>(shape.output(table));
    if (daily) {
      output.add(new Field(DAY, Kind.DATE));
    }
    var partition =
        output.stream()
            .filter(f -> f.kind() == Kind.DATE || f.kind() == Kind.BOOLEAN)
            .map(Field::name)
            .findFirst()
            .filter(name -> random.nextBoolean() && !daily);
    return new Scenario(
        seed,
        columns,
        incremental,
        1 + random.nextInt(9),
        shape.steps(),
        output,
        upsert,
        shape == Shape.TOTALS ? List.of("grp") : List.of("id", "part"),
        shape == Shape.TOTALS ? "newest" : "updated_at",
        partition,
        replace,
        upsert && !incremental && seed % 3 != 0,
        upsert && (incremental || seed % 3 == 0) || versions && seed % 2 == 0
            ? output.stream()
                .filter(f -> f.kind() == Kind.DATE || f.kind() == Kind.BOOLEAN)
                .map(Field::name)
                .findFirst()
            : Optional.empty(),
        daily,
        versions);
  }

  /** What the steps do. */
  enum Shape {
    AS_IT_IS,
    FILTERED,
    JOINED,
    CHAINED,
    MATCHED,
    NAMED,
    WINDOWED,
    TWICE,
    TOTALS;

    List<String[]> steps() {
      return switch (this) {
        case AS_IT_IS -> List.of();
        case FILTERED ->
            List.<String[]>of(
                step("s1", "SELECT t.*, coalesce(t.ref, -1) AS reference FROM t WHERE t.part < 2"));
        case JOINED ->
            List.<String[]>of(
                step("s1", "SELECT t.*, d.label FROM t LEFT JOIN d ON t.ref = d.ref_id"));
        case CHAINED ->
            List.of(
                // The later one stands first: a manifest may name them in any order.
                step("s1", "SELECT s0.*, d.label FROM s0 JOIN d ON s0.ref = d.ref_id"),
                step("s0", "SELECT * FROM t WHERE part = 1 OR ref IS NOT NULL"));
        case MATCHED ->
            List.<String[]>of(
                step(
                    "s1",
                    "SELECT * FROM t WHERE EXISTS (SELECT 1 FROM d WHERE d.ref_id = t.ref AND"
                        + " d.label <> 'label 3')"));
        case NAMED ->
            List.<String[]>of(
                step(
                    "s1",
                    "WITH few AS (SELECT * FROM t WHERE part < 2) SELECT f.*, CASE WHEN f.ref IS NULL"
                        + " THEN 'none' ELSE 'some' END AS label FROM few f"));
        case WINDOWED ->
            List.<String[]>of(
                step(
                    "s1",
                    "SELECT t.*, CAST(sum(t.part) OVER (PARTITION BY t.ref) AS BIGINT) AS whole FROM"
                        + " t"));
        case TWICE ->
            List.<String[]>of(
                step(
                    "s1",
                    "SELECT id, part, ref, updated_at FROM t WHERE part = 0 UNION ALL SELECT id,"
                        + " part, ref, updated_at FROM t WHERE ref IS NULL"));
        case TOTALS ->
            List.<String[]>of(
                step(
                    "s1",
                    "SELECT coalesce(ref, -1) AS grp, count(*) AS n, CAST(sum(part) AS"
                        + " DECIMAL(30,4)) AS parts, max(updated_at) AS newest FROM t GROUP BY 1"));
      };
    }

    private static String[] step(String name, String sql) {
      return new String[] {name, sql};
    }

    List<Field> output(List<Field> table) {
      List<Field> fields = new ArrayList<>(table);
      switch (this) {
        case AS_IT_IS, MATCHED -> {}
        case WINDOWED -> fields.add(new Field("whole", Kind.BIGINT));
        case FILTERED -> fields.add(new Field("reference", Kind.INTEGER));
        case JOINED, CHAINED, NAMED -> fields.add(LABEL);
        case TWICE -> {
          return List.of(ID, PART, REF, UPDATED);
        }
        case TOTALS -> {
          return List.of(
              new Field("grp", Kind.INTEGER),
              new Field("n", Kind.BIGINT),
              new Field("parts", Kind.WIDE),
              new Field("newest", Kind.INSTANT));
        }
      }
      return fields;
    }
  }

  String name() {
    return "diff-" + Long.toUnsignedString(seed);
  }

  /** {@return the table in the source, in the warehouse and the folder of the dataset} */
  String table() {
    return "diff_" + Long.toUnsignedString(seed);
  }

  /**
   * {@return the days that a run reads; empty: all rows} The first run brings all days, the second
   * one a single one, the third is asked for its days by name.
   */
  Optional<Stretch> days(int run) {
    if (!daily || run == 1) {
      return Optional.empty();
    }
    int from = Math.floorMod(seed + run, DAYS - 1);
    return Optional.of(
        new Stretch(FIRST.plusDays(from), FIRST.plusDays(run == 2 ? from + 1L : from + 2L)));
  }

  /** {@return what a run is to do} */
  Wanted wanted(int run) {
    return days(run)
        .filter(days -> run > 2)
        .<Wanted>map(days -> new Wanted.Window(midnight(days.from()), midnight(days.to())))
        .orElseGet(Wanted.Increment::new);
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** {@return name and SQL of the steps of a run} A row moves to another day with its reference. */
  List<String[]> steps(int run) {
    if (!daily) {
      return steps;
    }
    List<String[]> all = new ArrayList<>(steps);
    all.add(
        Shape.step(
            "w0",
            "SELECT x.*, DATE '%s' + CAST((x.id + coalesce(x.ref, 0)) %% %d AS INTEGER) AS %s FROM %s x"
                .formatted(FIRST, DAYS, DAY, steps.isEmpty() ? "t" : "s1")));
    all.add(
        Shape.step(
            "w1",
            days(run)
                .map(days ->
                    "SELECT * FROM w0 WHERE %1$s >= DATE '%2$s' AND %1$s < DATE '%3$s'"
                        .formatted(DAY, days.from(), days.to()))
                .orElse("SELECT * FROM w0")));
    return all;
  }

  /** {@return the columns whose change is a new version} */
  List<Field> tracked() {
    return output.stream()
        .filter(field -> !key.contains(field.name()))
        .filter(field -> !orderBy.equals(field.name()))
        .filter(field -> deleted.filter(field.name()::equals).isEmpty())
        .toList();
  }

  /** {@return the column of that name} */
  Field field(String name) {
    return output.stream().filter(field -> field.name().equals(name)).findFirst().orElseThrow();
  }

  String relation() {
    if (daily) {
      return "w1";
    }
    return steps.isEmpty() ? "t" : "s1";
  }

  private String mode() {
    if (replace) {
      return "Replace\n      allowEmpty: true";
    }
    if (daily) {
      return "Window\n      window: {column: %s}\n      allowEmpty: true".formatted(DAY);
    }
    return versions ? "Scd2" : upsert ? "Upsert" : "Append";
  }

  String createTable() {
    return "CREATE TABLE public.%s (id bigint NOT NULL, part integer NOT NULL, ref integer, %s, updated_at timestamptz NOT NULL, PRIMARY KEY (id, part))"
        .formatted(
            table(),
            columns.stream()
                .map(column -> column.name() + " " + column.kind().declared())
                .collect(Collectors.joining(", ")));
  }

  /** {@return the pipeline as a run finds it} */
  String manifest(int run) {
    var text = new StringBuilder();
    text.append(
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlPipeline
        metadata: {name: %s}
        spec:
          store: {connection: lake}
          parameters:
            - {name: everything, type: Boolean, default: "true"}
          sources:
            - name: t
              connection: shop-db
              table:
                name: public.%s
                where: "$everything OR part < 0"
                splits: %d
        """
            .formatted(name(), table(), splits));
    if (incremental) {
      text.append(
          "        incremental: {column: updated_at, key: [id, part], overlap: 1h, settle: 0s}\n");
    }
    text.append(
        """
            - name: d
              connection: shop-db
              query: {sql: "SELECT ref_id, label FROM public.diff_labels WHERE $everything"}
        """);
    var steps = steps(run);
    if (!steps.isEmpty()) {
      text.append("  steps:\n");
      for (var step : steps) {
        text.append("    - {name: %s, sql: \"%s\"}\n".formatted(step[0], step[1]));
      }
    }
    text.append(
        """
          targets:
            - name: out
              from: %s
              mode: %s
        """
            .formatted(relation(), mode()));
    if (upsert || versions) {
      text.append("      key: %s\n      orderBy: [%s]\n".formatted(key, orderBy));
      if (absence) {
        text.append("      allowEmpty: true\n      deletes: {absence: {maxPercent: 100}}\n");
      }
      deleted.ifPresent(column -> text.append("      deletes: {column: %s}\n".formatted(column)));
    }
    text.append("      s3: {connection: lake, path: diff/%s".formatted(table()));
    partition.ifPresent(column -> text.append(", partitionBy: [").append(column).append("]"));
    text.append("}\n      redshift: {connection: warehouse, table: diff.%s}\n".formatted(table()));
    return text.toString();
  }
}
