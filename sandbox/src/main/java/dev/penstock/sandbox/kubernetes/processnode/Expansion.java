package dev.penstock.sandbox.kubernetes.processnode;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code $(NAME)} in commands and values, as Kubernetes reads it; {@code $$(NAME)} is literal. */
final class Expansion {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([A-Za-z0-9_.-]+)\\)");

  private Expansion() {}

  /** An unknown name stays as it is written. */
  static String expand(String text, Map<String, String> values) {
    return REFERENCE
        .matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(replacement(match.group(), match.group(1), values)));
  }

  private static String replacement(
      String written, @Nullable String name, Map<String, String> values) {
    return name == null ? "$" : values.getOrDefault(name, written);
  }
}
