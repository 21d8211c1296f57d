package dev.penstock.runner.engine;

import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one run, one after the other, and the sources that they read. {@link #cancel}
 * may be called by any thread.
 */
final class Statements implements AutoCloseable {
  private final Connection connection;
  private final List<SourceFunction<?>> sources = new ArrayList<>();
  private @Nullable Statement running;
  private boolean cancelled;

  Statements(Connection connection) {
    this.connection = connection;
  }

  /** Reads what a statement yields. */
  @FunctionalInterface
  interface Reader<T> {
    T read(ResultSet rows) throws SQLException;
  }

  /** {@return for what needs the connection itself, on the thread of the statements} */
  Connection connection() {
    return connection;
  }

  /** Remembers a source, whose failures and readers the statements settle. */
  synchronized void reads(SourceFunction<?> source) {
    sources.add(source);
  }

  /** Executes a statement for a relation. */
  void execute(String sql, String relation) {
    var unused =
        run(
            relation,
            statement -> {
              statement.execute(sql);
              return true;
            });
  }

  /** {@return what is read of the rows of a statement for a relation} */
  <T> T query(String sql, String relation, Reader<T> reader) {
    return run(
        relation,
        statement -> {
          try (ResultSet rows = statement.executeQuery(sql)) {
            return reader.read(rows);
          }
        });
  }

  private interface Work<T> {
    T with(Statement statement) throws SQLException;
  }

  private <T> T run(String relation, Work<T> work) {
    // A fresh statement each time: after an error the driver closes the old one.
    try (Statement statement = begin()) {
      return work.with(statement);
    } catch (SQLException e) {
      throw failed(e, relation);
    } finally {
      end();
    }
  }

  private synchronized Statement begin() throws SQLException {
    if (cancelled) {
      throw cancelled(null);
    }
    Statement fresh = connection.createStatement();
    running = fresh;
    return fresh;
  }

  private synchronized void end() {
    running = null;
    sources.forEach(SourceFunction::settle);
  }

  /** The first failure of a source is the reason; what the engine made of it is only text. */
  private synchronized PenstockException failed(SQLException error, String relation) {
    if (cancelled) {
      return cancelled(error);
    }
    for (SourceFunction<?> source : sources) {
      Throwable failure = source.failure();
      if (failure instanceof PenstockException ours) {
        return ours;
      }
      if (failure != null) {
        return internal("A source of relation " + relation + " failed", failure);
      }
    }
    return EngineErrors.running(error, relation);
  }

  /** Stops what is under way; that call throws, and so does every later one. */
  synchronized void cancel() {
    cancelled = true;
    sources.forEach(SourceFunction::close);
    if (running != null) {
      try {
        running.cancel();
      } catch (SQLException e) {
        // It has just ended by itself.
      }
    }
  }

  private static TransientException cancelled(@Nullable Throwable cause) {
    return new TransientException(
        Reason.CANCELLED, "The run was cancelled", "Start it again when it is wanted", cause);
  }

  static InternalException internal(String message, Throwable cause) {
    return new InternalException(Reason.INTERNAL_ERROR, message, "Report this with its log", cause);
  }

  /** Ends all reads and forgets everything. */
  @Override
  public void close() {
    synchronized (this) {
      sources.forEach(SourceFunction::close);
    }
    try {
      connection.close();
    } catch (SQLException e) {
      // In memory: there is nothing that could be lost.
    }
  }
}
