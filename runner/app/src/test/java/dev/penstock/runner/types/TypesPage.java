package dev.penstock.runner.types;

import dev.penstock.runner.spi.ColumnType;

/** {@code docs/types.md}, from the matrix. */
final class TypesPage {
  private static final String BEFORE =
      """
      # Types

      What becomes of a column of PostgreSQL: the type that steps see, what stands in the Parquet files, what a new table in
      Redshift has. Generated from `PostgresType`, where the run itself asks; `TypeRoundTripIT` sends values of every row, its ends
      among them, to all three places and compares them.

      - **exact**: every value means the same in all three, but for those that the last column names. Those are refused with their
        column; none is changed silently.
      - **widened**: every value arrives, in a type that says less of it.
      - **refused**: there is no type that holds every value, or several that hold some. The author decides by a cast, in a `query`
        or in a view; the message of the run spells it. The table says what the column is then.

      A domain is what it is made of. NULL stays NULL everywhere. An existing table may have a wider type than the one below.
      Texts that are too long, and wall-clock times of a zone, have policies of their own: [columns.md](columns.md).

      | PostgreSQL | form | in steps | in Parquet | in Redshift | to know |
      |---|---|---|---|---|---|
      """;

  private TypesPage() {}

  static String page() {
    var page = new StringBuilder(BEFORE);
    for (var type : PostgresType.values()) {
      page.append(row(type));
    }
    return page.toString();
  }

  private static String row(PostgresType row) {
    var form = row.form();
    return switch (form) {
      case Form.Exact(var type) -> row(row, "exact", type, row.remark());
      case Form.Widened(var type, var lost) ->
          row(row, "widened", type, sentences("Lost: " + inside(lost), row.remark()));
      case Form.Refused refused ->
          row(row, "refused: `" + refused.cast("c") + "`", refused.becomes(), row.remark());
    };
  }

  private static String row(PostgresType row, String form, ColumnType type, String remark) {
    boolean open = row.name().startsWith("NUMERIC_") && row.form() instanceof Form.Exact;
    var carriage = Carriage.of(type);
    var relation = open ? "DECIMAL(p,s)" : type.toString();
    var logical =
        !open || carriage.logical().isEmpty()
            ? carriage.logical()
            : row == PostgresType.NUMERIC_38 ? "DECIMAL(38,s)" : "DECIMAL(p,s)";
    var physical = logical.isEmpty() ? carriage.physical() : carriage.physical() + ", " + logical;
    return "| %s | %s | `%s` | `%s` | `%s` | %s |\n"
        .formatted(
            row.spelled(),
            form,
            relation,
            physical,
            open ? "DECIMAL(p,s)" : carriage.warehouse(),
            remark);
  }

  private static String sentences(String first, String second) {
    return second.isEmpty() ? first : first + ". " + second;
  }

  private static String inside(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }
}
