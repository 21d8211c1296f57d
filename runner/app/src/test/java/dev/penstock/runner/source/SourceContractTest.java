package dev.penstock.runner.source;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every source owes; each connector extends it, one level deep. */
public abstract class SourceContractTest {
  private static final Schema NUMBERS =
      Schema.of(
          new Column("id", new ColumnType.Int64()), new Column("name", new ColumnType.Text()));

  /** A fresh source with exactly these rows. */
  protected abstract Source<?> holding(Rows rows) throws Exception;

  /** Adds rows to what the last source reads. */
  protected abstract void add(Rows rows) throws Exception;

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

  @Test
  void splitsTogetherYieldEveryRowOnce() throws Exception {
    Rows rows = numbers(0, 10_000);
    try (Source<?> source = holding(rows)) {
      assertThat(source.schema()).isEqualTo(NUMBERS);
      assertThat(read(source, 4))
          .usingElementComparator(Comparator.comparing(Object::toString))
          .containsExactlyInAnyOrderElementsOf(rows.values());
    }
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
      storedAndReadAgain(source);
    }
  }

  @SuppressWarnings("unchecked")
  private static <S extends Split> void storedAndReadAgain(Source<S> source) throws Exception {
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
