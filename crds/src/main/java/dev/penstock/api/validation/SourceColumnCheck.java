package dev.penstock.api.validation;

import dev.penstock.api.IncrementalSpec;
import dev.penstock.api.InvalidTextPolicy;
import dev.penstock.api.SourceColumnSpec;
import dev.penstock.api.SourceSpec;
import dev.penstock.api.model.InvalidText;
import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What becomes of the values of a source's columns. Whether it has such columns, a plan says. */
final class SourceColumnCheck {
  private SourceColumnCheck() {}

  /**
   * {@return the columns whose texts may be wrong}
   *
   * @param item the source
   */
  static List<InvalidText> check(Place item, SourceSpec source) {
    List<InvalidText> kept = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Items.each(
        item.field("columns"),
        source.columns(),
        "column",
        0,
        ColumnPolicyCheck.COLUMNS,
        (place, spec) -> {
          var at = place.field("name");
          var name = at.required(spec.name(), "name for a column", Columns.NAME);
          if (!name.isEmpty() && names.contains(name.toLowerCase(Locale.ROOT))) {
            at.refuse(
                Reason.DUPLICATE,
                "has the column %s twice".formatted(Shown.of(name)),
                "Remove one");
          }
          names.add(name.toLowerCase(Locale.ROOT));
          column(place, source, spec, name, kept);
        });
    return kept;
  }

  private static void column(
      Place place, SourceSpec source, SourceColumnSpec spec, String name, List<InvalidText> kept) {
    if (spec.invalidText() == null) {
      place.refuse(
          Reason.REQUIRED,
          "says nothing of column " + Shown.of(name),
          "Write invalidText, or remove the item");
    }
    Items.optionalWord(place.field("invalidText"), spec.invalidText(), "invalidText");
    if (spec.invalidText() != InvalidTextPolicy.REPLACE
        && spec.invalidText() != InvalidTextPolicy.SET_NULL) {
      return;
    }
    if (tells(source.table() == null ? null : source.table().incremental(), name)) {
      place
          .field("invalidText")
          .refuse(
              Reason.INVALID,
              "changes %s, by which its increments tell rows apart".formatted(Shown.of(name)),
              "Remove it, or name another column in incremental.key");
    }
    kept.add(new InvalidText(name, spec.invalidText() == InvalidTextPolicy.REPLACE));
  }

  private static boolean tells(@Nullable IncrementalSpec incremental, String name) {
    return incremental != null
        && (name.equalsIgnoreCase(incremental.column())
            || incremental.key() != null
                && incremental.key().stream().anyMatch(name::equalsIgnoreCase));
  }
}
