package dev.penstock.runner.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.Produces;
import dev.penstock.runner.Rows;
import dev.penstock.runner.spi.Batch;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Checksummed;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.InOrder;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.Split;
import dev.penstock.runner.spi.TransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A read that breaks off is continued, or its failure goes on; no row comes twice. */
class ReadAheadTest {
  private static final Schema SCHEMA = Schema.of(new Column("id", new ColumnType.Int64()));
  private static final int BATCHES = 12;

  private record Ordered() implements InOrder {}

  private record Unordered() implements Split {}

  private static TransientException lost() {
    return new TransientException(Reason.CONNECTION_LOST, "Connection x was lost", "Wait");
  }

  /**
   * Twelve full batches of numbers.
   *
   * @param failures what each opening throws, and before which batch; none left: it goes well
   */
  private static final class Breaking implements Source<Split> {
    private record Failure(int batch, PenstockException error) {}

    private final Split split;
    private final List<Failure> failures = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private long shift;
    private int opened;

    private Breaking(Split split) {
      this.split = split;
    }

    private Breaking breaks(int batch, PenstockException error) {
      failures.add(new Failure(batch, error));
      return this;
    }

    /** From the second opening on its rows are others. */
    private Breaking changes() {
      shift = 1;
      return this;
    }

    @Override
    public Schema schema() {
      return SCHEMA;
    }

    @Override
    public List<Split> splits(int wanted) {
      return List.of(split);
    }

    @Override
    public Batches open(Split split) {
      Failure failure = opened < failures.size() ? failures.get(opened) : null;
      long first = opened++ == 0 ? 0 : shift;
      return new Numbers(failure, first, closed);
    }

    @Override
    public void close() {}
  }

  private static final class Numbers implements Batches, Checksummed {
    private final Breaking.Failure failure;
    private final long first;
    private final AtomicInteger closed;
    private int batch;
    private long sum;

    private Numbers(Breaking.Failure failure, long first, AtomicInteger closed) {
      this.failure = failure;
      this.first = first;
      this.closed = closed;
    }

    @Override
    public boolean next(Batch into) {
      into.clear();
      if (failure != null && failure.batch() == batch) {
        throw failure.error();
      }
      if (batch == BATCHES) {
        return false;
      }
      long from = first + (long) batch++ * Batch.ROWS;
      var values =
          LongStream.range(from, from + Batch.ROWS).mapToObj(i -> List.<Object>of(i)).toList();
      new Rows(SCHEMA, values).fill(into, 0, Batch.ROWS);
      sum = sum * 31 + from;
      return true;
    }

    @Override
    public long checksum() {
      return sum;
    }

    @Override
    public Progress progress() {
      return new Progress((long) batch * Batch.ROWS, 8L * batch * Batch.ROWS);
    }

    /** Takes its time, as a server does that has to end what it began. */
    @Override
    public void close() {
      LockSupport.parkNanos(20_000_000);
      closed.incrementAndGet();
    }
  }

  private static List<Long> read(Source<Split> source) throws Throwable {
    List<Long> ids = new ArrayList<>();
    try (var reader = ReadAhead.start(source, source.splits(1).getFirst(), "test")) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        Rows.read(batch, SCHEMA).forEach(row -> ids.add((Long) row.getFirst()));
        reader.giveBack(batch);
      }
      assertThat(reader.progress().rows()).isEqualTo(ids.size());
    }
    return ids;
  }

  private static void readsAll(Source<Split> source) throws Throwable {
    assertThat(read(source))
        .containsExactlyElementsOf(
            LongStream.range(0, (long) BATCHES * Batch.ROWS).boxed().toList());
  }

  @Test
  void whoeverSeesTheEndMayOpenTheNextSplit() throws Throwable {
    var source = new Breaking(new Ordered());
    try (var reader = ReadAhead.start(source, new Ordered(), "test")) {
      for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
        reader.giveBack(batch);
      }
      assertThat(source.closed).hasValue(1);
    }
  }

  @Test
  void aSplitInOrderIsContinuedBehindTheRowsThatWereTaken() throws Throwable {
    readsAll(new Breaking(new Ordered()).breaks(9, lost()).breaks(4, lost()).breaks(12, lost()));
  }

  @Test
  void anySplitIsRepeatedWhileNoRowWasTaken() throws Throwable {
    readsAll(new Breaking(new Unordered()).breaks(0, lost()).breaks(0, lost()));
  }

  @Test
  void aSplitWithoutOrderIsNotContinued() {
    var source = new Breaking(new Unordered()).breaks(1, lost());
    assertThatThrownBy(() -> read(source)).hasMessage("Connection x was lost");
    assertThat(source.opened).isEqualTo(1);
  }

  @Produces(Reason.SOURCE_CHANGED)
  @Test
  void rowsThatHaveChangedAreNotContinued() {
    var source = new Breaking(new Ordered()).breaks(3, lost()).changes();
    assertThatThrownBy(() -> read(source))
        .isInstanceOf(TransientException.class)
        .hasMessage(
            "A split that was read again after its connection broke has other rows than before");
    assertThat(source.opened).isEqualTo(2);
  }

  @Test
  void theFourthFailureGoesOn() {
    var source = new Breaking(new Ordered());
    for (int i = 0; i < 5; i++) {
      source.breaks(2, lost());
    }
    assertThatThrownBy(() -> read(source)).hasMessage("Connection x was lost");
    assertThat(source.opened).isEqualTo(4);
  }

  @Test
  void otherFailuresGoOnAtOnce() {
    for (PenstockException failure :
        List.of(
            new DataException(Reason.VALUE_NOT_SUPPORTED, "Bad", "Correct it"),
            new TransientException(Reason.CANCELLED, "Cancelled", "Start it again"))) {
      var source = new Breaking(new Ordered()).breaks(0, failure);
      assertThatThrownBy(() -> read(source)).isSameAs(failure);
      assertThat(source.opened).isEqualTo(1);
    }
  }
}
