package dev.penstock.sandbox.redshift.copy.text;

import org.jspecify.annotations.Nullable;

/**
 * A field of a record.
 *
 * @param value without quotes and escapes; null where there is none
 * @param written as it stands in the file, which is what NULL AS is compared with
 * @param position in the record
 */
@SuppressWarnings("ArrayRecordComponent") // A field is handed on, never compared.
public record Field(byte @Nullable [] value, byte[] written, int position) {
  static Field of(byte[] value, int position) {
    return new Field(value, value, position);
  }

  static Field absent() {
    return new Field(null, new byte[0], 0);
  }
}
