package dev.penstock.runner.source.postgres;

import dev.penstock.runner.source.jdbc.JdbcBatches;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Increment;
import dev.penstock.runner.spi.Resting;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Sized;
import dev.penstock.runner.spi.Source;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.postgresql.jdbc.PgConnection;

/**
 * A table, a view or a query as of its database's snapshot. Each split is read over a session that
 * no other is read over at the time.
 */
public final class PostgresSource implements Source<PostgresSplit>, Sized, Resting {
  private final PostgresDatabase database;
  private final List<PostgresColumn> columns;
  private final Schema schema;
  private final Selection selection;
  private final Cut cut;
  private final OptionalInt declared;
  private final Estimate estimate;
  private final Optional<Increment> increment;
  private final String object;
  private final Set<Batches> open = ConcurrentHashMap.newKeySet();
  private final Queue<PgConnection> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  /**
   * @param declared into how many splits the manifest cuts it
   * @param object for messages: {@code Table public.orders}
   */
  PostgresSource(
      PostgresDatabase database,
      List<PostgresColumn> columns,
      Schema schema,
      Selection selection,
      Cut cut,
      OptionalInt declared,
      Estimate estimate,
      Optional<Increment> increment,
      String object) {
    this.database = database;
    this.columns = List.copyOf(columns);
    this.schema = schema;
    this.selection = selection;
    this.cut = cut;
    this.declared = declared;
    this.estimate = estimate;
    this.increment = increment;
    this.object = object;
  }

  @Override
  public Schema schema() {
    return schema;
  }

  /** {@return the stretch of its cursor that is read; empty: all rows are} */
  public Optional<Increment> increment() {
    return increment;
  }

  /** {@return pieces as of its snapshot} The manifest's own number goes before {@code wanted}. */
  @Override
  public List<PostgresSplit> splits(int wanted) {
    return cut.splits(database.snapshot(), selection, declared.orElse(wanted));
  }

  @Override
  public Batches open(PostgresSplit split) {
    if (closed) {
      throw database.errors().cancelled(null);
    }
    PgConnection session = session(split);
    Batches batches;
    try {
      batches =
          switch (database.extraction()) {
            case COPY -> copied(session, split);
            case CURSOR -> fetched(session, split);
          };
    } catch (SQLException e) {
      PostgresDatabase.quietly(session);
      throw database.errors().translate(e, object);
    }
    open.add(batches);
    // Closed since: whoever closed it may not have seen this read.
    if (closed) {
      batches.close();
      throw database.errors().cancelled(null);
    }
    return batches;
  }

  private Batches copied(PgConnection session, PostgresSplit split) {
    CopyStream copy;
    try {
      copy = CopyStream.of(session, split.copy());
    } catch (SQLException e) {
      PostgresDatabase.quietly(session);
      throw database.errors().copying(e, object);
    }
    return new PostgresBatches(
        session,
        copy,
        new CopyDecoder(schema, columns, within()),
        database.errors(),
        object,
        this::closing);
  }

  private Batches fetched(PgConnection session, PostgresSplit split) throws SQLException {
    var cursor = new ServerCursor(schema, columns, estimate, within());
    return new JdbcBatches(
        cursor.of(session, split.piece().sql()), database.errors(), object, open::remove);
  }

  /** {@return the object as it stands within a sentence} */
  private String within() {
    return Character.toLowerCase(object.charAt(0)) + object.substring(1);
  }

  /** {@return a session of this snapshot and this selection: one that is idle, or a new one} */
  private PgConnection session(PostgresSplit split) {
    PgConnection waiting = idle.poll();
    if (waiting != null) {
      return waiting;
    }
    PgConnection session = database.session(split.snapshot());
    try {
      PostgresDatabase.set(session, split.selection().settings());
      return session;
    } catch (SQLException e) {
      PostgresDatabase.quietly(session);
      throw database.errors().translate(e, object);
    }
  }

  /** Keeps the session of a split that was read to its end: a login costs more than many rows. */
  private boolean closing(PostgresBatches batches, PgConnection session) {
    open.remove(batches);
    boolean kept = batches.ended() && idle.add(session);
    if (closed) {
      rest();
    }
    return kept;
  }

  @Override
  public void rest() {
    for (var session = idle.poll(); session != null; session = idle.poll()) {
      PostgresDatabase.quietly(session);
    }
  }

  @Override
  public long estimatedRows() {
    return estimate.rows();
  }

  @Override
  public long estimatedBytes() {
    return estimate.bytes();
  }

  /** Ends its reads, and those of the increment's tail. */
  @Override
  public void close() {
    closed = true;
    open.forEach(Batches::close);
    rest();
    increment.flatMap(Increment::tail).ifPresent(Source::close);
  }
}
