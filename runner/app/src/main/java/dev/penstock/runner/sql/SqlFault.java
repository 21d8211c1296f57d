package dev.penstock.runner.sql;

/**
 * The place in an SQL text at which it is refused: the cause of an exception that says why.
 *
 * <p>Line and column are counted from 1, the column in UTF-16 units, of the text as its author
 * wrote it.
 */
public final class SqlFault extends Exception {
  private static final long serialVersionUID = 1;

  private final String text;
  private final int line;
  private final int column;

  public SqlFault(String text, int line, int column) {
    super("line %d, column %d".formatted(line, column));
    this.text = text;
    this.line = line;
    this.column = column;
  }

  /** {@return the whole text, as its author wrote it} */
  public String text() {
    return text;
  }

  public int line() {
    return line;
  }

  public int column() {
    return column;
  }
}
