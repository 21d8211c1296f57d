package dev.penstock.chaos;

import dev.penstock.runner.World;
import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.s3.faults.FaultyWay;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The world that a campaign plays in: databases, a store behind a way with faults, a warehouse, and
 * the processes that were started. Whoever opens it closes it; a JVM that is told to end does.
 */
final class Grounds implements AutoCloseable {
  private final World world;
  private final FaultyWay way;
  private final Path directory;
  private final Path connections;
  private final ScheduledExecutorService clock;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private volatile boolean ending;
  private final Thread atExit = new Thread(this::endWithTheJvm, "chaos-ending");

  private Grounds(World world, FaultyWay way, Path directory, Path connections) {
    this.world = world;
    this.way = way;
    this.directory = directory;
    this.connections = connections;
    this.clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  }

  /** Opens one below a directory, which goes with it. */
  static Grounds open(Path directory) throws IOException {
    Files.createDirectories(directory);
    var world = World.start(directory);
    var way = FaultyWay.to(world.store.endpoint());
    var written = Files.readString(world.connections());
    var connections =
        Files.writeString(
            directory.resolve("campaign.yaml"),
            written.replace(world.store.endpoint().toString(), way.endpoint().toString()));
    var grounds = new Grounds(world, way, directory, connections);
    Runtime.getRuntime().addShutdownHook(grounds.atExit);
    return grounds;
  }

  World world() {
    return world;
  }

  FaultyWay way() {
    return way;
  }

  Path directory() {
    return directory;
  }

  /** {@return the manifests of the connections, whose store lies behind the way with faults} */
  Path connections() {
    return connections;
  }

  /** {@return what does things a little later} */
  ScheduledExecutorService clock() {
    return clock;
  }

  /** Changes the source. */
  void shop(String sql) throws SQLException {
    try (var session = world.shop.connect()) {
      execute(session, sql);
    }
  }

  /** Changes the warehouse. */
  void warehouse(String sql) throws SQLException {
    try (var session = world.session()) {
      execute(session, sql);
    }
  }

  private static void execute(Connection session, String sql) throws SQLException {
    try (Statement statement = session.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Takes over a process, to end it with everything else. */
  Process owned(Process process) {
    processes.add(process);
    if (ending) {
      process.destroyForcibly();
    }
    return process;
  }

  /** Lets go of a process that has ended. */
  void ended(Process process) {
    processes.remove(process);
  }

  private void end() {
    ending = true;
    clock.shutdownNow();
    processes.forEach(Process::destroyForcibly);
    way.close();
    world.close();
    try {
      DirectoryTree.delete(directory);
    } catch (UncheckedIOException e) {
      // At the end of a JVM others still write and delete here; what is left is of no use.
    }
  }

  private void endWithTheJvm() {
    try {
      end();
    } catch (IllegalStateException e) {
      // The campaign's own thread has seen the same signal's effects, and ends them at once.
    }
  }

  @Override
  public void close() {
    end();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook does the same once more.
    }
  }
}
