package dev.penstock.api.validation;

import dev.penstock.api.validation.Finding.Reason;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lists, maps and words of enums as the wire may hold them: with nulls, too long, of later
 * releases.
 */
final class Items {
  private Items() {}

  /** Hands every item with its place to a check; one that is null is a finding. */
  static <T> void each(
      Place place,
      @Nullable List<T> given,
      String what,
      int min,
      int max,
      BiConsumer<Place, T> check) {
    var items = place.list(given, what, min, max);
    for (int i = 0; i < items.size(); i++) {
      var item = items.get(i);
      if (item == null) {
        place
            .item(i)
            .as("The %s at index %d".formatted(what, i))
            .refuse(Reason.REQUIRED, "is empty", "Write it or remove it");
      } else {
        check.accept(place.item(i), item);
      }
    }
  }

  /**
   * {@return a map in a fixed order, empty when absent; a null key, which only Java can make, is
   * dropped}
   */
  static SortedMap<String, @Nullable String> sorted(@Nullable Map<String, String> given) {
    var copy = new HashMap<String, @Nullable String>(given == null ? Map.of() : given);
    copy.remove(null);
    return new TreeMap<>(copy);
  }

  /** A word of a list that must be there. */
  static void word(Place place, @Nullable Enum<?> value, String what) {
    if (value == null) {
      place.missing(what);
    } else {
      optionalWord(place, value, what);
    }
  }

  /** A word of a list that may be absent. */
  static void optionalWord(Place place, @Nullable Enum<?> value, String what) {
    if (value == null || !value.name().equals("UNKNOWN")) {
      return;
    }
    place.refuse(
        Reason.NOT_SUPPORTED,
        "has the %s of no release that is known here".formatted(what),
        "Write one of " + words(value));
  }

  private static String words(Enum<?> one) {
    return Arrays.stream(one.getDeclaringClass().getEnumConstants())
        .filter(constant -> constant != one)
        .map(constant -> camelCase(constant.name()))
        .collect(Collectors.joining(", "));
  }

  private static String camelCase(String name) {
    return Stream.of(name.split("_"))
        .map(part -> part.charAt(0) + part.substring(1).toLowerCase(java.util.Locale.ROOT))
        .collect(Collectors.joining());
  }
}
