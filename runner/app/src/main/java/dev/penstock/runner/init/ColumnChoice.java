package dev.penstock.runner.init;

import dev.penstock.runner.source.postgres.CatalogColumn;
import dev.penstock.runner.spi.PartSchema;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Which columns of a table are read.
 *
 * @param read in the order of the table
 * @param leftOut why others are not
 */
record ColumnChoice(List<CatalogColumn> read, List<LeftOut> leftOut) {
  ColumnChoice {
    read = List.copyOf(read);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * A column that is not read.
   *
   * @param reason completes a sentence about it
   */
  record LeftOut(CatalogColumn column, String reason) {}

  /**
   * {@return the choice}
   *
   * @param warehouse whether the rows go into a warehouse too
   */
  static ColumnChoice of(List<CatalogColumn> columns, boolean warehouse) {
    List<CatalogColumn> read = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (var column : columns) {
      var reason = reason(column, seen, warehouse);
      if (reason.isEmpty()) {
        read.add(column);
      } else {
        leftOut.add(new LeftOut(column, reason));
      }
    }
    return new ColumnChoice(read, leftOut);
  }

  private static String reason(CatalogColumn column, Set<String> seen, boolean warehouse) {
    var folded = column.name().toLowerCase(Locale.ROOT);
    if (!column.readable()) {
      return "may not be read by the user of the connection";
    }
    if (column.name().isBlank() || column.name().chars().anyMatch(Character::isISOControl)) {
      return "has a name of blanks or control characters: a query can give it another";
    }
    if (warehouse && column.name().indexOf('"') >= 0) {
      return "has a double quote in its name, which the warehouse does not take: a query can give it"
          + " another";
    }
    if (folded.startsWith(PartSchema.RESERVED)) {
      return "has a name that belongs to Penstock: a query can give it another";
    }
    if (column.becomes().isEmpty()) {
      return "has type %s: a query or a view can read %s".formatted(column.shown(), column.cast());
    }
    // Steps and the warehouse do not tell upper from lower case.
    if (!seen.add(folded)) {
      return "differs from a column before it by upper and lower case alone: a query can give it"
          + " another name";
    }
    return "";
  }

  Optional<CatalogColumn> named(String name) {
    return read.stream().filter(column -> column.name().equals(name)).findFirst();
  }
}
