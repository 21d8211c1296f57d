package dev.penstock.sandbox.redshift.copy.text;

import java.util.Arrays;

/** Bytes that grow, up to the length of the longest row. */
final class ByteBuilder {
  /** Redshift loads no longer row. */
  static final int LONGEST_ROW = 4 * 1024 * 1024;

  private byte[] bytes = new byte[1024];
  private int length;
  private boolean overflown;

  void clear() {
    length = 0;
    overflown = false;
  }

  /** What doesn't fit is dropped; {@link #overflown} tells. */
  void add(int b) {
    if (length == LONGEST_ROW) {
      overflown = true;
      return;
    }
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = (byte) b;
  }

  boolean overflown() {
    return overflown;
  }

  int length() {
    return length;
  }

  boolean endsWith(byte[] suffix) {
    return length >= suffix.length
        && Arrays.equals(bytes, length - suffix.length, length, suffix, 0, suffix.length);
  }

  void cut(int from) {
    length = from;
  }

  boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }
}
