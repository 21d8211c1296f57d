package dev.penstock.api.validation;

import dev.penstock.api.validation.Finding.Reason;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Key prefixes of a bucket: segments between slashes, no slash at either end. */
final class KeyPath {
  private static final int MAX = 512;

  private KeyPath() {}

  static String check(Place place, @Nullable String value, String what) {
    var path = place.required(value, what, MAX);
    if (path.isEmpty()) {
      return path;
    }
    if (path.startsWith("/") || path.endsWith("/")) {
      place.refuse(
          Reason.INVALID,
          "has the %s %s with a slash at an end".formatted(what, Shown.of(path)),
          "Remove the slash");
      return path;
    }
    var segments = List.of(path.split("/", -1));
    if (segments.contains("") || segments.contains(".") || segments.contains("..")) {
      place.refuse(
          Reason.INVALID,
          "has the %s %s with an empty segment or one of dots".formatted(what, Shown.of(path)),
          "Write segments between single slashes, as sales/orders");
      return path;
    }
    if (!path.codePoints().allMatch(KeyPath::allowed)) {
      place.refuse(
          Reason.INVALID,
          "has the %s %s with characters that keys of every store can not have"
              .formatted(what, Shown.of(path)),
          "Write letters, digits and any of ! - _ . * ' ( ) = /");
    }
    return path;
  }

  /** {@return whether one holds the other} */
  static boolean overlap(String one, String other) {
    return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
  }

  /** The characters that AWS calls safe, and = for partitions. */
  private static boolean allowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!-_.*'()=/".indexOf(c) >= 0;
  }
}
