package dev.penstock.runner.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.World;
import dev.penstock.runner.cli.PipelineFile;
import dev.penstock.runner.commit.CommittedPart;
import dev.penstock.runner.commit.Watermark;
import dev.penstock.runner.run.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random pipelines over random tables that change between runs. After each run S3, read by the log
 * and by directory, and the warehouse hold exactly what PostgreSQL computes. The seed is the name
 * of a test; {@code -Dpenstock.differential.seed=S -Dpenstock.differential.cases=N} runs others.
 */
class DifferentialIT {
  private static final int RUNS = 3;

  @TempDir private static Path directory;
  private static World world;

  @BeforeAll
  static void start() throws SQLException {
    world = World.start(directory);
    try (Connection source = world.shop.connect();
        Statement statement = source.createStatement()) {
      statement.execute("CREATE TABLE public.diff_labels (ref_id integer PRIMARY KEY, label text)");
      statement.execute(
          "INSERT INTO public.diff_labels SELECT i, 'label ' || i FROM generate_series(0, 9) i");
    }
  }

  @AfterAll
  static void end() {
    world.close();
  }

  static LongStream seeds() {
    long first = Long.getLong("penstock.differential.seed", 1);
    return LongStream.range(first, first + Long.getLong("penstock.differential.cases", 20));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bothSidesHoldWhatPostgresComputes(long seed) throws Exception {
    var scenario = Scenario.of(seed);
    try (Connection source = world.shop.connect()) {
      var changes = new Changes(scenario, source);
      var oracle = new Oracle(scenario, source);
      List<CommittedPart> committed = new ArrayList<>();
      for (int run = 1; run <= RUNS; run++) {
        changes.round();
        var pipeline =
            PipelineFile.written(directory, scenario.name(), scenario.manifest(run), world);
        var outcome = pipeline.run("run-" + run, scenario.wanted(run));
        for (var target : outcome.entry().targets()) {
          committed.removeIf(part -> scenario.replace() || target.overtakes(part));
          committed.addAll(target.parts());
        }
        oracle.committed(run, outcome.entry().number(), upTo(outcome, scenario));
        assertThat(parts(scenario, visible(committed)))
            .as("S3 by log after run %d of %s", run, scenario)
            .isEqualTo(oracle.dataset());
        assertThat(parts(scenario, world.keys("diff/" + scenario.table() + "/")))
            .as("S3 by directory after run %d of %s", run, scenario)
            .isEqualTo(oracle.dataset());
        assertThat(warehouse(scenario))
            .as("warehouse after run %d of %s", run, scenario)
            .isEqualTo(oracle.warehouse());
      }
    }
  }

  private static Optional<Instant> upTo(Outcome outcome, Scenario scenario) {
    var watermark = outcome.entry().watermarks().stream().map(Watermark::at).findFirst();
    assertThat(watermark.isPresent()).isEqualTo(scenario.incremental());
    return watermark;
  }

  private static List<String> visible(List<CommittedPart> parts) {
    return parts.stream().map(CommittedPart::visible).flatMap(Optional::stream).toList();
  }

  private static List<String> parts(Scenario scenario, List<String> keys) throws Exception {
    var shown =
        scenario.output().stream()
            .map(field -> "coalesce(" + field.kind().shownByParts(field.name()) + ", 'null')")
            .collect(Collectors.joining(" || '|' || "));
    var files = keys.stream().filter(key -> key.endsWith(".parquet")).toList();
    return world
        .objects(files, "SELECT " + shown + " || '|' || _penstock_commit FROM dataset")
        .stream()
        .sorted()
        .toList();
  }

  private static List<String> versions(Scenario scenario) throws SQLException {
    var fields =
        Stream.concat(scenario.key().stream().map(scenario::field), scenario.tracked().stream())
            .toList();
    List<String> rows = new ArrayList<>();
    try (Connection session = world.session();
        Statement statement = session.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT %s, _penstock_valid_from, _penstock_valid_to FROM diff.%s"
                    .formatted(
                        fields.stream().map(Scenario.Field::name).collect(Collectors.joining(", ")),
                        scenario.table()))) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
          row.add(String.valueOf(shown(result, i + 1, fields.get(i).kind())));
        }
        var from = moment(result, fields.size() + 1);
        var to = moment(result, fields.size() + 2);
        int keys = scenario.key().size();
        rows.add(
            new Versions.Version(
                    row.subList(0, keys),
                    from.orElseThrow(),
                    to,
                    from.equals(to)
                        ? Versions.GONE
                        : String.join("|", row.subList(keys, row.size())))
                .toString());
      }
    }
    return rows.stream().sorted().toList();
  }

  private static Optional<String> moment(ResultSet result, int at) throws SQLException {
    return shown(result, at, Kind.INSTANT) instanceof Long micros
        ? Optional.of("%020d".formatted(micros))
        : Optional.empty();
  }

  private static List<String> warehouse(Scenario scenario) throws SQLException {
    if (scenario.versions()) {
      return versions(scenario);
    }
    var columns =
        scenario.output().stream().map(Scenario.Field::name).collect(Collectors.joining(", "));
    List<List<String>> rows = new ArrayList<>();
    try (Connection session = world.session();
        Statement statement = session.createStatement();
        ResultSet result =
            statement.executeQuery(
                "SELECT %s, _penstock_commit FROM diff.%s".formatted(columns, scenario.table()))) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < scenario.output().size(); i++) {
          row.add(String.valueOf(shown(result, i + 1, scenario.output().get(i).kind())));
        }
        row.add(result.getString(scenario.output().size() + 1));
        rows.add(row);
      }
    }
    return Oracle.sorted(rows);
  }

  private static Object shown(ResultSet result, int at, Kind kind) throws SQLException {
    if (result.getObject(at) == null) {
      return "null";
    }
    return switch (kind) {
      case INTEGER, BIGINT, MONEY, WIDE, TEXT, DATE, UUID -> result.getString(at);
      case BOOLEAN -> result.getBoolean(at);
      case QUARTERS -> result.getBigDecimal(at).setScale(2);
      case TIMESTAMP, INSTANT -> {
        var moment = result.getTimestamp(at, Calendar.getInstance(TimeZone.getTimeZone("UTC")));
        yield Math.floorDiv(moment.getTime(), 1000L) * 1_000_000 + moment.getNanos() / 1000;
      }
    };
  }
}
