package dev.penstock.runner.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.penstock.runner.Rows;
import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.Split;
import dev.penstock.runner.spi.TransientException;
import dev.penstock.runner.spi.Vector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every source owes; each connector extends it, one level deep. */
public abstract class SourceContractTest {
  private static final Schema NUMBERS =
      Schema.of(
          new Column("id", new ColumnType.Int64()), new Column("name", new ColumnType.Text()));

  /** Ids from 0 to 19,999, each with the amount 100. */
  protected static final Schema AMOUNTS =
      Schema.of(
          new Column("id", new ColumnType.Int64()),
          new Column("amount", new ColumnType.Int64()),
          new Column("filling", new ColumnType.Text()));

  /** A fresh source with exactly these rows. */
  protected abstract Source<?> holding(Rows rows) throws Exception;

  /** Adds rows to what the last source reads. */
  protected abstract void add(Rows rows) throws Exception;

  /** A source opened anew on what the last one reads. */
  protected abstract Source<?> reopened() throws Exception;

  /**
   * One transaction on {@link #AMOUNTS}: moves an amount from one row to another, and replaces a
   * row by another one of the same amount. Number of rows and sum stay.
   */
  protected abstract void shift(long step) throws Exception;

  /** How many sessions of sources read at this moment. */
  protected abstract int reads() throws Exception;

  /** Ends all sessions from the side of the server. */
  protected abstract void loseConnections() throws Exception;

  /** The name of the connection, as messages show it. */
  protected abstract String connection();

  /** One value of one type, at the end of its range. */
  public record Extreme(ColumnType type, Object value) {}

  private static Rows numbers(int from, int to) {
    return new Rows(
        NUMBERS,
        IntStream.range(from, to).mapToObj(i -> List.<Object>of((long) i, "n" + i)).toList());
  }

  private static <S extends Split> List<List<Object>> read(Source<S> source, int wanted) {
    List<List<Object>> rows = new ArrayList<>();
    for (S split : source.splits(wanted)) {
      rows.addAll(rows(source, split));
    }
    return rows;
  }

  private static <S extends Split> List<List<Object>> rows(Source<S> source, S split) {
    List<List<Object>> rows = new ArrayList<>();
    Batch batch = new Batch(source.schema());
    try (Batches batches = source.open(split)) {
      while (batches.next(batch)) {
        assertThat(batch.rows()).isBetween(1, Batch.ROWS);
        rows.addAll(Rows.read(batch, source.schema()));
      }
      assertThat(batches.progress().rows()).isEqualTo(rows.size());
    }
    return rows;
  }

  private static Rows amounts() {
    String filling = "x".repeat(200);
    return new Rows(
        AMOUNTS,
        LongStream.range(0, 20_000).mapToObj(i -> List.<Object>of(i, 100L, filling)).toList());
  }

  @Test
  void splitsTogetherYieldEveryRowOnce() throws Exception {
    List<Long> ids = LongStream.range(0, 20_000).boxed().toList();
    try (Source<?> source = holding(amounts())) {
      assertThat(source.schema()).isEqualTo(AMOUNTS);
      for (int wanted : List.of(1, 2, 7, 64)) {
        assertThat(source.splits(wanted)).hasSizeBetween(1, wanted);
        assertThat(read(source, wanted).stream().map(row -> (Long) row.getFirst()).sorted())
            .as("%d splits", wanted)
            .containsExactlyElementsOf(ids);
      }
    }
  }

  @Test
  void splitsAreOfOneMomentWhileRowsAreWritten() throws Exception {
    Source<?> before = holding(amounts());
    AtomicBoolean done = new AtomicBoolean();
    AtomicLong steps = new AtomicLong();
    try (before;
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing =
          pool.submit(() -> {
            while (!done.get()) {
              shift(steps.getAndIncrement());
            }
            return null;
          });
      try {
        await().until(() -> steps.get() > 50);
        assertThat(read(before, 7)).allMatch(row -> row.get(1).equals(100L)).hasSize(20_000);
        for (int i = 0; i < 3; i++) {
          long begun = steps.get();
          await().until(() -> steps.get() > begun + 20);
          try (Source<?> source = reopened()) {
            List<List<Object>> rows = read(source, 7);
            assertThat(rows).hasSize(20_000).anyMatch(row -> !row.get(1).equals(100L));
            assertThat(rows.stream().mapToLong(row -> (Long) row.get(1)).sum())
                .isEqualTo(2_000_000);
          }
        }
      } finally {
        done.set(true);
      }
      writing.get();
    }
  }

  @Test
  void aBatchOfWideRowsIsBoundedInBytes() throws Exception {
    String wide = "x".repeat(300_000);
    Rows rows =
        new Rows(NUMBERS, LongStream.range(0, 60).mapToObj(i -> List.<Object>of(i, wide)).toList());
    try (Source<?> source = holding(rows)) {
      assertThat(widest(source)).isLessThanOrEqualTo(Batch.BYTES + 300_000).isGreaterThan(300_000);
    }
  }

  /** The bytes of texts that the fullest batch holds on to. */
  private static <S extends Split> long widest(Source<S> source) {
    long widest = 0;
    Batch batch = new Batch(source.schema());
    for (S split : source.splits(1)) {
      try (Batches batches = source.open(split)) {
        while (batches.next(batch)) {
          widest = Math.max(widest, ((Vector.OfBytes) batch.vector(1)).used());
        }
      }
    }
    return widest;
  }

  @Test
  void anEmptySourceYieldsNoRow() throws Exception {
    try (Source<?> source = holding(numbers(0, 0))) {
      assertThat(read(source, 2)).isEmpty();
    }
  }

  @Test
  void rowsWrittenAfterOpeningAreNotRead() throws Exception {
    try (Source<?> source = holding(numbers(0, 3))) {
      add(numbers(3, 5));
      assertThat(read(source, 1)).hasSize(3);
    }
  }

  @Test
  void aSplitThatWasStoredYieldsTheSameRowsAgain() throws Exception {
    try (Source<?> source = holding(numbers(0, 5_000))) {
      add(numbers(5_000, 6_000));
      try (Source<?> anew = reopened()) {
        storedAndReadAgain(source, anew);
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <S extends Split> void storedAndReadAgain(Source<S> source, Source<?> anew)
      throws Exception {
    S split = source.splits(1).getFirst();
    var first = rows(source, split);
    var bytes = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(bytes)) {
      out.writeObject(split);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      S stored = (S) in.readObject();
      assertThat(stored).isEqualTo(split);
      assertThat(rows(source, stored)).containsExactlyInAnyOrderElementsOf(first);
      // Opened later, but the split is of the earlier moment.
      assertThat(rows((Source<S>) anew, stored)).containsExactlyInAnyOrderElementsOf(first);
    }
  }

  @Test
  void interruptingAReadReleasesItsConnection() throws Exception {
    try (Source<?> source = holding(numbers(0, 200_000));
        var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading = pool.submit(() -> readSlowly(source));
      await().until(() -> reads() == 1);
      pool.shutdownNow();
      assertThat(reading.get().reason()).isEqualTo(Reason.CANCELLED);
      await().until(() -> reads() == 0);
    }
  }

  /** Reads over and over, so that it is never done before it is interrupted. */
  private static <S extends Split> PenstockException readSlowly(Source<S> source) {
    return catchThrowableOfType(
        PenstockException.class,
        () -> {
          while (true) {
            read(source, 1);
          }
        });
  }

  @Test
  void closingTheSourceEndsItsReads() throws Exception {
    Source<?> source = holding(numbers(0, 200_000));
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var reading = pool.submit(() -> readSlowly(source));
      await().until(() -> reads() == 1);
      source.close();
      assertThat(reading.get()).isInstanceOf(TransientException.class);
      await().until(() -> reads() == 0);
    }
  }

  @Test
  void aClosedSourceOpensNoRead() throws Exception {
    Source<?> source = holding(numbers(0, 3));
    assertThat(read(source, 1)).hasSize(3);
    source.close();
    assertThatThrownBy(() -> read(source, 1)).isInstanceOf(TransientException.class);
  }

  @Test
  void aLostConnectionIsTransientAndNamesTheConnection() throws Exception {
    try (Source<?> source = holding(numbers(0, 200_000))) {
      assertThat(lost(source))
          .isInstanceOf(TransientException.class)
          .hasMessage("Connection %s was lost".formatted(connection()));
    }
  }

  private <S extends Split> PenstockException lost(Source<S> source) throws Exception {
    try (Batches batches = source.open(source.splits(1).getFirst())) {
      Batch batch = new Batch(source.schema());
      batches.next(batch);
      loseConnections();
      return catchThrowableOfType(
          PenstockException.class,
          () -> {
            while (batches.next(batch)) {
              // What was on its way still arrives.
            }
          });
    }
  }

  @ParameterizedTest
  @MethodSource("extremes")
  void extremeValuesArriveUnchanged(Extreme extreme) throws Exception {
    Schema schema = Schema.of(new Column("v", extreme.type()));
    Rows rows = Rows.of(schema, new Object[] {extreme.value()}, new Object[] {null});
    try (Source<?> source = holding(rows)) {
      assertThat(source.schema()).isEqualTo(schema);
      assertThat(read(source, 1).stream().map(List::getFirst).toList())
          .containsExactlyInAnyOrder(extreme.value(), null);
    }
  }
}
