package dev.penstock.runner.spi;

/**
 * One sealed Parquet file. Its key is never reused, its figures are as written.
 *
 * @param key where it lies in the bucket
 * @param checksum SHA-256, 64 lower-case hexadecimal digits
 */
public record Part(String key, long bytes, long rows, String checksum) {
  public Part {
    if (bytes < 1 || rows < 1) {
      throw new IllegalArgumentException(
          "Part %s has %d rows in %d bytes".formatted(key, rows, bytes));
    }
  }
}
