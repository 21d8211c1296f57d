package dev.penstock.runner.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.Split;
import dev.penstock.runner.spi.TransientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One run's database. Sources and steps become relations, {@link #prepare} makes sure that no
 * source is read twice, {@link #seal} computes a relation into parts.
 *
 * <p>Used by one thread; {@link #cancel} and {@link #read} may be called by any. Sources are closed
 * by who opened them, after this engine.
 */
public final class DuckDbEngine implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final EngineSettings settings;
  private final Connection connection;
  private final Map<String, SourceFunction<?>> sources = new LinkedHashMap<>();
  private final Object running = new Object();
  private @Nullable Statement statement;
  private boolean cancelled;

  private DuckDbEngine(EngineSettings settings, Connection connection) {
    this.settings = settings;
    this.connection = connection;
  }

  /** Opens a database that is locked from the beginning. */
  public static DuckDbEngine open(EngineSettings settings) {
    return new DuckDbEngine(settings, Database.open(settings));
  }

  /** Makes a relation of a source. Nothing is read before a relation is sealed or prepared. */
  public <S extends Split> void source(String relation, Source<S> source) {
    SourceFunction<S> function = new SourceFunction<>(relation, source, settings.threads());
    String name = function(sources.size());
    try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction()) {
      builder.withName(name).withProjectionPushdown().withFunction(function).register(connection);
    } catch (SQLException e) {
      throw internal("Source " + relation + " could not be shown to the engine", e);
    }
    synchronized (running) {
      sources.put(relation, function);
    }
    view(relation, "SELECT " + function.converted() + " FROM " + name + "()");
  }

  private static String function(int number) {
    return "penstock_source_" + number;
  }

  /** Makes a relation of a step whose SQL {@link StepBinder} has found to be one SELECT. */
  public void step(String relation, String sql) {
    view(relation, sql);
  }

  private void view(String relation, String sql) {
    try {
      // On lines of its own, so that a comment at its end ends.
      execute("CREATE OR REPLACE VIEW " + Sql.identifier(relation) + " AS\n" + sql + "\n");
    } catch (SQLException e) {
      throw failed(e, relation);
    }
  }

  /** {@return the columns of a relation} */
  public Schema schema(String relation) {
    try {
      return Relations.describe(connection, relation, "the SQL of " + relation);
    } catch (SQLException e) {
      throw failed(e, relation);
    }
  }

  /**
   * Reads each source that the relations together would scan more than once into a file on scratch,
   * so that the source itself is read once and all see the same rows.
   *
   * @param relations all that will be sealed
   * @return the sources that were read
   */
  public List<String> prepare(List<String> relations) {
    Map<String, Integer> scans = new LinkedHashMap<>();
    for (String relation : relations) {
      String plan = explain(relation);
      int number = 0;
      for (String source : List.copyOf(sources.keySet())) {
        scans.merge(source, scans(plan, function(number++)), Integer::sum);
      }
    }
    List<String> read = new ArrayList<>();
    int number = 0;
    for (String source : List.copyOf(sources.keySet())) {
      int function = number++;
      if (scans.getOrDefault(source, 0) > 1) {
        keep(source, function);
        read.add(source);
      }
    }
    return read;
  }

  private String explain(String relation) {
    try (Statement explain = connection.createStatement();
        ResultSet plan =
            explain.executeQuery(
                "EXPLAIN (FORMAT json) SELECT * FROM " + Sql.identifier(relation))) {
      StringBuilder text = new StringBuilder();
      while (plan.next()) {
        text.append(plan.getString(2));
      }
      return text.toString();
    } catch (SQLException e) {
      throw failed(e, relation);
    }
  }

  /** {@return how many operators of a plan scan the function} */
  private static int scans(String plan, String function) {
    try {
      int scans = 0;
      for (var name : JSON.readTree(plan).findValues("name")) {
        if (name.asText().equals(function.toUpperCase(Locale.ROOT))) {
          scans++;
        }
      }
      return scans;
    } catch (JsonProcessingException e) {
      throw internal("The engine's plan could not be read", e);
    }
  }

  private void keep(String source, int number) {
    SourceFunction<?> function = sources.get(source);
    if (function == null) {
      throw new IllegalStateException("No source " + source);
    }
    Path file = directory(settings.scratch().resolve("relations")).resolve(number + ".parquet");
    try {
      // As they came: the conversion to types that Parquet lacks is repeated by the view.
      execute(
          "COPY (SELECT * FROM %s()) TO %s (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
              .formatted(function(number), Sql.literal(file.toString())));
    } catch (SQLException e) {
      throw failed(e, source);
    }
    view(
        source,
        "SELECT %s FROM read_parquet(%s)"
            .formatted(function.converted(), Sql.literal(file.toString())));
  }

  /**
   * Computes a relation and seals it into parts. All parts are sealed before the first is handed
   * over: one wave.
   */
  public Sealed seal(String relation, SealOptions options, PartSink sink)
      throws InterruptedException {
    PartSchema schema = PartSchema.of(schema(relation));
    directory(options.directory());
    long rows = 0;
    long bytes = 0;
    int parts = 0;
    for (SealedPart part : copy(relation, schema, options)) {
      rows += part.rows();
      bytes += part.bytes();
      parts++;
      sink.accept(part);
    }
    return new Sealed(schema, parts, rows, bytes);
  }

  private List<SealedPart> copy(String relation, PartSchema schema, SealOptions options) {
    List<String> items = new ArrayList<>();
    for (var column : schema.columns()) {
      String name = Sql.identifier(column.name());
      if (column.name().equals(PartSchema.COMMIT)) {
        items.add(options.commit() + "::BIGINT AS " + name);
      } else if (column.cast()) {
        items.add("CAST(%s AS %s) AS %s".formatted(name, EngineTypes.name(column.carried()), name));
      } else {
        items.add(name);
      }
    }
    String copy =
        """
        COPY (SELECT %s FROM %s) TO %s (
          FORMAT parquet, COMPRESSION %s, FILE_SIZE_BYTES %d, FILENAME_PATTERN 'part-{i}', RETURN_STATS)
        """
            .formatted(
                String.join(", ", items),
                Sql.identifier(relation),
                Sql.literal(options.directory().toString()),
                options.codec().name().toLowerCase(Locale.ROOT),
                options.partBytes());
    List<SealedPart> parts = new ArrayList<>();
    try (Statement copying = begin();
        ResultSet files = copying.executeQuery(copy)) {
      while (files.next()) {
        long rows = files.getLong("count");
        if (rows > 0) {
          parts.add(
              PartFile.sealed(
                  Path.of(files.getString("filename")), files.getLong("file_size_bytes"), rows));
        }
      }
    } catch (SQLException e) {
      throw failed(e, relation);
    } finally {
      end();
    }
    return parts;
  }

  /** {@return what was read of a source so far} */
  public Progress read(String relation) {
    synchronized (running) {
      SourceFunction<?> function = sources.get(relation);
      return function == null ? Progress.NONE : function.progress();
    }
  }

  /** Stops whatever is being computed; the call under way throws, and so does every later one. */
  public void cancel() {
    synchronized (running) {
      cancelled = true;
      sources.values().forEach(SourceFunction::close);
      if (statement != null) {
        try {
          statement.cancel();
        } catch (SQLException e) {
          // It has just ended by itself.
        }
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement executing = begin()) {
      executing.execute(sql);
    } finally {
      end();
    }
  }

  /** A fresh statement each time: after an error the driver closes the old one. */
  private Statement begin() throws SQLException {
    synchronized (running) {
      if (cancelled) {
        throw cancelled(null);
      }
      Statement fresh = connection.createStatement();
      statement = fresh;
      return fresh;
    }
  }

  private void end() {
    synchronized (running) {
      statement = null;
    }
  }

  /** The first failure of a source is the reason; what the engine made of it is only text. */
  private PenstockException failed(SQLException error, String relation) {
    synchronized (running) {
      if (cancelled) {
        return cancelled(error);
      }
      for (SourceFunction<?> source : sources.values()) {
        Throwable failure = source.failure();
        if (failure instanceof PenstockException ours) {
          return ours;
        }
        if (failure != null) {
          return internal("A source of relation " + relation + " failed", failure);
        }
      }
    }
    return EngineErrors.running(error, relation);
  }

  private static TransientException cancelled(@Nullable Throwable cause) {
    return new TransientException(
        Reason.CANCELLED, "The run was cancelled", "Start it again when it is wanted", cause);
  }

  private static InternalException internal(String message, Throwable cause) {
    return new InternalException(Reason.INTERNAL_ERROR, message, "Report this with its log", cause);
  }

  private static Path directory(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw EngineErrors.scratch(e);
    }
  }

  /** Ends all reads and forgets all relations. */
  @Override
  public void close() {
    synchronized (running) {
      sources.values().forEach(SourceFunction::close);
    }
    try {
      connection.close();
    } catch (SQLException e) {
      // In memory: there is nothing that could be lost.
    }
  }
}
