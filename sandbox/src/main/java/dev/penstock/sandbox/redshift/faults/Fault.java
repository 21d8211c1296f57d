package dev.penstock.sandbox.redshift.faults;

import java.time.Duration;

/** What goes wrong in a session, and when. */
public sealed interface Fault {
  Point at();

  /**
   * The client's socket is reset. Its session ends as Redshift's does; what it left undone is not
   * done.
   */
  record DropClient(Point at) implements Fault {}

  /** The database's end of the session dies, and the client's socket with it. */
  record DropBackend(Point at) implements Fault {}

  /** The session stands still for a time, or until the fault is disarmed. */
  record Delay(Point at, Duration time) implements Fault {
    public Delay {
      if (time.isNegative()) {
        throw new IllegalArgumentException("A delay of %s".formatted(time));
      }
    }
  }

  /** The commit fails with error 1023, and its transaction is rolled back. */
  record Conflict(int commit) implements Fault {
    @Override
    public Point at() {
      return new Point.BeforeCommit(commit);
    }
  }

  /** A row of a COPY is refused; the COPY fails and leaves a load error. */
  record LoadError(long row) implements Fault {
    @Override
    public Point at() {
      return new Point.CopyRow(row);
    }
  }
}
