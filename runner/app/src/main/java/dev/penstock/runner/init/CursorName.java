package dev.penstock.runner.init;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What a name promises of a time: that every change of its row moves it on, or less. */
enum CursorName {
  /**
   * As {@code updated_at}, {@code LastModifiedDate}, {@code write_date}, {@code ord_changed_on}.
   */
  ROW_CHANGED("is named like the time of a row's last change"),
  /** As {@code status_changed_at}. */
  PART_CHANGED("says when a part of the row changed"),
  /** As {@code created_at}, {@code ordered_at}, {@code ts}. */
  OTHER("does not say that every change moves it on");

  private static final Pattern CHANGE =
      Pattern.compile(
          "(last|row|rec|record|date|dt|ts|time)?"
              + "(updated?|updates|updating|modified|modify|modification|modif|changed?|changes|edited"
              + "|geaendert|aenderung)(at|on|date|time|datetime|dt|ts|utc|timestamp)?"
              + "|upd|updt|mod|chg|mtime|modstamp|write|lastupd|lastmod");

  /** Words that say nothing of which part of a row is meant. */
  private static final Set<String> GENERAL =
      Set.of(
          ("a at am by date datetime db dt etl in is last latest of on rec record row sys system t time"
                  + " timestamp tms ts tz utc when x z")
              .split(" "));

  private final String promise;

  CursorName(String promise) {
    this.promise = promise;
  }

  /** {@return a sentence about the column without its name} */
  String promise() {
    return promise;
  }

  /**
   * {@return what a name promises}
   *
   * @param table whose own name, or an abbreviation that it begins with, says no more
   */
  static CursorName of(String column, String table) {
    var words =
        List.of(
            column
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT)
                .split("[^a-z0-9]+"));
    boolean change = false;
    boolean part = false;
    for (var word : words) {
      if (CHANGE.matcher(word).matches()) {
        change = true;
      } else if (!GENERAL.contains(word) && !isOf(table, word)) {
        part |= !word.isEmpty() && !word.matches("[0-9]+");
      }
    }
    return !change ? OTHER : part ? PART_CHANGED : ROW_CHANGED;
  }

  private static boolean isOf(String table, String word) {
    var name = table.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return word.length() >= 2 && name.startsWith(word);
  }
}
