package dev.penstock.api.validation;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values of an author inside messages: short, on one line, quoted unless they read as a name. */
final class Shown {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_./-]*[A-Za-z0-9_/-])?");
  private static final int LENGTH = 80;
  private static final int COUNT = 8;

  private Shown() {}

  static String of(String value) {
    if (value.length() <= LENGTH && NAME.matcher(value).matches()) {
      return value;
    }
    return quoted(value);
  }

  /** {@return the value in quotes, cut and on one line} */
  static String quoted(String value) {
    var cut = value.length() > LENGTH ? value.substring(0, LENGTH) + "..." : value;
    var line = new StringBuilder("\"");
    cut.chars()
        .forEach(c -> {
          if (Character.isISOControl(c) || Character.isSurrogate((char) c)) {
            line.append("\\u%04x".formatted(c));
          } else {
            line.append((char) c);
          }
        });
    return line.append('"').toString();
  }

  /** {@return the first few in order, separated by commas} */
  static String all(Collection<String> values) {
    var first =
        values.stream().sorted().limit(COUNT).map(Shown::of).collect(Collectors.joining(", "));
    var rest = values.size() - COUNT;
    return rest > 0 ? "%s and %d more".formatted(first, rest) : first;
  }
}
