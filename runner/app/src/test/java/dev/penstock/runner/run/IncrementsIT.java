package dev.penstock.runner.run;

import static dev.penstock.runner.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.SpecHash;
import dev.penstock.runner.MemorySource;
import dev.penstock.runner.Rows;
import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.commit.Watermark;
import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Increment;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.target.s3.KeyPair;
import dev.penstock.runner.target.s3.S3Bucket;
import dev.penstock.sandbox.s3.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run notes of the rows that the next one reads again, over a real store. */
class IncrementsIT {
  private static final Schema KEYS =
      Schema.of(
          new Column("id", new ColumnType.Int64()),
          new Column("updated_at", new ColumnType.TimestampTz()));
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00.000001Z");

  @TempDir Path directory;
  private ObjectStore store;
  private S3Bucket bucket;

  @BeforeEach
  void start() {
    store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), "penstock", "pa55", List.of("lake")));
    bucket =
        S3Bucket.open(
            new Connection.S3(
                "lake",
                Optional.empty(),
                new Connection.Limits(OptionalInt.empty(), 4),
                new Connection.Allow(true, true, Set.of(), true),
                "lake",
                "us-east-1",
                Optional.of(store.endpoint().toString()),
                true),
            Optional.of(new KeyPair("penstock", "pa55")));
  }

  @AfterEach
  void end() {
    bucket.close();
    store.close();
  }

  private static Source<?> rows(Object[]... rows) {
    return new MemorySource(Rows.of(KEYS, rows));
  }

  /** What a run delivers, and the watermark that it leaves. */
  private record Ran(List<String> delivered, Watermark watermark) {}

  private Ran run(long base, Optional<Watermark> before, Source<?> read, Optional<Source<?>> tail)
      throws Exception {
    var scratch = Files.createTempDirectory(directory, "scratch");
    var attempt =
        new Attempt(
            new Run(
                "r" + base,
                new ResourceName("sales", "orders"),
                new SpecHash("0123456789abcdef"),
                NOON),
            "9d1b2c3e-" + base,
            base);
    var increment =
        new Increment(
            "updated_at",
            List.of("id"),
            before.map(Watermark::at),
            NOON.plusSeconds(base),
            NOON.plusSeconds(base - 60),
            tail,
            0);
    var opened =
        new Sources.Opened(
            "orders",
            new Read.Table("public", "orders", List.of()),
            read,
            Optional.of(increment),
            before,
            1);
    try (var engine =
        DuckDbEngine.open(new EngineSettings(1, 128L << 20, scratch), Pace.DEFAULT, List.of())) {
      engine.source("orders", read, 1);
      var increments =
          new Increments(
              engine,
              new CommitLog(bucket, "_penstock/orders"),
              bucket,
              "_penstock/orders",
              attempt,
              scratch,
              List.of(opened));
      increments.begin();
      List<String> delivered = new ArrayList<>();
      engine.first("orders", 100).forEach(row -> delivered.add(row.getFirst()));
      var moved = increments.finish();
      assertThat(increments.told(moved)).singleElement();
      return new Ran(delivered, moved.getFirst());
    }
  }

  @Test
  void theNextRunLeavesOutWhatWasDeliveredAndNothingElse() throws Exception {
    var first =
        run(
            0,
            Optional.empty(),
            rows(row(1L, NOON), row(2L, NOON)),
            Optional.of(rows(row(1L, NOON), row(2L, NOON))));
    assertThat(first.delivered()).containsExactlyInAnyOrder("1", "2");
    assertThat(first.watermark().at()).isEqualTo(NOON);
    assertThat(first.watermark().table()).isEqualTo("public.orders");
    assertThat(first.watermark().tail().orElseThrow().rows()).isEqualTo(2);

    var second =
        run(
            1,
            Optional.of(first.watermark()),
            rows(row(1L, NOON), row(2L, NOON.plusNanos(1000)), row(3L, NOON)),
            Optional.of(rows()));
    assertThat(second.delivered()).containsExactlyInAnyOrder("2", "3");
    assertThat(second.watermark().tail()).isEmpty();
  }

  @Test
  void aTailThatIsGoneOrAnotherOneStopsTheRun() throws Exception {
    var first = run(0, Optional.empty(), rows(row(1L, NOON)), Optional.of(rows(row(1L, NOON))));
    var key = first.watermark().tail().orElseThrow().key();
    bucket.put(key, new byte[] {1});
    assertThatThrownBy(() -> run(1, Optional.of(first.watermark()), rows(), Optional.of(rows())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "The tail %s of source orders is another object in bucket %s"
                .formatted(key, bucket.name()));
    bucket.delete(key);
    assertThatThrownBy(() -> run(1, Optional.of(first.watermark()), rows(), Optional.of(rows())))
        .hasMessageContaining("is gone from bucket");
  }
}
