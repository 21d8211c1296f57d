package dev.penstock.runner.engine;

import dev.penstock.runner.spi.Vector;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * What becomes of the texts of a source's column that are not UTF-8, and how many there were. Used
 * by all threads that read the source.
 *
 * @param replace whether U+FFFD stands for each stretch of bytes that begins no character; else
 *     there is NULL in the text's place
 */
record Mending(boolean replace, LongAdder mended) {
  private static final byte[] INSTEAD = "\ufffd".getBytes(StandardCharsets.UTF_8);

  Mending(boolean replace) {
    this(replace, new LongAdder());
  }

  /** {@return the vector, or one that holds the mended texts of its first rows} */
  Vector mend(Vector from, int rows) {
    if (!(from instanceof Vector.OfBytes vector) || Utf8.holds(vector, rows)) {
      return from;
    }
    var good = new Vector.OfBytes();
    for (int row = 0; row < rows; row++) {
      if (vector.isNull(row)) {
        good.setNull(row);
      } else if (Utf8.holds(vector.bytes(), vector.start(row), vector.length(row))) {
        good.put(row, vector.bytes(), vector.start(row), vector.length(row));
      } else {
        mended.increment();
        if (replace) {
          good.put(row, replaced(vector.copy(row)));
        } else {
          good.setNull(row);
        }
      }
    }
    return good;
  }

  /**
   * {@return the text with U+FFFD for each maximal subpart that is ill-formed} So Unicode
   * recommends (section 3.9, "U+FFFD Substitution of Maximal Subparts"); the JDK takes a surrogate
   * for one.
   */
  static byte[] replaced(byte[] text) {
    var good = new ByteArrayOutputStream(text.length + INSTEAD.length);
    for (int at = 0; at < text.length; ) {
      int wanted = Sequence.length(text[at]);
      int found = wanted == 0 ? 0 : Sequence.found(text, at, wanted);
      if (wanted > 0 && found == wanted) {
        good.write(text, at, wanted);
      } else {
        good.writeBytes(INSTEAD);
      }
      at += Math.max(1, found);
    }
    return good.toByteArray();
  }

  /** What table 3-7 of the standard says of well-formed sequences. */
  private record Sequence() {
    /** {@return how many bytes begin so; zero: none do} */
    static int length(byte first) {
      int lead = first & 0xFF;
      if (lead < 0x80) {
        return 1;
      }
      if (lead < 0xC2 || lead > 0xF4) {
        return 0;
      }
      return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }

    /** {@return how many bytes from a place on fit a sequence of that length} */
    static int found(byte[] text, int at, int length) {
      int found = 1;
      while (found < length && at + found < text.length && fits(text, at, found)) {
        found++;
      }
      return found;
    }

    /** Only the second byte has bounds of its own: no longer form, no surrogate, no more. */
    private static boolean fits(byte[] text, int at, int place) {
      int next = text[at + place] & 0xFF;
      if (place > 1) {
        return next >= 0x80 && next <= 0xBF;
      }
      return switch (text[at] & 0xFF) {
        case 0xE0 -> next >= 0xA0 && next <= 0xBF;
        case 0xED -> next >= 0x80 && next <= 0x9F;
        case 0xF0 -> next >= 0x90 && next <= 0xBF;
        case 0xF4 -> next >= 0x80 && next <= 0x8F;
        default -> next >= 0x80 && next <= 0xBF;
      };
    }
  }
}
