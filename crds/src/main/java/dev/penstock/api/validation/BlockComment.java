package dev.penstock.api.validation;

/** A comment of SQL between slashes and stars, which may hold others (PostgreSQL, 4.1.5). */
public final class BlockComment {
  private BlockComment() {}

  /**
   * {@return where the text goes on behind it; -1: it does not end}
   *
   * @param at where it begins
   */
  public static int end(String sql, int at) {
    int open = 0;
    int next = at;
    while (next < sql.length()) {
      if (sql.startsWith("/*", next)) {
        open++;
        next += 2;
      } else if (sql.startsWith("*/", next)) {
        open--;
        next += 2;
        if (open == 0) {
          return next;
        }
      } else {
        next++;
      }
    }
    return -1;
  }
}
