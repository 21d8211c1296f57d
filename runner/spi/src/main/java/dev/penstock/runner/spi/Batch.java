package dev.penstock.runner.spi;

import java.util.List;

/**
 * Up to {@link #ROWS} rows in columns, and about {@link #BYTES} of values. Made once and filled
 * again and again, so a reader that keeps a value copies it. Owned by one thread at a time.
 */
public final class Batch {
  /** Rows that fit: what the engine's vectors hold. */
  public static final int ROWS = 2048;

  /**
   * After so many bytes of values a source ends a batch, however few its rows; a single row may be
   * larger.
   */
  public static final int BYTES = 2 << 20;

  private final Vector[] vectors;
  private int rows;

  public Batch(Schema schema) {
    this.vectors =
        schema.columns().stream().map(column -> Vector.of(column.type())).toArray(Vector[]::new);
  }

  /** {@return the values of a column, by its place in the schema} */
  public Vector vector(int column) {
    return vectors[column];
  }

  /** {@return the values of all columns} */
  public List<Vector> vectors() {
    return List.of(vectors);
  }

  /** {@return how many rows it holds} */
  public int rows() {
    return rows;
  }

  /**
   * Takes all rows out, before it is filled again. One string can be larger than a whole batch
   * should be: then the memory is given up too.
   */
  public void clear() {
    long held = 0;
    for (Vector vector : vectors) {
      vector.clear();
      held += vector.held();
    }
    if (held > 2L * BYTES) {
      for (Vector vector : vectors) {
        vector.letGo();
      }
    }
    rows = 0;
  }

  /** Says how many rows were filled. */
  public void filled(int rows) {
    if (rows < 0 || rows > ROWS) {
      throw new IllegalArgumentException("A batch holds %d rows, not %d".formatted(ROWS, rows));
    }
    this.rows = rows;
  }
}
