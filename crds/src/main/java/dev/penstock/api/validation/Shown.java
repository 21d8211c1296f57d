package dev.penstock.api.validation;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values of an author inside messages: short, on one line, quoted unless they read as a name. */
final class Shown {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_./-]*");
  private static final int LENGTH = 80;
  private static final int COUNT = 8;

  private Shown() {}

  static String of(String value) {
    var cut = value.length() > LENGTH ? value.substring(0, LENGTH) + "..." : value;
    if (NAME.matcher(cut).matches()) {
      return cut;
    }
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
    return values.size() > COUNT ? first + ", ..." : first;
  }
}
