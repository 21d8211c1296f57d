package dev.penstock.runner.engine;

import dev.penstock.runner.reconcile.Dialect;
import dev.penstock.runner.reconcile.Tally;
import dev.penstock.runner.reconcile.TallyQuery;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import dev.penstock.runner.spi.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.jspecify.annotations.Nullable;

/**
 * One run's database. Sources and steps become relations; a relation is {@link #keep kept} on
 * scratch, or {@link #seal sealed} into parts, whole or wave by wave. A source is scanned once: as
 * a whole by the first statement that reads it, or once per wave of {@link #waves}.
 *
 * <p>Used by one thread; {@link #cancel} and {@link #read} may be called by any. Sources are closed
 * by who opened them, after this engine.
 */
public final class DuckDbEngine implements AutoCloseable {
  private final EngineSettings settings;
  private final Pace pace;
  private final Statements statements;
  private final SpillGauge spill;
  private final Map<String, Shown<?>> sources = new ConcurrentHashMap<>();
  private final Map<String, Map<String, Mending>> mended = new ConcurrentHashMap<>();
  private final Map<String, Schema> schemas = new LinkedHashMap<>();
  private int files;

  /** A source as the engine sees it; {@code without} is what its relation leaves out. */
  private record Shown<S extends Split>(
      String name, SourceFunction<S> function, @Nullable LeftOut without) {
    String from() {
      return name + "()";
    }
  }

  /** Rows that agree in these columns with one of the file are not part of a relation. */
  private record LeftOut(Path file, List<String> columns) {}

  private DuckDbEngine(EngineSettings settings, Pace pace, Statements statements) {
    this.settings = settings;
    this.pace = pace;
    this.statements = statements;
    this.spill = SpillGauge.over(Database.spill(settings));
  }

  /**
   * Opens a database that is locked from the beginning.
   *
   * @param variables that steps read
   */
  public static DuckDbEngine open(EngineSettings settings, Pace pace, List<Variable> variables) {
    return new DuckDbEngine(settings, pace, new Statements(Database.open(settings, variables)));
  }

  /**
   * Loads the engine's library and lets it set up what all databases share, so that a later {@link
   * #open} need not.
   */
  public static void load() {
    Database.load();
    EngineLibrary.load();
  }

  /** Makes a relation of a source of which each thread may read a split. */
  public <S extends Split> void source(String relation, Source<S> source) {
    source(relation, source, settings.threads());
  }

  /**
   * Makes a relation of a source. Nothing is read before somebody needs its rows.
   *
   * @param connections how many splits may be read at once
   */
  public <S extends Split> void source(String relation, Source<S> source, int connections) {
    source(relation, source, connections, Map.of());
  }

  /**
   * Makes a relation of a source whose texts may not all be UTF-8.
   *
   * @param replaced by column whether U+FFFD stands for what is wrong, else there is NULL in the
   *     text's place; in other columns such a text is refused
   */
  public <S extends Split> void source(
      String relation, Source<S> source, int connections, Map<String, Boolean> replaced) {
    Map<String, Mending> mendings = new LinkedHashMap<>();
    replaced.forEach((column, replace) -> mendings.put(column, new Mending(replace)));
    int wanted = settings.threads();
    if (source instanceof dev.penstock.runner.spi.Sized sized) {
      wanted = pace.splits(sized.estimatedBytes(), wanted);
    }
    SourceFunction<S> function =
        new SourceFunction<>(relation, source, wanted, connections, mendings);
    String name = "penstock_source_" + sources.size();
    try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction()) {
      builder
          .withName(name)
          .withProjectionPushdown()
          .withFunction(function)
          .register(statements.connection());
    } catch (SQLException e) {
      throw Statements.internal("Source " + relation + " could not be shown to the engine", e);
    }
    statements.reads(function);
    sources.put(relation, new Shown<>(name, function, null));
    mended.put(relation, mendings);
    schemas.put(relation, source.schema());
    show(relation, name + "()");
  }

  /**
   * Leaves rows out of a source's relation: those that agree with a row of the file in all of these
   * columns, where NULL agrees with NULL.
   *
   * @param file as {@link #write} has written it
   */
  public void leaveOut(String relation, Path file, List<String> columns) {
    Shown<?> source = shown(relation);
    sources.put(
        relation,
        new Shown<>(source.name(), source.function(), new LeftOut(file, List.copyOf(columns))));
    show(relation, source.from());
  }

  /** Makes the relation of a source of where its raw rows stand. */
  private void show(String relation, String from) {
    Shown<?> source = shown(relation);
    String rows = "SELECT " + source.function().converted() + " FROM " + from;
    LeftOut without = source.without();
    if (without != null) {
      Schema known = source.function().source().schema();
      Schema columns =
          new Schema(
              without.columns().stream().map(name -> known.column(name).orElseThrow()).toList());
      List<String> same = new ArrayList<>();
      for (Column column : columns.columns()) {
        same.add("s.%1$s IS NOT DISTINCT FROM t.%1$s".formatted(Sql.identifier(column.name())));
      }
      rows =
          "SELECT s.* FROM (%s) AS s ANTI JOIN (%s) AS t ON %s"
              .formatted(
                  rows,
                  Carried.ofScratch(columns, List.of(without.file())),
                  String.join(" AND ", same));
    }
    view(relation, rows);
  }

  private Shown<?> shown(String relation) {
    Shown<?> source = sources.get(relation);
    if (source == null) {
      throw new IllegalArgumentException("No source " + relation);
    }
    return source;
  }

  /** Makes a relation of a step whose SQL {@link StepBinder} has found to be one SELECT. */
  public void step(String relation, String sql) {
    view(relation, sql);
  }

  private void view(String relation, String sql) {
    // On lines of its own, so that a comment at its end ends.
    statements.execute(
        "CREATE OR REPLACE VIEW " + Sql.identifier(relation) + " AS\n" + sql + "\n", relation);
  }

  /** {@return the columns of a relation} */
  public Schema schema(String relation) {
    return schemas.computeIfAbsent(
        relation,
        name -> {
          try {
            return Relations.describe(statements.connection(), name, "the SQL of " + name);
          } catch (SQLException e) {
            throw EngineErrors.running(e, name);
          }
        });
  }

  /** Computes a relation into a file on scratch, from which everybody reads it from now on. */
  public void keep(String relation) {
    Path file = scratch("kept");
    Shown<?> source = sources.get(relation);
    if (source == null) {
      Schema schema = schema(relation);
      write(Carried.intoScratch(schema), Sql.identifier(relation), file, relation);
      view(relation, Carried.ofScratch(schema, List.of(file)));
    } else {
      // As they came: the conversion to types that Parquet lacks is repeated by the view.
      write("*", source.from(), file, relation);
      source.function().drained();
      show(relation, Carried.files(List.of(file)));
    }
  }

  /** {@return a pass over a source in waves, of which nothing is read yet} */
  public WaveReading<?> waves(String source) {
    return waves(shown(source));
  }

  private <S extends Split> WaveReading<S> waves(Shown<S> source) {
    return new WaveReading<>(source.function(), pace, settings.threads());
  }

  /**
   * Reads the wave on offer into a file on scratch, from which everybody reads the source until the
   * next wave.
   *
   * @return the file, to be deleted when the wave is done
   */
  public Path keepWave(String relation) {
    Shown<?> source = shown(relation);
    Path file = scratch("waves");
    write("*", source.from(), file, relation);
    source.function().drained();
    show(relation, Carried.files(List.of(file)));
    return file;
  }

  /**
   * Reads a source that is no relation into a file that {@link #leaveOut} can be given later.
   *
   * @return how many rows it holds
   */
  public long write(String name, Source<?> source, Path file) {
    source(name, source, 1);
    write(Carried.intoScratch(source.schema()), Sql.identifier(name), file, name);
    shown(name).function().drained();
    return read(name).rows();
  }

  private void write(String items, String from, Path file, String relation) {
    statements.execute(
        """
        COPY (SELECT %s FROM %s) TO %s (
          FORMAT parquet, COMPRESSION %s, DICTIONARY_SIZE_LIMIT %d, ROW_GROUP_SIZE_BYTES %d)
        """
            .formatted(
                items,
                from,
                Sql.literal(file.toString()),
                Codec.ZSTD.option(),
                PartCopy.DICTIONARY_VALUES,
                settings.rowGroupBytes()),
        relation);
  }

  /** Computes a relation, or the wave of it that is on offer, and seals it into parts. */
  public Sealed seal(String relation, SealOptions options) {
    return seal(relation, Shaping.NONE, options);
  }

  /** Seals a relation whose values become what the shaping says. */
  public Sealed seal(String relation, Shaping shaping, SealOptions options) {
    directory(options.directory());
    var schema = dev.penstock.runner.spi.PartSchema.of(shaping.of(schema(relation)));
    var copy = new PartCopy(shaping.from(relation), schema, options, settings.rowGroupBytes());
    return new Sealed(schema, statements.query(copy.sql(), relation, copy::parts));
  }

  /** {@return how many texts of a relation are longer than each limit allows} It reads the rows. */
  public List<Long> longer(String relation, List<Shaping.Limit> limits) {
    return longer(relation, limits, Shaping.NONE);
  }

  /** {@return the same of those rows that the shaping lets into parts} */
  public List<Long> longer(String relation, List<Shaping.Limit> limits, Shaping shaping) {
    return counts(Shaping.counting(limits, shaping.rows(relation)), relation);
  }

  /** {@return how many texts of parts are longer than each limit allows} As {@link #tally}. */
  public List<Long> longer(String relation, List<Shaping.Limit> limits, Sealed sealed) {
    var files = sealed.parts().stream().map(SealedPart::file).toList();
    return counts(Shaping.counting(limits, Carried.files(files)), relation);
  }

  private List<Long> counts(String sql, String relation) {
    return row(sql, relation).stream()
        .map(count -> Long.valueOf(java.util.Objects.requireNonNull(count)))
        .toList();
  }

  /** {@return what the parts hold, read back from scratch} They must not have left it. */
  public Tally tally(String relation, Sealed sealed) {
    if (sealed.parts().isEmpty()) {
      return Tally.NOTHING;
    }
    var files = sealed.parts().stream().map(SealedPart::file).toList();
    return new TallyQuery(sealed.schema(), Dialect.ENGINE, Sql::identifier)
        .of(Carried.files(files), sql -> row(sql, relation));
  }

  private List<@Nullable String> row(String sql, String relation) {
    return statements.query(
        sql,
        relation,
        result -> {
          result.next();
          List<@Nullable String> row = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(result.getString(i));
          }
          return row;
        });
  }

  /** {@return the first rows of a relation as text, a NULL as null} */
  public List<List<@Nullable String>> first(String relation, int rows) {
    Schema schema = schema(relation);
    String items =
        String.join(
            ", ",
            schema.names().stream()
                .map(name -> "CAST(%s AS VARCHAR)".formatted(Sql.identifier(name)))
                .toList());
    return statements.query(
        "SELECT %s FROM %s LIMIT %d".formatted(items, Sql.identifier(relation), rows),
        relation,
        result -> {
          List<List<@Nullable String>> all = new ArrayList<>();
          while (result.next()) {
            List<@Nullable String> row = new ArrayList<>();
            for (int i = 1; i <= schema.columns().size(); i++) {
              row.add(result.getString(i));
            }
            all.add(row);
          }
          return all;
        });
  }

  /** {@return the tallies of checks, of which nothing is looked at yet} */
  public Checking checking(List<RowCheck> checks) {
    return new Checking(statements, directory(settings.scratch().resolve("checks")), checks);
  }

  /** {@return what was read of a source so far} */
  public Progress read(String source) {
    Shown<?> shown = sources.get(source);
    return shown == null ? Progress.NONE : shown.function().progress();
  }

  /** {@return how many texts of a source were not UTF-8, by the columns where one may be} */
  public Map<String, Long> mended(String source) {
    Map<String, Long> counts = new LinkedHashMap<>();
    mended
        .getOrDefault(source, Map.of())
        .forEach((column, mending) -> counts.put(column, mending.mended().sum()));
    return counts;
  }

  /**
   * {@return the most that lay on scratch at once because it did not fit memory, as far as seen}
   */
  public long spilledBytes() {
    return spill.peakBytes();
  }

  /** Stops whatever is being computed; the call under way throws, and so does every later one. */
  public void cancel() {
    statements.cancel();
  }

  private Path scratch(String kind) {
    return directory(settings.scratch().resolve(kind)).resolve(files++ + ".parquet");
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
    statements.close();
    spill.close();
  }
}
