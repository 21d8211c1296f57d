package dev.penstock.runner.spi;

/**
 * One sealed Parquet file. Its key is never reused, its figures are as written.
 *
 * @param key where it lies in the bucket
 * @param directory below the path of the dataset where it becomes visible, as {@code
 *     p_day=2026-03-01}, without slashes at its ends; empty: none
 * @param checksum SHA-256, 64 lower-case hexadecimal digits
 */
public record Part(String key, String directory, long bytes, long rows, String checksum) {
  public Part {
    if (bytes < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "Part %s has %d rows in %d bytes".formatted(key, rows, bytes));
    }
  }
}
