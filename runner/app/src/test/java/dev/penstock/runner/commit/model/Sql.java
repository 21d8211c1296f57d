package dev.penstock.runner.commit.model;

import dev.penstock.runner.commit.Days;
import dev.penstock.runner.commit.Ledger.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A statement of a session. Locks are held until the transaction ends; a session whose client is
 * gone keeps them until the server notices, and a {@code COMMIT} or a {@code COPY} that was sent
 * may take effect although nobody hears of it. What a transaction changes is seen by nobody before
 * it commits, and by then nobody else has changed what it read under its locks: so all changes are
 * one step with the {@code COMMIT}.
 */
sealed interface Sql extends Call {
  @Override
  default List<Outcome> troubled(World world) {
    return Call.unheard(this, world);
  }

  /** {@return the session whose transaction it is part of; empty: none} */
  default String session() {
    return "";
  }

  /** {@return that the connection broke inside a transaction, which the server notices later} */
  private static List<Outcome> broken(World world, String session) {
    return List.of(
        new Outcome(
            world.locks().containsValue(session) ? world.pending(new End(session)) : world,
            Lost.REPLY));
  }

  /** What became of a transaction. */
  enum Done {
    COMMITTED,
    HOLDS_ROWS,
    HAS_AN_OWNER,
    NO_STAGED_ROWS
  }

  /** The newest row of a control table, outside of any transaction; empty also without a table. */
  record Standing(String control) implements Sql {
    @Override
    public Outcome on(World world) {
      return new Outcome(world, last(world, control));
    }

    @Override
    public boolean writes() {
      return false;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  /** The row of a control table that is of no entry; empty also without a table. */
  record Beginning(String control) implements Sql {
    @Override
    public Outcome on(World world) {
      return new Outcome(world, world.begun(control));
    }

    @Override
    public boolean writes() {
      return false;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  private static Optional<Position> last(World world, String control) {
    var rows = world.controls().getOrDefault(control, List.of());
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getLast());
  }

  /** {@code CREATE TABLE IF NOT EXISTS}. */
  record CreateControl(String control) implements Sql {
    @Override
    public Outcome on(World world) {
      return new Outcome(
          world.controls().containsKey(control) ? world : world.control(control, List.of()), true);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return world.controls().containsKey(control);
    }
  }

  /** {@code LOCK} of one table; waits while another session holds it. */
  record Lock(String session, String control) implements Sql {
    @Override
    public boolean possible(World world) {
      return world.locks().getOrDefault(control, session).equals(session);
    }

    @Override
    public Outcome on(World world) {
      return new Outcome(world.lock(control, session), true);
    }

    @Override
    public List<Outcome> troubled(World world) {
      return broken(world, session);
    }

    // A lock that a dead client waited for is granted, and held until the server notices.
    @Override
    public World late(World world) {
      return world.lock(control, session).pending(new End(session));
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  /** The newest row of each control table, inside a transaction. */
  record Last(String session, List<String> controls) implements Sql {
    @Override
    public Outcome on(World world) {
      return new Outcome(world, controls.stream().map(control -> last(world, control)).toList());
    }

    @Override
    public List<Outcome> troubled(World world) {
      return broken(world, session);
    }

    @Override
    public boolean writes() {
      return false;
    }

    @Override
    public boolean commutes(World world) {
      return controls.stream().allMatch(control -> session.equals(world.locks().get(control)));
    }
  }

  /**
   * The end of a transaction that begins a target's history.
   *
   * @param owner the control table that says whose the table is; empty: nobody asks
   */
  record Begin(
      String session,
      List<String> held,
      Optional<String> owner,
      String control,
      String table,
      Position baseline)
      implements Sql {
    @Override
    public Outcome on(World world) {
      if (gone(world, session, held)) {
        return new Outcome(world, Lost.REPLY);
      }
      if (!world.tables().getOrDefault(table, List.of()).isEmpty()) {
        return new Outcome(world.release(session), Done.HOLDS_ROWS);
      }
      var owned = owner.flatMap(name -> last(world, name));
      if (owned.filter(position -> !position.log().equals(control)).isPresent()) {
        return new Outcome(world.release(session), Done.HAS_AN_OWNER);
      }
      var claimed =
          owner.isPresent() && owned.isEmpty()
              ? world.record(owner.get(), new Position(control, 0))
              : world;
      return new Outcome(claimed.begin(control, baseline).release(session), Done.COMMITTED);
    }

    @Override
    public List<Outcome> troubled(World world) {
      return inDoubt(world, this, session);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  /** What one target gets: rows of a staging table and a row of its control table. */
  record Move(
      String control,
      Position position,
      Optional<String> staging,
      String table,
      boolean upsert,
      boolean replaces,
      Optional<Days> days) {}

  /** The end of a transaction that applies an entry. */
  record Commit(String session, List<String> held, List<Move> moves) implements Sql {
    @Override
    public Outcome on(World world) {
      if (gone(world, session, held)) {
        return new Outcome(world, Lost.REPLY);
      }
      var after = world;
      for (var move : moves) {
        if (move.staging().isPresent()) {
          var rows = world.staging().get(move.staging().get());
          if (rows == null) {
            return new Outcome(world.release(session), Done.NO_STAGED_ROWS);
          }
          List<String> before =
              move.replaces()
                  ? List.of()
                  : Rows.without(world.tables().getOrDefault(move.table(), List.of()), move.days());
          after = after.table(move.table(), Rows.applied(before, rows, move.upsert()));
        }
        after = after.record(move.control(), move.position());
      }
      return new Outcome(after.release(session), Done.COMMITTED);
    }

    @Override
    public List<Outcome> troubled(World world) {
      return inDoubt(world, this, session);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  private static boolean gone(World world, String session, List<String> held) {
    return held.stream().anyMatch(control -> !session.equals(world.locks().get(control)));
  }

  /** The COMMIT may still come to its end, or the server ends the session first. */
  private static List<Outcome> inDoubt(World world, Sql commit, String session) {
    return List.of(new Outcome(world.pending(commit).pending(new End(session)), Lost.REPLY));
  }

  /** {@code ROLLBACK}, or what the server does with a session that it finds dead. */
  record End(String session) implements Sql {
    @Override
    public Outcome on(World world) {
      return new Outcome(
          world.locks().containsValue(session) ? world.release(session) : world, true);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return !world.locks().containsValue(session);
    }
  }

  /** {@code CREATE TABLE} of an attempt's staging table. */
  record CreateStaging(String name) implements Sql {
    @Override
    public Outcome on(World world) {
      return new Outcome(world.stage(name, List.of()), true);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  /** An autocommit {@code COPY} of parts; {@code false} if a table or an object is missing. */
  record CopyInto(String name, List<String> keys) implements Sql {
    @Override
    public Outcome on(World world) {
      var rows = world.staging().get(name);
      if (rows == null || !world.objects().keySet().containsAll(keys)) {
        return new Outcome(world, false);
      }
      List<String> all = new ArrayList<>(rows);
      keys.forEach(key -> all.addAll(world.objects().get(key).lines().toList()));
      return new Outcome(world.stage(name, all), true);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  /** Makes and fills a staging table in one transaction; {@code false} if it can not. */
  record Reload(String name, List<String> keys) implements Sql {
    @Override
    public Outcome on(World world) {
      return world.staging().containsKey(name)
          ? new Outcome(world, false)
          : reloaded(world, new CopyInto(name, keys).on(world.stage(name, List.of())));
    }

    private static Outcome reloaded(World before, Outcome copied) {
      return copied.reply().equals(true) ? copied : new Outcome(before, false);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  /** {@code SELECT COUNT(*)} of a staging table; -1 if there is none. */
  record Count(String name) implements Sql {
    @Override
    public Outcome on(World world) {
      var rows = world.staging().get(name);
      return new Outcome(world, rows == null ? -1 : rows.size());
    }

    @Override
    public boolean writes() {
      return false;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  /** Names of the staging tables of a pipeline. */
  record StagingNames(String prefix) implements Sql {
    @Override
    public Outcome on(World world) {
      return new Outcome(
          world,
          world.staging().keySet().stream().filter(name -> name.startsWith(prefix)).toList());
    }

    @Override
    public boolean writes() {
      return false;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }

  /** {@code DROP TABLE IF EXISTS}. */
  record Drop(String name) implements Sql {
    @Override
    public Outcome on(World world) {
      return new Outcome(world.staging().containsKey(name) ? world.drop(name) : world, true);
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean commutes(World world) {
      return false;
    }
  }
}
