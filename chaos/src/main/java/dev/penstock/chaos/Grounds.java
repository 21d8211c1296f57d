package dev.penstock.chaos;

import dev.penstock.runner.World;
import dev.penstock.sandbox.s3.faults.FaultyWay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
  private final Ending ending;

  private Grounds(World world, FaultyWay way, Path directory, Path connections, Ending ending) {
    this.world = world;
    this.way = way;
    this.directory = directory;
    this.connections = connections;
    this.clock = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    this.ending = ending;
    ending.takes(clock::shutdownNow);
  }

  /** Opens one below a directory, which goes with it. */
  static Grounds open(Path directory) throws IOException {
    var ending = Ending.of(directory);
    try {
      Files.createDirectories(directory);
      var world = World.start(directory);
      ending.takes(world::close);
      var way = FaultyWay.to(world.store.endpoint());
      ending.takes(way::close);
      var written = Files.readString(world.connections());
      var connections =
          Files.writeString(
              directory.resolve("campaign.yaml"),
              written.replace(world.store.endpoint().toString(), way.endpoint().toString()));
      return new Grounds(world, way, directory, connections, ending);
    } catch (IOException | RuntimeException e) {
      ending.close();
      throw e;
    } finally {
      ending.opened();
    }
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
    return ending.owned(process);
  }

  @Override
  public void close() {
    ending.close();
  }
}
