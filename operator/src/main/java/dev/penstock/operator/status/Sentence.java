package dev.penstock.operator.status;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Words of others, which end with a full stop or not. */
final class Sentence {
  private Sentence() {}

  /** {@return the words with their full stop; nothing stays nothing} */
  static String full(@Nullable String words) {
    var text = Objects.requireNonNullElse(words, "").strip();
    return text.isEmpty() || text.endsWith(".") ? text : text + ".";
  }

  /** {@return the words without one, to be gone on with} */
  static String bare(@Nullable String words) {
    return Objects.requireNonNullElse(words, "no message").strip().replaceFirst("[.]$", "");
  }
}
