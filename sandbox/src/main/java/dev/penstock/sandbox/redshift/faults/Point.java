package dev.penstock.sandbox.redshift.faults;

/** A moment in the life of a session. All numbers begin with 1. */
public sealed interface Point {
  /**
   * The client's n-th message after its authentication has been done, and the answer to it isn't
   * sent yet. What the message asks has happened in the database; where it waits for a Sync, that
   * is a message of its own.
   */
  record AfterMessage(int number) implements Point {
    public AfterMessage {
      positive(number);
    }
  }

  /**
   * A COPY has read its n-th row; those are looked at in pieces of some hundred rows. A COPY that
   * has fewer rows never comes here.
   */
  record CopyRow(long number) implements Point {
    public CopyRow {
      positive(number);
    }
  }

  /**
   * The session is about to commit for the n-th time: COMMIT of a block, the end of a batch in
   * autocommit that writes to a table, or the end of a statement that commits by itself, as
   * TRUNCATE does.
   */
  record BeforeCommit(int number) implements Point {
    public BeforeCommit {
      positive(number);
    }
  }

  /** The n-th commit is durable, and nobody has been told. */
  record AfterCommit(int number) implements Point {
    public AfterCommit {
      positive(number);
    }
  }

  private static void positive(long number) {
    if (number < 1) {
      throw new IllegalArgumentException("There is no number %d".formatted(number));
    }
  }
}
