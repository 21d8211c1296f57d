package dev.penstock.runner.target.redshift;

import static dev.penstock.runner.target.redshift.Names.qualified;
import static dev.penstock.runner.target.redshift.Names.quoted;

import dev.penstock.api.model.Table;
import dev.penstock.runner.commit.CommittedTarget.Column;
import dev.penstock.runner.commit.CommittedTarget.Upsert;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What staged rows are asked before the commit, because after it nothing may be refused. */
record StagedCheck(
    RedshiftSession session, Table table, List<Column> columns, Optional<Upsert> upsert) {

  /** A reason for which the table, or an upsert, can not take a row. */
  private sealed interface Doubt {
    Column column();

    /** A text is longer than its column in the table. */
    record TooLong(Column column, long limit) implements Doubt {}

    /** The table demands a value. */
    record Missing(Column column) implements Doubt {}

    /** A text is nothing that the table can hold parsed. */
    record NotParsed(Column column) implements Doubt {}

    /** The key would tell the row from no other. */
    record WithoutKey(Column column) implements Doubt {}
  }

  /**
   * Refuses rows that the table would refuse.
   *
   * @param existing the table's columns by name
   * @param staging qualified
   */
  void refuse(java.sql.Connection open, Map<String, TargetTable.Existing> existing, String staging)
      throws SQLException {
    var doubts = doubts(existing);
    if (doubts.isEmpty()) {
      return;
    }
    var asked =
        doubts.stream()
            .map(doubt -> "SUM(CASE WHEN %s THEN 1 ELSE 0 END)".formatted(condition(doubt)))
            .collect(Collectors.joining(", "));
    var counts =
        session.query(open, "SELECT %s FROM %s".formatted(asked, qualified(staging))).getFirst();
    for (int i = 0; i < doubts.size(); i++) {
      var count = counts.get(i);
      if (count != null && !count.equals("0")) {
        throw refusal(open, doubts.get(i), count, staging);
      }
    }
  }

  private List<Doubt> doubts(Map<String, TargetTable.Existing> existing) {
    List<Doubt> doubts = new ArrayList<>();
    for (var column : columns) {
      if (upsert
          .filter(how -> how.key().stream().anyMatch(column.name()::equalsIgnoreCase))
          .isPresent()) {
        doubts.add(new Doubt.WithoutKey(column));
      }
      var there = existing.get(column.name().toLowerCase(Locale.ROOT));
      if (there == null) {
        continue;
      }
      if (there.type().isSuper()) {
        doubts.add(new Doubt.NotParsed(column));
      }
      there.type().limit().ifPresent(limit -> doubts.add(new Doubt.TooLong(column, limit)));
      if (!there.nullable()) {
        doubts.add(new Doubt.Missing(column));
      }
    }
    return doubts;
  }

  /** {@return what is true of a text that can not be made a SUPER} */
  static String unparsed(Column column) {
    return "%1$s IS NOT NULL AND NOT CAN_JSON_PARSE(%1$s)".formatted(quoted(column.name()));
  }

  private static String condition(Doubt doubt) {
    var name = quoted(doubt.column().name());
    return switch (doubt) {
      case Doubt.TooLong(var column, var limit) -> "OCTET_LENGTH(%s) > %d".formatted(name, limit);
      case Doubt.NotParsed(var column) -> unparsed(column);
      case Doubt.Missing missing -> name + " IS NULL";
      case Doubt.WithoutKey without -> name + " IS NULL";
    };
  }

  private DataException refusal(java.sql.Connection open, Doubt doubt, String count, String staging)
      throws SQLException {
    var name = doubt.column().name();
    return switch (doubt) {
      case Doubt.TooLong(var column, var limit) -> {
        long longest =
            session.number(
                open,
                "SELECT MAX(OCTET_LENGTH(%s)) FROM %s".formatted(quoted(name), qualified(staging)));
        yield refused(
            "%s rows have a longer %s than the %d bytes that it takes, up to %d"
                .formatted(count, name, limit, longest),
            "Run ALTER TABLE %s ALTER COLUMN %s TYPE VARCHAR(%d), or shorten them in a step"
                .formatted(qualified(table.qualified()), quoted(name), TextWidths.width(longest)));
      }
      case Doubt.NotParsed text ->
          refused(
              "%s rows have a %s that JSON_PARSE can not make a SUPER of".formatted(count, name),
              "Correct them in a step to JSON that names no attribute of an object twice, or let the"
                  + " column be a VARCHAR");
      case Doubt.Missing missing ->
          refused(
              "%s rows have no %s, which it demands".formatted(count, name),
              "Give them one in a step, or alter the table");
      case Doubt.WithoutKey without ->
          refused(
              "%s rows have no %s, which is part of the key".formatted(count, name),
              "Give every row its key in a step, or leave those rows out");
    };
  }

  private DataException refused(String what, String nextStep) {
    return new DataException(
        Reason.LOAD_REFUSED,
        "Table %s in warehouse %s: %s".formatted(table.qualified(), session.name(), what),
        nextStep);
  }
}
