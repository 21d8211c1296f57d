package dev.penstock.api.validation;

import dev.penstock.api.AfterSpec;
import dev.penstock.api.UpstreamSpec;
import dev.penstock.api.validation.Finding.Reason;
import java.util.HashSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The pipelines that one waits for: each once, and never itself. */
final class AfterCheck {
  private static final int NAME = 52;

  private AfterCheck() {}

  static void check(Place place, String self, @Nullable AfterSpec spec) {
    if (spec == null) {
      return;
    }
    Items.optionalWord(place.field("when"), spec.when(), "when");
    var seen = new HashSet<String>();
    new NamedItems<UpstreamSpec>("Pipeline", 1, 16, UpstreamSpec::name)
        .check(
            place.field("pipelines"),
            spec.pipelines(),
            (item, upstream) -> {
              var at = item.field("name");
              var name = Names.label(at, upstream.name(), NAME);
              if (!name.isEmpty() && !seen.add(name)) {
                at.refuse(Reason.DUPLICATE, "is waited for twice", "Remove one of them");
              }
              if (!name.isEmpty() && name.equals(self)) {
                at.refuse(Reason.INVALID, "waits for itself", "Remove it from after");
              }
              return Optional.empty();
            });
  }
}
