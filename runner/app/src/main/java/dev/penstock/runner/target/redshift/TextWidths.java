package dev.penstock.runner.target.redshift;

import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget.Column;
import java.util.Map;

/**
 * How wide a new table declares its texts: four times the longest one that is staged, so that
 * tomorrow's rows fit too; a column that is added or widened alike.
 *
 * @param longest bytes by column, as the log names it; a column that nobody has seen a text of is
 *     not in it and gets all the width there is
 * @param superDocuments whether JSON is declared as SUPER, which has no width
 */
record TextWidths(Map<String, Long> longest, boolean superDocuments) {
  private static final long LEAST = 256;
  private static final long ROOM = 4;

  TextWidths {
    longest = Map.copyOf(longest);
  }

  /** {@return the widths of a table that is made before a row is known} */
  static TextWidths unknown(Table table) {
    return new TextWidths(Map.of(), table.superDocuments());
  }

  /** {@return whether a column of that type of the log has a width to find} */
  static boolean apply(Column column) {
    return column.type().equals("VARCHAR") || column.type().equals("JSON");
  }

  /** {@return the type by which a new table declares the column} */
  String declared(Column column) {
    if (superDocuments && column.type().equals("JSON")) {
      return "SUPER";
    }
    var seen = longest.get(column.name());
    return apply(column) && seen != null
        ? "VARCHAR(" + width(seen) + ")"
        : WarehouseType.declared(column.type());
  }

  /** {@return the power of two that leaves the head room, within what a warehouse allows} */
  static long width(long bytes) {
    long width = LEAST;
    while (width < ROOM * bytes && width < WarehouseType.LONGEST) {
      width *= 2;
    }
    return Math.min(width, WarehouseType.LONGEST);
  }
}
