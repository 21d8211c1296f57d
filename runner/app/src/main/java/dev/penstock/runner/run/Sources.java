package dev.penstock.runner.run;

import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.commit.Watermark;
import dev.penstock.runner.plan.Size;
import dev.penstock.runner.source.postgres.PostgresDatabase;
import dev.penstock.runner.spi.Increment;
import dev.penstock.runner.spi.Schema;
import dev.penstock.runner.spi.Sized;
import dev.penstock.runner.spi.Source;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** The opened databases of a pipeline and their sources, in the order of the manifest. */
final class Sources implements AutoCloseable {
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final List<Opened> all = new ArrayList<>();

  /**
   * An opened source.
   *
   * @param increment what it reads of its table; empty: all
   * @param before its watermark in the log
   * @param connections that its splits may use at once
   */
  record Opened(
      String name,
      Read read,
      Source<?> source,
      Optional<Increment> increment,
      Optional<Watermark> before,
      int connections) {
    /** {@return about how much it holds, where it knows} */
    Optional<Size> size() {
      return source instanceof Sized sized
          ? Optional.of(new Size(sized.estimatedRows(), sized.estimatedBytes()))
          : Optional.empty();
    }
  }

  private Sources() {}

  /**
   * Opens all, on a virtual thread: interrupting the caller ends a session that waits for its
   * server.
   */
  static Sources open(Request request, Connections connections, Watermarks watermarks)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var opening = threads.submit(() -> opened(request, connections, watermarks));
      try {
        return opening.get();
      } catch (InterruptedException e) {
        threads.shutdownNow();
        throw e;
      } catch (ExecutionException e) {
        throw e.getCause() instanceof RuntimeException ours ? ours : new IllegalStateException(e);
      }
    }
  }

  private static Sources opened(Request request, Connections connections, Watermarks watermarks) {
    var sources = new Sources();
    try {
      sources.openAll(request, connections, watermarks);
      if (Thread.interrupted()) {
        throw new IllegalStateException("interrupted");
      }
      return sources;
    } catch (RuntimeException e) {
      sources.close();
      throw e;
    }
  }

  private void openAll(Request request, Connections connections, Watermarks watermarks) {
    var pipeline = request.pipeline();
    List<Parameter> parameters = new ArrayList<>(pipeline.parameters());
    parameters.add(new Parameter("run_id", Parameter.Type.TEXT, request.run().id()));
    Map<String, PostgresDatabase> databases = new LinkedHashMap<>();
    for (int i = 0; i < pipeline.sources().size(); i++) {
      var source = pipeline.sources().get(i);
      var connection = connections.postgres(source.connection());
      var database =
          databases.computeIfAbsent(
              source.connection(),
              name ->
                  owned(
                      PostgresDatabase.open(connection, request.secrets(), request.application())));
      var path = "spec.sources[" + i + "]";
      Optional<Watermark> before =
          source.read() instanceof Read.Table table
              ? table
                  .incremental()
                  .flatMap(incremental -> watermarks.of(source.name(), table, incremental))
              : Optional.empty();
      var read =
          switch (source.read()) {
            case Read.Table table ->
                owned(
                    request.wanted() instanceof Wanted.Window window
                        ? database.source(table, parameters, window, path)
                        : database.source(
                            table, parameters, before.map(Watermark::delivered), path));
            case Read.Query query -> owned(database.source(query, parameters, path));
          };
      // One connection keeps the snapshot.
      int connectionsLeft = Math.max(1, connection.limits().connectionsPerRun() - 1);
      all.add(
          new Opened(
              source.name(), source.read(), read, read.increment(), before, connectionsLeft));
    }
  }

  private <T extends AutoCloseable> T owned(T part) {
    owned.push(part);
    return part;
  }

  List<Opened> all() {
    return List.copyOf(all);
  }

  Map<String, Schema> schemas() {
    Map<String, Schema> schemas = new LinkedHashMap<>();
    all.forEach(opened -> schemas.put(opened.name(), opened.source().schema()));
    return schemas;
  }

  Map<String, Size> sizes() {
    Map<String, Size> sizes = new LinkedHashMap<>();
    all.forEach(opened -> opened.size().ifPresent(size -> sizes.put(opened.name(), size)));
    return sizes;
  }

  /** Closes in the reverse order of opening: sources, then their databases. */
  @Override
  public void close() {
    while (!owned.isEmpty()) {
      try {
        owned.pop().close();
      } catch (Exception e) {
        // Nothing of it is needed any more, and what it read is verified by counts.
      }
    }
  }
}
