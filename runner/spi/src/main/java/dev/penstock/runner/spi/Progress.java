package dev.penstock.runner.spi;

/** How far a read is. {@code bytes} are counted as they came over the wire. */
public record Progress(long rows, long bytes) {
  /** Nothing was read yet. */
  public static final Progress NONE = new Progress(0, 0);

  /** {@return both together} */
  public Progress plus(Progress other) {
    return new Progress(rows + other.rows, bytes + other.bytes);
  }
}
