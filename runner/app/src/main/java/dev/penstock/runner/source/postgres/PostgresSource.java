package dev.penstock.runner.source.postgres;

import dev.penstock.runner.source.jdbc.JdbcBatches;
import dev.penstock.runner.spi.Batches;
import dev.penstock.runner.spi.Increment;
import dev.penstock.runner.spi.Named;
import dev.penstock.runner.spi.Resting;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Sized;
import dev.penstock.runner.spi.Source;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.jdbc.PgConnection;

/**
 * A table, a view or a query as of its database's snapshot. Each split is read over a session that
 * no other is read over at the time.
 */
public final class PostgresSource implements Source<PostgresSplit>, Sized, Resting, Named {
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

  @Override
  public String object() {
    return object;
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
    return new PostgresBatches(
        session,
        split.copy(),
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

  /** {@return a session of this snapshot with what a split needs: one that waits, or a new one} */
  private PgConnection session(PostgresSplit split) {
    var settings = split.selection().settings();
    var kept = database.kept().take(settings);
    if (kept.isPresent()) {
      return kept.get();
    }
    PgConnection session = database.session(split.snapshot());
    try {
      PostgresDatabase.set(session, settings);
      return session;
    } catch (SQLException e) {
      PostgresDatabase.quietly(session);
      throw database.errors().translate(e, object);
    }
  }

  /** Keeps the session of a split that was read to its end. */
  private boolean closing(PostgresBatches batches, PgConnection session) {
    open.remove(batches);
    return batches.ended() && !closed && database.kept().keep(selection.settings(), session);
  }

  @Override
  public void rest() {
    database.kept().rest();
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
