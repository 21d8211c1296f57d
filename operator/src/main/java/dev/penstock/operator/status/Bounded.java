package dev.penstock.operator.status;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts cut to what they may take of a status, whose whole is at most 24 kB. */
final class Bounded {
  /** Of the condition Ready: five findings, or the words of the API server. */
  static final int READY = 1600;

  /** Of every other sentence. */
  static final int SENTENCE = 900;

  /** Of a reason, a name, a number. */
  static final int WORD = 256;

  private static final String CUT = "...";

  /** A character that JSON writes as backslash, u and four digits. */
  private static final int ESCAPED = 6;

  private Bounded() {}

  /** {@return the text, or its beginning: at most that many bytes as JSON in UTF-8} */
  static String text(String text, int bytes) {
    int room = bytes - CUT.length();
    int used = 0;
    int end = 0;
    for (int at = 0; at < text.length(); at += Character.charCount(text.codePointAt(at))) {
      used += size(text.codePointAt(at));
      if (used <= room) {
        end = at + Character.charCount(text.codePointAt(at));
      } else if (used > bytes) {
        return text.substring(0, end) + CUT;
      }
    }
    return text;
  }

  static @Nullable String nullable(@Nullable String text, int bytes) {
    return text == null ? null : text(text, bytes);
  }

  private static int size(int codePoint) {
    if (codePoint == '"' || codePoint == '\\' || codePoint == '\n') {
      return 2;
    }
    return Character.isISOControl(codePoint)
        ? ESCAPED
        : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
  }
}
