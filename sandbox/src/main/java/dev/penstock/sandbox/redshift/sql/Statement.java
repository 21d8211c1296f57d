package dev.penstock.sandbox.redshift.sql;

import java.util.Optional;

/** What is done with a statement of the client's. */
public sealed interface Statement {
  /** What follows once PostgreSQL has run it. */
  enum Then {
    NOTHING,
    BLOCK_BEGUN,
    COMMIT
  }

  /**
   * PostgreSQL runs it, if no transaction block is open.
   *
   * @param what names it in the refusal
   */
  record Alone(String what, String sql) implements Statement {}

  /**
   * PostgreSQL runs it.
   *
   * @param writes the table whose write lock it needs first
   * @param readsCopyState whether it asks what the session's last COPY did
   */
  record Forward(String sql, Optional<String> writes, boolean readsCopyState, Then then)
      implements Statement {
    static Forward plain(String sql) {
      return new Forward(sql, Optional.empty(), false, Then.NOTHING);
    }

    static Forward then(Then then, String sql) {
      return new Forward(sql, Optional.empty(), false, then);
    }
  }

  /** The front does it: PostgreSQL knows no S3. */
  record Copy(CopyCommand command) implements Statement {}
}
