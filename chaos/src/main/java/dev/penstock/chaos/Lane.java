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
          table:
            name: public.%2$s
            splits: 3
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
            mode.incremental()
                ? "        incremental: {column: at, key: [id], settle: 0s, overlap: 1h}"
                : "",
            switch (mode) {
              case UPSERT, WINDOW -> "      mode: Upsert\n      key: [id]";
              case DELETES -> "      mode: Upsert\n      key: [id]\n      deletes: {column: gone}";
              case ABSENCE ->
                  "      mode: Upsert\n      key: [id]\n      orderBy: [at]\n      deletes: {absence: {maxPercent: 100}}";
              case REPLACE -> "      mode: Replace";
              case APPEND, SNAPSHOT, REFRESH, FROM_LOG, SHARED -> "      mode: Append";
            },
            mode == Mode.FROM_LOG ? "      backfill: FromLog" : "");
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
      case DELETES -> {
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

  /** {@return the control tables of its targets} */
  List<String> ledgers() throws SQLException {
    return grounds
        .world()
        .warehouse(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'penstock' AND table_name LIKE 'ledger_default_%s_%%'"
                .formatted(name));
  }
}
