package dev.penstock.runner.run;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Read;
import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.source.postgres.PostgresDatabase;
import dev.penstock.runner.spi.Progress;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Source;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The reading half of an attempt: opened databases, their sources, the plan, the engine. */
final class Reading implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Map<String, PostgresDatabase> databases = new LinkedHashMap<>();
  private final Plan plan;
  private final DuckDbEngine engine;

  /** Opens everything, and refuses what can not work before a row is read. */
  static Reading open(
      Pipeline pipeline,
      Connections connections,
      Secrets secrets,
      EngineSettings settings,
      String application) {
    return new Reading(pipeline, connections, secrets, settings, application);
  }

  private Reading(
      Pipeline pipeline,
      Connections connections,
      Secrets secrets,
      EngineSettings settings,
      String application) {
    try {
      Map<String, Source<?>> sources = new LinkedHashMap<>();
      Map<String, Schema> schemas = new LinkedHashMap<>();
      for (int i = 0; i < pipeline.sources().size(); i++) {
        var source = pipeline.sources().get(i);
        var database =
            databases.computeIfAbsent(
                source.connection(),
                name ->
                    owned(PostgresDatabase.open(connections.postgres(name), secrets, application)));
        var path = "spec.sources[" + i + "]";
        var read =
            switch (source.read()) {
              case Read.Table table ->
                  owned(database.source(table, pipeline.parameters(), Optional.empty(), path));
              case Read.Query query -> owned(database.source(query, pipeline.parameters(), path));
            };
        sources.put(source.name(), read);
        schemas.put(source.name(), read.schema());
      }
      plan = Plan.of(pipeline, schemas, settings);
      engine = owned(DuckDbEngine.open(settings));
      sources.forEach(engine::source);
      pipeline.steps().forEach(step -> engine.step(step.name(), step.sql()));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T owned(T part) {
    opened.push(part);
    return part;
  }

  Plan plan() {
    return plan;
  }

  DuckDbEngine engine() {
    return engine;
  }

  /** {@return what was read of every source so far} */
  Map<String, Progress> progress() {
    Map<String, Progress> progress = new LinkedHashMap<>();
    for (var source : plan.pipeline().sources()) {
      progress.put(source.name(), engine.read(source.name()));
    }
    return progress;
  }

  /** Closes in the reverse order of opening: the engine first, then sources and databases. */
  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        // Nothing of it is needed any more, and what it read is verified by counts.
      }
    }
  }
}
