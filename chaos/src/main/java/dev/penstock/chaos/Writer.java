package dev.penstock.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who writes to the source of a lane all the time: new rows in the order of their ids, and
 * where the lane has keys changed ones too. Once closed, it has written its last.
 */
final class Writer implements AutoCloseable {
  private static final int EVERY_MILLIS = 40;

  private final Lane lane;
  private final Random random;
  private final Connection session;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());
  private final ScheduledFuture<?> writing;
  private long next;

  private Writer(Lane lane, long seed, Connection session, long next) {
    this.lane = lane;
    this.random = new Random(seed);
    this.session = session;
    this.next = next;
    this.writing =
        thread.scheduleWithFixedDelay(this::write, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  static Writer on(Lane lane, long seed) throws SQLException {
    return new Writer(lane, seed, lane.grounds().world().shop.connect(), lane.next());
  }

  private void write() {
    try (Statement statement = session.createStatement()) {
      int rows = 1 + random.nextInt(3);
      statement.execute(lane.insertion(next, rows, "clock_timestamp()"));
      next += rows;
      if (lane.mode().changes()) {
        statement.execute(lane.change(1 + (long) (random.nextDouble() * next)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The writer can't write: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws SQLException {
    thread.close();
    session.close();
    if (writing.state() == Future.State.FAILED) {
      throw new IllegalStateException(writing.exceptionNow());
    }
  }
}
