package dev.penstock.api.validation;

import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists of columns: of a key, of an order, of a check. */
final class Columns {
  /** What sources and the engine take as a name. */
  static final int NAME = 128;

  private Columns() {}

  /**
   * {@return the columns, empty when absent}
   *
   * @param field what messages call the list, as {@code key}
   */
  static List<String> check(Place place, @Nullable List<String> specs, String field, int max) {
    var columns = new ArrayList<String>();
    if (specs != null && specs.isEmpty()) {
      place.refuse(
          Reason.INVALID, "has no column in its " + field, "Name a column, or remove the field");
    }
    int index = 0;
    for (var spec : place.list(specs, field + " column", 0, max)) {
      var item = place.item(index++);
      var column = item.required(spec, "name for a %s column".formatted(field), NAME);
      if (!column.isEmpty() && columns.contains(column)) {
        item.refuse(
            Reason.DUPLICATE,
            "has the %s column %s twice".formatted(field, Shown.of(column)),
            "Remove one");
      }
      columns.add(column);
    }
    return columns;
  }
}
