package dev.penstock.api.validation;

import dev.penstock.api.validation.Finding.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the document: its path and the object that messages about it begin with.
 *
 * <p>The methods that take a value return it, or a harmless stand-in after a finding: whoever
 * builds a model asks {@link Findings#since} first.
 */
record Place(Findings findings, String object, String path) {

  Place field(String name) {
    return new Place(findings, object, path + "." + name);
  }

  Place item(int index) {
    return new Place(findings, object, path + "[" + index + "]");
  }

  /** {@return the same path, spoken of as another object} */
  Place as(String other) {
    return new Place(findings, other, path);
  }

  /** {@return an item of a list, spoken of by its kind and name, or by its index without a name} */
  Place item(int index, String kind, @Nullable String name) {
    return item(index)
        .as(
            name == null || name.isBlank()
                ? kind + " at index " + index
                : kind + " " + Shown.of(name));
  }

  /** Adds a finding; the words follow the object. */
  void refuse(Reason reason, String words, String nextStep) {
    findings.add(new Finding(path, reason, object + " " + words, nextStep));
  }

  void missing(String what) {
    refuse(Reason.REQUIRED, "has no " + what, "Write " + path);
  }

  /** Text that must be there: not blank, within a length, without control characters. */
  String required(@Nullable String value, String what, int max) {
    if (value == null || value.isBlank()) {
      missing(what);
      return "";
    }
    return optional(value, what, max);
  }

  /** Text that may be absent, which is then empty. */
  String optional(@Nullable String value, String what, int max) {
    if (value == null) {
      return "";
    }
    if (value.length() > max) {
      refuse(
          Reason.INVALID,
          "has a %s of %d characters".formatted(what, value.length()),
          "Write at most %d characters".formatted(max));
      return "";
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      refuse(
          Reason.INVALID,
          "has control characters in its %s, %s".formatted(what, Shown.of(value)),
          "Remove them");
      return "";
    }
    return value;
  }

  /** SQL that must be there: not blank, within a length; lines may break. */
  String sql(@Nullable String value, String what, int max) {
    if (value == null || value.isBlank()) {
      missing(what);
      return "";
    }
    if (value.length() > max) {
      refuse(
          Reason.INVALID,
          "has %s of %d characters".formatted(what, value.length()),
          "Write at most %d characters".formatted(max));
      return "";
    }
    if (value.indexOf('\0') >= 0) {
      refuse(Reason.INVALID, "has a NUL character in its " + what, "Remove it");
      return "";
    }
    return value;
  }

  /** Required text that must also match; {@code shape} completes "Write ". */
  String matching(
      @Nullable String value, String what, int max, java.util.regex.Pattern pattern, String shape) {
    var text = required(value, what, max);
    if (!text.isEmpty() && !pattern.matcher(text).matches()) {
      refuse(
          Reason.INVALID,
          "has the %s %s, which is not valid".formatted(what, Shown.of(text)),
          "Write " + shape);
    }
    return text;
  }

  /** A number within bounds, or its default. */
  long bounded(@Nullable Number value, String what, long min, long max, long absent) {
    if (value == null) {
      return absent;
    }
    long number = value.longValue();
    if (number < min || number > max) {
      refuse(
          Reason.INVALID,
          "has the %s %d".formatted(what, number),
          "Write a number from %d to %d".formatted(min, max));
    }
    return number;
  }

  /** {@return the list, empty when absent; one that is too long or empty on paper is a finding} */
  <T> List<@Nullable T> list(@Nullable List<T> value, String what, int min, int max) {
    if (value == null || (value.isEmpty() && min > 0)) {
      if (min > 0) {
        missing(what);
      }
      return List.of();
    }
    if (value.size() > max) {
      refuse(
          Reason.INVALID,
          "has %d %s".formatted(value.size(), plural(what)),
          "Write at most %d".formatted(max));
      return List.of();
    }
    return nullable(value);
  }

  // A wire list may hold nulls whatever its type says.
  @SuppressWarnings("NullAway")
  private static <T> List<@Nullable T> nullable(List<T> value) {
    return (List<@Nullable T>) value;
  }

  private static String plural(String what) {
    return what + "s";
  }
}
