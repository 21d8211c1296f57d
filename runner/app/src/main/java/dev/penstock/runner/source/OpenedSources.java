package dev.penstock.runner.source;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.source.postgres.PostgresDatabase;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * All sources of a pipeline, by name, in the order of the manifest. Sources of one connection see
 * one snapshot. Closed by the run, after the engine.
 */
public final class OpenedSources implements AutoCloseable {
  private final Map<String, Source<?>> sources = new LinkedHashMap<>();
  private final Map<String, PostgresDatabase> databases = new LinkedHashMap<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private OpenedSources() {}

  /**
   * Connects to everything that the pipeline reads; refuses what does not exist or can not be read.
   *
   * @param connections by name; each one that a source names is there and of a kind that is read
   */
  public static OpenedSources open(
      Pipeline pipeline, Map<String, Connection> connections, Secrets secrets) {
    OpenedSources all = new OpenedSources();
    try {
      for (int i = 0; i < pipeline.sources().size(); i++) {
        dev.penstock.api.model.Source source = pipeline.sources().get(i);
        Connection connection = connections.get(source.connection());
        if (!(connection instanceof Connection.Postgres postgres)) {
          throw new IllegalArgumentException(
              "Source %s reads %s".formatted(source.name(), connection));
        }
        PostgresDatabase database = all.databases.get(postgres.name());
        if (database == null) {
          database = PostgresDatabase.open(postgres, secrets, "penstock/" + pipeline.id().name());
          all.databases.put(postgres.name(), database);
          all.opened.push(database);
        }
        switch (source.read()) {
          case Read.Table table -> {
            Source<?> reading = database.source(table, "spec.sources[" + i + "]");
            all.opened.push(reading);
            all.sources.put(source.name(), reading);
          }
        }
      }
      return all;
    } catch (RuntimeException e) {
      all.close();
      throw e;
    }
  }

  /** {@return the sources by name} */
  public Map<String, Source<?>> byName() {
    return Collections.unmodifiableMap(sources);
  }

  /** {@return their columns by name} */
  public Map<String, Schema> schemas() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    sources.forEach((name, source) -> schemas.put(name, source.schema()));
    return schemas;
  }

  /** Ends all reads, then the snapshots. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // Neither sources nor databases throw here.
        throw new IllegalStateException(e);
      }
    }
  }
}
