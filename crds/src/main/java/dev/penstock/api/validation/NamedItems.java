package dev.penstock.api.validation;

import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list whose items have names: every item is checked, and those without a finding are kept.
 *
 * @param kind of an item, as {@code Source}
 * @param name of an item, which messages call it by
 */
record NamedItems<S>(String kind, int min, int max, Function<S, @Nullable String> name) {

  /** {@return what the check made of the items that have no finding, in their order} */
  <V> List<V> check(Place place, @Nullable List<S> specs, BiFunction<Place, S, Optional<V>> check) {
    var kept = new ArrayList<V>();
    int index = 0;
    for (var spec : place.list(specs, kind.toLowerCase(Locale.ROOT), min, max)) {
      var item = place.item(index++, kind, spec == null ? null : name.apply(spec));
      if (spec == null) {
        item.refuse(Reason.REQUIRED, "is empty", "Write it or remove it");
      } else {
        check.apply(item, spec).ifPresent(kept::add);
      }
    }
    return kept;
  }
}
