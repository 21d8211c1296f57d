package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a table's rows are distributed, sorted and kept: what CREATE TABLE says behind its columns,
 * or at them.
 *
 * @param distStyle AUTO, EVEN, KEY or ALL; empty if nothing was said
 * @param distKey empty unless the style is KEY
 * @param sortStyle AUTO, COMPOUND or INTERLEAVED; empty if nothing was said
 */
record TableDesign(
    Optional<String> distStyle,
    Optional<String> distKey,
    Optional<String> sortStyle,
    List<String> sortKey,
    boolean backup) {
  TableDesign {
    sortKey = List.copyOf(sortKey);
  }

  boolean isEmpty() {
    return distStyle.isEmpty() && sortStyle.isEmpty() && backup;
  }

  void noteIn(TableNote note) {
    distStyle.ifPresent(style -> note.design("diststyle", style));
    distKey.ifPresent(key -> note.design("distkey", key));
    sortStyle.ifPresent(style -> note.design("sortstyle", style));
    if (!sortKey.isEmpty()) {
      note.design("sortkey", sortKey);
    }
    if (!backup) {
      note.design("backup", false);
    }
  }

  /** Reads up to AS or the end; the columns may have said something before. */
  static TableDesign read(Sql sql, List<ColumnDefinition> columns) throws Refusal {
    Optional<String> distStyle = Optional.empty();
    List<String> distKeys =
        new ArrayList<>(
            columns.stream()
                .filter(ColumnDefinition::distKey)
                .map(ColumnDefinition::name)
                .toList());
    List<String> sortKey =
        new ArrayList<>(
            columns.stream()
                .filter(ColumnDefinition::sortKey)
                .map(ColumnDefinition::name)
                .toList());
    Optional<String> sortStyle = sortKey.isEmpty() ? Optional.empty() : Optional.of("COMPOUND");
    boolean backup = true;
    while (!sql.atEnd() && !sql.sees("AS")) {
      String attribute = sql.name();
      switch (attribute) {
        case "backup" -> {
          backup = sql.takes("YES");
          if (!backup) {
            sql.expect("NO");
          }
        }
        case "diststyle" -> distStyle = Optional.of(oneOf(sql, "AUTO", "EVEN", "KEY", "ALL"));
        case "distkey" -> distKeys.addAll(sql.names());
        case "compound", "interleaved", "sortkey" -> {
          if (sortStyle.isPresent()) {
            throw Refusal.unsupported("More than one SORTKEY");
          }
          if (!attribute.equals("sortkey")) {
            sql.expect("SORTKEY");
          }
          if (attribute.equals("sortkey") && sql.takes("AUTO")) {
            sortStyle = Optional.of("AUTO");
          } else {
            sortStyle = Optional.of(attribute.equals("interleaved") ? "INTERLEAVED" : "COMPOUND");
            sortKey.addAll(sql.names());
          }
        }
        case "encode" -> sql.expect("AUTO");
        case "inherits", "partition", "tablespace", "with", "on", "using", "without" ->
            throw Refusal.unsupported(
                "%s of a table".formatted(attribute.toUpperCase(Locale.ROOT)));
        default -> throw Refusal.syntax(attribute);
      }
    }
    return of(distStyle, distKeys, sortStyle, sortKey, backup);
  }

  private static TableDesign of(
      Optional<String> distStyle,
      List<String> distKeys,
      Optional<String> sortStyle,
      List<String> sortKey,
      boolean backup)
      throws Refusal {
    if (distKeys.size() > 1) {
      throw Refusal.unsupported("More than one DISTKEY");
    }
    boolean styleIsKey = distStyle.filter("KEY"::equals).isPresent();
    if (styleIsKey && distKeys.isEmpty()) {
      throw Refusal.unsupported("DISTSTYLE KEY without a DISTKEY");
    }
    if (distStyle.isPresent() && !styleIsKey && !distKeys.isEmpty()) {
      throw Refusal.unsupported("DISTKEY with DISTSTYLE " + distStyle.get());
    }
    boolean interleaved = sortStyle.filter("INTERLEAVED"::equals).isPresent();
    if (sortKey.size() > (interleaved ? 8 : 400)) {
      throw Refusal.unsupported(
          interleaved
              ? "An interleaved SORTKEY of more than 8 columns"
              : "A SORTKEY of more than 400 columns");
    }
    Optional<String> style = distKeys.isEmpty() ? distStyle : Optional.of("KEY");
    return new TableDesign(style, distKeys.stream().findFirst(), sortStyle, sortKey, backup);
  }

  private static String oneOf(Sql sql, String... words) throws Refusal {
    for (String word : words) {
      if (sql.takes(word)) {
        return word;
      }
    }
    throw sql.near();
  }
}
