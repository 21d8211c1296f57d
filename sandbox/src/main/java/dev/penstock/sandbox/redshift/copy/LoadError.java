package dev.penstock.sandbox.redshift.copy;

import java.nio.charset.StandardCharsets;

/**
 * A row of {@code stl_load_errors}; texts are empty where nothing is known.
 *
 * @param line from 1; 0 if the file has none
 * @param column its name
 * @param type of the column, in the short form of that table
 * @param length of the column, as that table has it
 * @param position of the field in its line, from 0
 */
public record LoadError(
    String file,
    long line,
    String column,
    String type,
    String length,
    int position,
    String rawLine,
    String rawValue,
    int code,
    String reason) {
  /** Longer texts are cut off in the table anyway. */
  static final int LONGEST_TEXT = 1024;

  /** One that no row is to blame for. */
  static LoadError ofFile(int code, String reason, String file, String column) {
    return new LoadError(file, 0, column, "", "", 0, "", "", code, reason);
  }

  /** As much of it as the table shows, and as PostgreSQL can hold. */
  static String shown(byte[] raw) {
    int length = Math.min(raw.length, LONGEST_TEXT);
    return new String(raw, 0, length, StandardCharsets.UTF_8).replace('\0', ' ');
  }
}
