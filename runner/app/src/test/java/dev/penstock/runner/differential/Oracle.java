package dev.penstock.runner.differential;

import dev.penstock.api.model.Wanted;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What each run should have delivered, computed by PostgreSQL from the rows that it had then. */
final class Oracle {
  private final Scenario scenario;
  private final Connection source;
  private final List<List<String>> delivered = new ArrayList<>();
  private final Map<List<String>, List<String>> newest = new LinkedHashMap<>();

  Oracle(Scenario scenario, Connection source) throws SQLException {
    this.scenario = scenario;
    this.source = source;
    try (Statement statement = source.createStatement()) {
      statement.execute(
          "CREATE TABLE public.%s_seen (id bigint, part integer, updated_at timestamptz)"
              .formatted(scenario.table()));
    }
  }

  /**
   * Takes note of a run that has just committed; the source has not changed since it began.
   *
   * @param run counted from 1
   * @param upTo its watermark; empty: it reads all rows each time
   */
  void committed(int run, long number, Optional<Instant> upTo) throws SQLException {
    var fresh =
        upTo.map(u ->
                "SELECT t.* FROM public.%1$s t WHERE t.updated_at <= '%2$s' AND NOT EXISTS (SELECT 1 FROM public.%1$s_seen s WHERE s.id = t.id AND s.part = t.part AND s.updated_at = t.updated_at)"
                    .formatted(scenario.table(), u))
            .orElse("SELECT t.* FROM public.%s t".formatted(scenario.table()));
    // PostgreSQL wants a name before it is used.
    var steps =
        scenario.steps(run).stream()
            .sorted(Comparator.comparing(step -> step[0]))
            .map(step -> ", %s AS (%s)".formatted(step[0], step[1]))
            .collect(Collectors.joining());
    var shown =
        scenario.output().stream()
            .map(field -> field.kind().shownBySource("r." + field.name()))
            .collect(Collectors.joining(", "));
    var sql =
        "WITH t AS (%s), d AS (SELECT ref_id, label FROM public.diff_labels)%s SELECT %s FROM %s r"
            .formatted(fresh, steps, shown, scenario.relation());
    Map<List<String>, List<String>> ofThisRun = new LinkedHashMap<>();
    if (scenario.replace()) {
      delivered.clear();
    }
    var rows = rows(sql);
    if (scenario.daily()) {
      var days = replaced(run, rows);
      delivered.removeIf(row -> days.contains(day(row)));
    }
    for (var row : rows) {
      List<String> committed = new ArrayList<>(row);
      committed.add(String.valueOf(number));
      delivered.add(committed);
      ofThisRun.put(key(row), committed);
    }
    if (scenario.absence()) {
      newest.clear();
    }
    newest.putAll(ofThisRun);
    if (upTo.isPresent()) {
      try (Statement statement = source.createStatement()) {
        statement.execute(
            "INSERT INTO public.%s_seen SELECT id, part, updated_at FROM (%s) f"
                .formatted(scenario.table(), fresh));
      }
    }
  }

  /** {@return the days whose earlier rows count no more} */
  private Set<String> replaced(int run, List<List<String>> rows) {
    Set<String> days = rows.stream().map(this::day).collect(Collectors.toSet());
    if (scenario.wanted(run) instanceof Wanted.Window) {
      var asked = scenario.days(run).orElseThrow();
      asked.from().datesUntil(asked.to()).map(LocalDate::toString).forEach(days::add);
    }
    return days;
  }

  private String day(List<String> row) {
    return row.get(
        scenario.output().stream().map(Scenario.Field::name).toList().indexOf(Scenario.DAY));
  }

  private List<String> key(List<String> row) {
    var names = scenario.output().stream().map(Scenario.Field::name).toList();
    return scenario.key().stream().map(name -> row.get(names.indexOf(name))).toList();
  }

  /** {@return every row that was delivered, with the number of its commit, sorted} */
  List<String> dataset() {
    return sorted(delivered);
  }

  /** {@return the rows that people should find in the warehouse, sorted} */
  List<String> warehouse() {
    if (scenario.versions()) {
      return Versions.of(delivered.stream().map(this::said).toList());
    }
    return scenario.upsert()
        ? sorted(newest.values().stream().filter(row -> !isDelete(row)).toList())
        : dataset();
  }

  private Versions.Said<Long> said(List<String> row) {
    return new Versions.Said<>(
        key(row),
        "%020d".formatted(Long.parseLong(of(row, scenario.field(scenario.orderBy())))),
        isDelete(row)
            ? Optional.empty()
            : Optional.of(
                scenario.tracked().stream()
                    .map(field -> of(row, field))
                    .collect(Collectors.joining("|"))),
        Long.parseLong(row.getLast()));
  }

  private String of(List<String> row, Scenario.Field field) {
    return row.get(scenario.output().indexOf(field));
  }

  private boolean isDelete(List<String> row) {
    return scenario.output().stream()
        .filter(field -> scenario.deleted().filter(field.name()::equals).isPresent())
        .map(field -> {
          var value = row.get(scenario.output().indexOf(field));
          return field.kind() == Kind.BOOLEAN ? value.equals("true") : !value.equals("null");
        })
        .findFirst()
        .orElse(false);
  }

  static List<String> sorted(List<List<String>> rows) {
    return rows.stream().map(row -> String.join("|", row)).sorted().toList();
  }

  private List<List<String>> rows(String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Statement statement = source.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= scenario.output().size(); i++) {
          row.add(String.valueOf(result.getString(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }
}
