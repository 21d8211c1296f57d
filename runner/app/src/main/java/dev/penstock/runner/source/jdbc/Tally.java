package dev.penstock.runner.source.jdbc;

import java.util.zip.CRC32C;

/**
 * Counts the bytes of values and sums the values up, in their order and with their lengths, so that
 * two reads of the same rows end with the same sum.
 */
final class Tally {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  /** No value has this length. */
  private static final int NULL = -1;

  private final CRC32C crc = new CRC32C();
  private long bytes;
  private long sum;

  /** Adds a value of up to eight bytes. */
  void add(long bits, int length) {
    bytes += length;
    mix(length);
    mix(bits);
  }

  /** Adds a value of any length. */
  void add(byte[] value) {
    crc.reset();
    crc.update(value);
    add(crc.getValue(), value.length);
  }

  void addNull() {
    mix(NULL);
  }

  /** Each step is reversible, so a difference is never lost again. */
  private void mix(long bits) {
    // One more, or zeros would leave a sum of zero as it is.
    sum = (sum ^ bits) * FACTOR + 1;
    sum ^= sum >>> 32;
  }

  /** {@return how many bytes all values had} */
  long bytes() {
    return bytes;
  }

  /** {@return the checksum of all values} */
  long sum() {
    return sum;
  }
}
