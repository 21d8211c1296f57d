package dev.penstock.chaos;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.cli.PipelineFile;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A table of the source, and the pipelines that load it into one path and one table.
 *
 * @param name of the source's table, the path's last word and the warehouse's table
 * @param flows two that contend for the targets in mode SHARED, else one
 */
record Lane(Grounds grounds, Mode mode, String name, List<Flow> flows) {
  /** The cursor of the first rows: minutes from here on. */
  private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

  /** How many there are before anybody writes; their ids begin with 1. */
  static final int ROWS = 240;

  /** The first rows are of five days; what is written later is of the last of them and the next. */
  private static final String DAY =
      "(CASE WHEN id <= %1$d THEN (id - 1) * 5 / %1$d ELSE 4 + id %% 2 END)".formatted(ROWS);

  /** The days of which the runs of mode DAYS may leave out some: the first ones. */
  private static final int EARLIER = 5;

  static Lane create(Grounds grounds, Mode mode, int round) throws IOException, SQLException {
    var name = "%s_%d".formatted(mode.toString().replace('-', '_'), round);
    List<Flow> flows = new ArrayList<>();
    for (var ending : mode == Mode.SHARED ? List.of("-a", "-b") : List.of("")) {
      var pipeline = name.replace('_', '-') + ending;
      flows.add(
          new Flow(
              pipeline,
              grounds.directory().resolve(pipeline + ".yaml"),
              PipelineFile.written(
                  grounds.directory(),
                  pipeline,
                  manifest(mode, pipeline, name),
                  grounds.connections())));
    }
    var lane = new Lane(grounds, mode, name, List.copyOf(flows));
    grounds.shop(
        "CREATE TABLE public.%s (id bigint PRIMARY KEY, version integer NOT NULL, note text, amount numeric(12,2), at timestamptz NOT NULL, gone timestamptz)"
            .formatted(name));
    grounds.shop(
        lane.insertion(1, ROWS, "'%s'::timestamptz + g * interval '1 minute'".formatted(FIRST)));
    if (mode == Mode.DAYS) {
      grounds.shop("CREATE TABLE public.%s_days AS SELECT 0 AS first".formatted(name));
    }
    return lane;
  }

  private static String manifest(Mode mode, String pipeline, String name) {
    return """
    apiVersion: penstock.dev/v1alpha1
    kind: EtlPipeline
    metadata: {name: %1$s}
    spec:
      activeDeadlineSeconds: 120
      store: {connection: lake}
      sources:
        - name: rows
          connection: shop-db
    %3$s
      targets:
        - name: rows
          from: rows
    %4$s
          s3: {connection: lake, path: chaos/%2$s}
          redshift: {connection: warehouse, table: chaos.%2$s}
    %5$s
    """
        .formatted(
            pipeline,
            name,
            read(mode, name),
            switch (mode) {
              case UPSERT, WINDOW -> "      mode: Upsert\n      key: [id]";
              case SCD2 ->
                  "      mode: Scd2\n      key: [id]\n      orderBy: [at]\n      deletes: {column: gone}";
              case DELETES -> "      mode: Upsert\n      key: [id]\n      deletes: {column: gone}";
              case ABSENCE ->
                  "      mode: Upsert\n      key: [id]\n      orderBy: [at]\n      deletes: {absence: {maxPercent: 100}}";
              case REPLACE -> "      mode: Replace";
              case DAYS -> "      mode: Window\n      window: {column: day}";
              case APPEND, SNAPSHOT, REFRESH, FROM_LOG, SHARED -> "      mode: Append";
            },
            mode == Mode.FROM_LOG ? "      backfill: FromLog" : "");
  }

  private static String read(Mode mode, String name) {
    if (mode == Mode.DAYS) {
      // Which days are the last ones the source says, before each run.
      return "      query: {sql: \"SELECT r.*, DATE '2026-01-01' + %2$s::integer AS day FROM public.%1$s r WHERE %2$s >= (SELECT first FROM public.%1$s_days)\"}"
          .formatted(name, DAY);
    }
    return "      table:\n        name: public.%s\n        splits: 3".formatted(name)
        + (mode.incremental()
            ? "\n        incremental: {column: at, key: [id], settle: 0s, overlap: 1h}"
            : "");
  }

  /** {@return where the dataset lies} */
  String path() {
    return "chaos/" + name;
  }

  /** {@return one statement that adds rows, of which a reader sees all or none} */
  String insertion(long first, int rows, String cursor) {
    return "INSERT INTO public.%s SELECT g, 1, 'it''s \"' || md5(g::text), (g * 37 %% 10000) / 100.0, %s FROM generate_series(%d, %d) g"
        .formatted(name, cursor, first, first + rows - 1);
  }

  /** {@return the id after the newest one} */
  long next() throws SQLException {
    try (var session = grounds.world().shop.connect();
        var statement = session.createStatement();
        var result = statement.executeQuery("SELECT max(id) + 1 FROM public." + name)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** {@return a statement that changes a row, and its cursor} */
  String change(long id) {
    return "UPDATE public.%s SET version = version + 1, note = 'changed ' || version, at = clock_timestamp() WHERE id = %d AND gone IS NULL"
        .formatted(name, id);
  }

  /**
   * Does to source and warehouse what a run of this mode is for.
   *
   * @param number of the run within its round, from 1
   * @return what the run is to do
   */
  Wanted before(int number, RandomGenerator random) throws SQLException {
    if (number == 1) {
      return new Wanted.Increment();
    }
    return switch (mode) {
      case APPEND, SNAPSHOT, UPSERT, SHARED -> new Wanted.Increment();
      case WINDOW -> {
        int from = random.nextInt(ROWS / 2);
        var start = FIRST.plus(Duration.ofMinutes(from));
        var end = start.plus(Duration.ofMinutes(1 + random.nextInt(ROWS / 2)));
        grounds.shop(
            "UPDATE public.%s SET version = version + 1, note = 'corrected' WHERE at >= '%s' AND at < '%s'"
                .formatted(name, start, end));
        yield new Wanted.Window(start, end);
      }
      case DELETES, SCD2 -> {
        // Deletes and births may meet in one run.
        grounds.shop(
            "UPDATE public.%s SET version = version + 1, note = 'back', gone = NULL, at = clock_timestamp() WHERE gone IS NOT NULL AND id %% 2 = %d"
                .formatted(name, random.nextInt(2)));
        grounds.shop(
            "UPDATE public.%s SET version = version + 1, note = 'gone', gone = clock_timestamp(), at = clock_timestamp() WHERE gone IS NULL AND id %% 7 = %d"
                .formatted(name, random.nextInt(7)));
        yield new Wanted.Increment();
      }
      case REPLACE, ABSENCE -> {
        grounds.shop("DELETE FROM public.%s WHERE id %% 7 = %d".formatted(name, random.nextInt(7)));
        yield new Wanted.Increment();
      }
      case DAYS -> lastDays(random);
      case REFRESH -> {
        if (number % 2 == 1) {
          yield new Wanted.Increment();
        }
        grounds.shop("DELETE FROM public.%s WHERE id %% 7 = %d".formatted(name, random.nextInt(7)));
        yield new Wanted.FullRefresh();
      }
      case FROM_LOG -> {
        grounds.warehouse("DROP TABLE chaos." + name);
        for (var ledger : ledgers()) {
          grounds.warehouse("DROP TABLE penstock." + ledger);
        }
        yield new Wanted.Increment();
      }
    };
  }

  /** What changes is of days that the run reads, so both sides agree with the source after it. */
  private Wanted lastDays(RandomGenerator random) throws SQLException {
    int first = random.nextInt(EARLIER);
    grounds.shop("UPDATE public.%s_days SET first = %d".formatted(name, first));
    grounds.shop(
        "UPDATE public.%s SET version = version + 1, note = 'corrected' WHERE id <= %d AND %s >= %d AND id %% 3 = %d"
            .formatted(name, ROWS, DAY, first, random.nextInt(3)));
    grounds.shop(
        "DELETE FROM public.%s WHERE id <= %d AND %s >= %d AND id %% 7 = %d"
            .formatted(name, ROWS, DAY, first, random.nextInt(6)));
    if (random.nextBoolean()) {
      return new Wanted.Increment();
    }
    // Only who asks for a day by its name sees that none of its rows is left.
    if (random.nextBoolean()) {
      grounds.shop(
          "DELETE FROM public.%s WHERE id <= %d AND %s = %d".formatted(name, ROWS, DAY, first));
    }
    var from = FIRST.plus(Duration.ofDays(first));
    return new Wanted.Window(from, FIRST.plus(Duration.ofDays(EARLIER + 1)));
  }

  /** {@return the control tables of its targets} */
  List<String> ledgers() throws SQLException {
    return grounds
        .world()
        .warehouse(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'penstock' AND table_name LIKE 'ledger_default_%s_%%'"
                .formatted(name));
  }
}
