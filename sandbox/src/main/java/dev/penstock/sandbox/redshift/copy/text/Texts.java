package dev.penstock.sandbox.redshift.copy.text;

import static dev.penstock.sandbox.redshift.sql.CopyOptions.Flag.TRIMBLANKS;
import static dev.penstock.sandbox.redshift.sql.CopyOptions.Flag.TRUNCATECOLUMNS;

import dev.penstock.sandbox.redshift.copy.target.ColumnKind;
import dev.penstock.sandbox.redshift.sql.CopyOptions;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** CHAR and VARCHAR as COPY reads them; lengths are bytes. */
final class Texts {
  private final CopyOptions options;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final CharBuffer scratch = CharBuffer.allocate(1024);

  Texts(CopyOptions options) {
    this.options = options;
  }

  static boolean isBlank(byte[] value) {
    return end(value, value.length, 0) == 0;
  }

  byte[] read(byte[] value, ColumnKind.Text text) throws FieldProblem {
    byte[] read = text.padded() ? singleBytes(value) : valid(value);
    if (!text.padded() && options.has(TRIMBLANKS)) {
      read = Arrays.copyOf(read, end(read, read.length, 0));
    }
    if (read.length <= text.longest()) {
      return read;
    }
    // What is too much may be blanks.
    if (end(read, read.length, text.longest()) == text.longest()) {
      return Arrays.copyOf(read, text.longest());
    }
    if (options.has(TRUNCATECOLUMNS)) {
      return Arrays.copyOf(read, characterStart(read, text.longest()));
    }
    throw new FieldProblem(1204, "String length exceeds DDL length");
  }

  /** Where the trailing blanks begin, but not before the least. */
  private static int end(byte[] value, int from, int least) {
    int end = from;
    while (end > least && value[end - 1] == ' ') {
      end--;
    }
    return end;
  }

  private static int characterStart(byte[] value, int at) {
    int start = at;
    while (start > 0 && (value[start] & 0xc0) == 0x80) {
      start--;
    }
    return start;
  }

  private static byte[] singleBytes(byte[] value) throws FieldProblem {
    for (int at = 0; at < value.length; at++) {
      if (value[at] < 0) {
        throw new FieldProblem(
            1220,
            "Multibyte character not supported for CHAR (Hint: Try using VARCHAR). Invalid char: %s"
                .formatted(hex(value, at, Math.min(4, value.length - at))));
      }
      withoutNul(value[at]);
    }
    return value;
  }

  /** With every byte that is no UTF-8 replaced, or refused. */
  private byte[] valid(byte[] value) throws FieldProblem {
    byte[] valid = value;
    ByteBuffer in = ByteBuffer.wrap(value);
    decoder.reset();
    while (true) {
      scratch.clear();
      CoderResult result = decoder.decode(in, scratch, true);
      if (result.isError()) {
        int at = in.position();
        if (options.replacement().isEmpty()) {
          throw invalid(value, at, result.length());
        }
        valid = valid == value ? value.clone() : valid;
        Arrays.fill(
            valid, at, at + result.length(), (byte) options.replacement().get().charValue());
        in.position(at + result.length());
      } else if (result.isUnderflow()) {
        break;
      }
    }
    for (byte b : valid) {
      withoutNul(b);
    }
    return valid;
  }

  /** The number at the end is 2 for a sequence that is cut short, else 3 or 4. */
  private static FieldProblem invalid(byte[] value, int at, int length) {
    int first = value[at] & 0xff;
    int error = first >= 0xfe ? 3 : at + length == value.length && first >= 0xc2 ? 2 : 4;
    return new FieldProblem(
        1220,
        "String contains invalid or unsupported UTF-8 codepoints. Bad UTF-8 hex sequence: %s (error %d)"
            .formatted(hex(value, at, length), first < 0xc0 ? 3 : error));
  }

  private static void withoutNul(byte b) throws FieldProblem {
    if (b == 0) {
      throw new FieldProblem(1220, "A NUL in a text is not known to the stand-in");
    }
  }

  private static String hex(byte[] value, int at, int length) {
    return HexFormat.ofDelimiter(" ").formatHex(value, at, at + length);
  }
}
