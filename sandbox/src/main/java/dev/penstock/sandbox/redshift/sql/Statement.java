package dev.penstock.sandbox.redshift.sql;

import java.util.Optional;

/** What is done with a statement of the client's. */
public sealed interface Statement {
  /** What follows once PostgreSQL has run it. */
  enum Then {
    NOTHING,
    BLOCK_BEGUN,
    /** A table's name may mean another table now. */
    NAMES_CHANGED,
    COMMIT
  }

  /**
   * PostgreSQL runs it, if no transaction block is open, and it commits by itself.
   *
   * @param what names it in the refusal
   * @param lock the statement that takes the locks it needs first, if it needs any
   */
  record Alone(String what, Optional<String> lock, String sql) implements Statement {}

  /**
   * PostgreSQL runs it.
   *
   * @param writes the table whose write lock it needs first
   * @param check a query of the front's own that fails where Redshift refuses the statement
   * @param readsCopyState whether it asks what the session's last COPY did
   */
  record Forward(
      String sql,
      Optional<String> writes,
      Optional<String> check,
      boolean readsCopyState,
      Then then)
      implements Statement {
    static Forward plain(String sql) {
      return then(Then.NOTHING, sql);
    }

    static Forward then(Then then, String sql) {
      return new Forward(sql, Optional.empty(), Optional.empty(), false, then);
    }

    static Forward reading(String sql, boolean readsCopyState) {
      return new Forward(sql, Optional.empty(), Optional.empty(), readsCopyState, Then.NOTHING);
    }

    static Forward writing(String table, String sql, boolean readsCopyState) {
      return new Forward(sql, Optional.of(table), Optional.empty(), readsCopyState, Then.NOTHING);
    }

    Forward checkedBy(String query) {
      return new Forward(sql, writes, Optional.of(query), readsCopyState, then);
    }
  }

  /** The front does it: PostgreSQL knows no S3. */
  record Copy(CopyCommand command) implements Statement {}
}
