package dev.penstock.bench;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Read;
import dev.penstock.runner.engine.Codec;
import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.engine.RowCheck;
import dev.penstock.runner.engine.Rule;
import dev.penstock.runner.engine.SealOptions;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.source.postgres.PostgresDatabase;
import dev.penstock.runner.spi.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Ours: a table of PostgreSQL to Parquet parts on local disk, by the runner's own classes. Named in
 * the property {@value #CHECKED}, a check of order lines is asked of the parts as a run asks it.
 */
public final class SealTable {
  private static final String CHECKED = "bench.checked";

  /** Bytes: the smallest pod that a runner is promised to work in. */
  private static final long POD = 512L * 1024 * 1024;

  private SealTable() {}

  /**
   * Runs it once.
   *
   * @param args port, table, an empty folder, ZSTD or SNAPPY, connections, perhaps a condition
   */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[0]);
    String table = args[1];
    Path folder = Path.of(args[2]);
    int connections = Integer.parseInt(args[4]);
    var read =
        new Read.Table(
            "public",
            table,
            List.of(),
            args.length > 5 ? Optional.of(args[5]) : Optional.empty(),
            OptionalInt.empty(),
            Optional.empty());
    try (var database = PostgresDatabase.open(server(port, connections), secrets(folder), "bench");
        var source = database.source(read, List.of(), Optional.empty(), "source");
        var engine = DuckDbEngine.open(EngineSettings.of(POD, folder), Pace.DEFAULT, List.of())) {
      engine.source(table, source, connections);
      var options =
          new SealOptions(
              folder.resolve("out"), Codec.valueOf(args[3]), Pace.DEFAULT.partBytes(), 1);
      var checks =
          Optional.ofNullable(System.getProperty(CHECKED)).stream()
              .map(kind ->
                  new RowCheck(kind, table, List.of(rule(kind, source.schema())), List.of()))
              .toList();
      var checking = engine.checking(checks);
      var sealed = engine.seal(table, options);
      checking.parts(checks, sealed.schema(), sealed.parts());
      checking
          .results()
          .forEach(result -> System.out.printf("%s: %,d rows%n", result.check(), result.rows()));
    }
  }

  private static Rule rule(String kind, Schema schema) {
    return switch (kind) {
      case "notNull" -> new Rule.NotNull("l_orderkey");
      case "range" -> {
        var price =
            schema.columns().stream()
                .filter(column -> column.name().equals("l_extendedprice"))
                .findFirst()
                .orElseThrow();
        yield new Rule.Range(price.name(), price.type(), Optional.of("0"), Optional.of("1000000"));
      }
      case "unique" -> new Rule.Unique(List.of("l_orderkey", "l_linenumber"));
      default -> throw new IllegalArgumentException("No check is called " + kind);
    };
  }

  private static Connection.Postgres server(int port, int connections) {
    return new Connection.Postgres(
        "bench",
        Optional.of("bench"),
        new Connection.Limits(OptionalInt.empty(), connections + 1),
        new Connection.Allow(true, false, Set.of(), true),
        "127.0.0.1",
        port,
        "postgres",
        Connection.Tls.DISABLE);
  }

  private static Secrets secrets(Path folder) throws IOException {
    Path secret = Files.createDirectories(folder.resolve("secrets/bench"));
    Files.writeString(secret.resolve("username"), "postgres");
    Files.writeString(secret.resolve("password"), "not asked for");
    return new Secrets(folder.resolve("secrets"));
  }
}
