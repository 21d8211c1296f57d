package dev.penstock.runner.engine;

import dev.penstock.runner.spi.PartSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tallies of a run's checks. Rows are looked at where they lie, wave by wave; what must be
 * unique is collected on scratch and judged at the end. Used by the thread of the engine.
 */
public final class Checking {
  private static final int SAMPLES = 3;
  private static final int SHOWN = 64;

  private final Statements statements;
  private final Path directory;
  private final Map<RowCheck, Tally> tallies = new LinkedHashMap<>();
  private int files;

  Checking(Statements statements, Path directory, List<RowCheck> checks) {
    this.statements = statements;
    this.directory = directory;
    checks.forEach(check -> tallies.put(check, new Tally(check)));
  }

  private static final class Tally {
    private final long[] broken;
    private final List<List<String>> samples = new ArrayList<>();
    private final Map<Rule.Unique, List<Path>> keys = new LinkedHashMap<>();
    private long rows;

    Tally(RowCheck check) {
      broken = new long[check.rules().size()];
      check.rules().forEach(rule -> samples.add(new ArrayList<>()));
    }
  }

  /** Looks at sealed parts, before they leave scratch. */
  public void parts(List<RowCheck> checks, PartSchema schema, List<SealedPart> parts) {
    if (!parts.isEmpty()) {
      var files = parts.stream().map(SealedPart::file).toList();
      look(checks, "(" + Carried.ofParts(schema, files) + ")");
    }
  }

  /** Looks at a relation, or at the wave of it that lies on scratch. */
  public void relation(List<RowCheck> checks, String relation) {
    look(checks, Sql.identifier(relation));
  }

  private void look(List<RowCheck> checks, String rows) {
    for (var check : checks) {
      // By the name that the author of a condition knows.
      look(check, rows + " AS " + Sql.identifier(check.relation()));
    }
  }

  private void look(RowCheck check, String from) {
    var tally = tallies.get(check);
    if (tally == null) {
      throw new IllegalArgumentException("Check " + check.name() + " is not of this run");
    }
    var counts = new ArrayList<String>();
    counts.add("count(*)");
    for (var rule : check.rules()) {
      counts.add(
          rule instanceof Rule.OfRow one
              ? "count(*) FILTER (WHERE %s)".formatted(one.broken())
              : "0");
    }
    var found =
        statements.query(
            "SELECT %s FROM %s".formatted(String.join(", ", counts), from),
            check.relation(),
            result -> {
              result.next();
              var numbers = new long[counts.size()];
              for (int i = 0; i < numbers.length; i++) {
                numbers[i] = result.getLong(i + 1);
              }
              return numbers;
            });
    tally.rows += found[0];
    for (int i = 0; i < check.rules().size(); i++) {
      switch (check.rules().get(i)) {
        case Rule.OfRow one -> {
          tally.broken[i] += found[i + 1];
          if (found[i + 1] > 0) {
            sample(check, from + " WHERE " + one.broken(), tally.samples.get(i));
          }
        }
        case Rule.Unique unique -> collect(check, unique, from, tally);
      }
    }
  }

  private void sample(RowCheck check, String fromWhere, List<String> samples) {
    if (check.key().isEmpty() || samples.size() >= SAMPLES) {
      return;
    }
    samples.addAll(
        keys(
            "SELECT %s FROM %s LIMIT %d"
                .formatted(texts(check.key()), fromWhere, SAMPLES - samples.size()),
            check.key(),
            check.relation()));
  }

  private void collect(RowCheck check, Rule.Unique unique, String from, Tally tally) {
    var file = directory.resolve(files++ + ".parquet");
    var names = unique.columns().stream().map(Sql::identifier).toList();
    statements.execute(
        "COPY (SELECT %s FROM %s WHERE %s) TO %s (FORMAT parquet, COMPRESSION zstd,"
                .formatted(
                    String.join(", ", names),
                    from,
                    String.join(" AND ", names.stream().map(n -> n + " IS NOT NULL").toList()),
                    Sql.literal(file.toString()))
            + " COMPRESSION_LEVEL 1)",
        check.relation());
    tally.keys.computeIfAbsent(unique, key -> new ArrayList<>()).add(file);
  }

  /** {@return what came of all that was looked at, when no more will be} */
  public List<CheckResult> results() {
    List<CheckResult> results = new ArrayList<>();
    tallies.forEach((check, tally) -> {
      List<CheckResult.OfRule> rules = new ArrayList<>();
      for (int i = 0; i < check.rules().size(); i++) {
        var rule = check.rules().get(i);
        if (rule instanceof Rule.Unique unique) {
          judge(check, unique, tally, i);
        }
        rules.add(new CheckResult.OfRule(rule.says(), tally.broken[i], tally.samples.get(i)));
      }
      results.add(new CheckResult(check.name(), check.relation(), tally.rows, rules));
    });
    return results;
  }

  private void judge(RowCheck check, Rule.Unique unique, Tally tally, int place) {
    var collected = tally.keys.getOrDefault(unique, List.of());
    if (collected.isEmpty()) {
      return;
    }
    var names = String.join(", ", unique.columns().stream().map(Sql::identifier).toList());
    var repeated =
        "(SELECT %s, count(*) AS _penstock_times FROM %s GROUP BY %s HAVING count(*) > 1)"
            .formatted(names, Carried.files(collected), names);
    tally.broken[place] =
        statements.query(
            "SELECT COALESCE(sum(_penstock_times), 0)::BIGINT FROM " + repeated,
            check.relation(),
            result -> {
              result.next();
              return result.getLong(1);
            });
    if (tally.broken[place] > 0) {
      tally
          .samples
          .get(place)
          .addAll(
              keys(
                  "SELECT %s FROM %s LIMIT %d"
                      .formatted(texts(unique.columns()), repeated, SAMPLES),
                  unique.columns(),
                  check.relation()));
    }
  }

  private static String texts(List<String> columns) {
    return String.join(
        ", ",
        columns.stream()
            .map(column -> "CAST(%s AS VARCHAR)".formatted(Sql.identifier(column)))
            .toList());
  }

  private List<String> keys(String sql, List<String> columns, String relation) {
    return statements.query(
        sql,
        relation,
        result -> {
          List<String> keys = new ArrayList<>();
          while (result.next()) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
              values.add(columns.get(i) + "=" + result.getString(i + 1));
            }
            keys.add(shown(String.join(", ", values)));
          }
          return keys;
        });
  }

  private static String shown(String key) {
    var printable = key.replaceAll("\\p{Cntrl}", "?");
    return printable.length() <= SHOWN ? printable : printable.substring(0, SHOWN - 3) + "...";
  }
}
