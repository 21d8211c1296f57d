package dev.penstock.bench;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Read;
import dev.penstock.runner.engine.Codec;
import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.engine.SealOptions;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.source.postgres.PostgresDatabase;
import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.shop.ShopDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * PostgreSQL to zstd Parquet on local disk, beside its floor: the same table drained by binary COPY
 * over one connection with nothing done to the bytes. Rounds alternate, so that both see the same
 * machine.
 */
public final class PostgresToParquet {
  private static final String TABLE = "order_items";
  private static final int ROUNDS = 5;

  private final ShopDatabase shop;
  private final Path folder;

  private PostgresToParquet(ShopDatabase shop, Path folder) {
    this.shop = shop;
    this.folder = folder;
  }

  /**
   * Runs it.
   *
   * @param args the shop's scale factor; none: 0.1, which is 600 thousand rows
   */
  public static void main(String[] args) throws Exception {
    double scale = args.length == 0 ? 0.1 : Double.parseDouble(args[0]);
    Path folder = Files.createTempDirectory("penstock-bench");
    var settings = new ShopDatabase.Settings(folder, scale, "bench", "bench-password");
    try (ShopDatabase shop = ShopDatabase.start(settings)) {
      new PostgresToParquet(shop, folder).run();
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  private void run() throws Exception {
    long rows = shop.count(TABLE);
    double[] drained = new double[ROUNDS];
    double[] sealed = new double[ROUNDS];
    drain();
    seal();
    for (int round = 0; round < ROUNDS; round++) {
      drained[round] = seconds(this::drain);
      sealed[round] = seconds(this::seal);
    }
    double floor = median(drained);
    double ours = median(sealed);
    System.out.printf(
        Locale.ROOT,
        "%s: %,d rows, %d cores, medians of %d rounds after one warm-up%n",
        TABLE,
        rows,
        Runtime.getRuntime().availableProcessors(),
        ROUNDS);
    print("binary COPY, one connection, drained", drained, rows, 1.0);
    print("Penstock to zstd parts", sealed, rows, ours / floor);
  }

  private void drain() throws SQLException, IOException {
    try (var connection = shop.connect()) {
      var copy =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyOut("COPY public." + TABLE + " TO STDOUT (FORMAT binary)");
      while (copy.readFromCopy() != null) {
        // the bytes alone are what is measured
      }
    }
  }

  private void seal() throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory(folder, "scratch");
    try (var database = PostgresDatabase.open(connection(), secrets(), "penstock-bench");
        var source =
            database.source(
                new Read.Table("public", TABLE, List.of()), List.of(), Optional.empty(), "source");
        var engine =
            DuckDbEngine.open(EngineSettings.ofContainer(scratch), Pace.DEFAULT, List.of())) {
      engine.source(TABLE, source);
      var options =
          new SealOptions(scratch.resolve("parts"), Codec.ZSTD, Pace.DEFAULT.partBytes(), 1);
      engine.seal(TABLE, options);
    } finally {
      DirectoryTree.delete(scratch);
    }
  }

  private Connection.Postgres connection() {
    return new Connection.Postgres(
        "shop-db",
        Optional.of("shop-db"),
        new Connection.Limits(OptionalInt.empty(), 4),
        new Connection.Allow(true, false, Set.of(), true),
        "127.0.0.1",
        shop.port(),
        ShopDatabase.DATABASE,
        Connection.Tls.DISABLE);
  }

  private Secrets secrets() throws IOException {
    Path secret = Files.createDirectories(folder.resolve("secrets/shop-db"));
    Files.writeString(secret.resolve("username"), "bench");
    Files.writeString(secret.resolve("password"), "bench-password");
    return new Secrets(folder.resolve("secrets"));
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long from = System.nanoTime();
    work.run();
    return (System.nanoTime() - from) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void print(String what, double[] values, long rows, double ratio) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%-40s %6.2f s (%.2f - %.2f)  %,9.0f rows/s  %.2f x%n",
        what,
        median(values),
        sorted[0],
        sorted[sorted.length - 1],
        rows / median(values),
        ratio);
  }
}
