package dev.penstock.runner.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A schema of many tables, no two alike, the same for a seed. */
record Erp(long seed, int count) {
  private static final List<String> TYPES =
      List.of(
          "boolean",
          "smallint",
          "integer",
          "bigint",
          "real",
          "double precision",
          "numeric(9,2)",
          "numeric(18,4)",
          "numeric(30,6)",
          "varchar(40)",
          "text",
          "char(3)",
          "uuid",
          "date",
          "time",
          "timestamp",
          "timestamptz",
          "jsonb",
          "bytea",
          "xml",
          // What is left out.
          "numeric",
          "money",
          "interval",
          "text[]",
          "inet",
          "int4range",
          "point",
          "erp.mood[]",
          // What is made of others.
          "erp.mood",
          "erp.code",
          "erp.amount");

  private static final List<String> CURSORS =
      List.of("updated_at", "LastModified", "last update", "changed_on", "write_date");

  private static final List<String> KEYS = List.of("id", "ID", "order", "Kunden-Nr", "größe");

  /** {@return the statements that make it} */
  List<String> statements() {
    var random = new Random(seed);
    List<String> all = new ArrayList<>();
    all.add("CREATE SCHEMA erp");
    all.add("CREATE TYPE erp.mood AS ENUM ('good', 'bad')");
    all.add("CREATE DOMAIN erp.code AS varchar(12)");
    all.add("CREATE DOMAIN erp.amount AS numeric(12,3)");
    for (int i = 0; i < count; i++) {
      table(random, i, all);
    }
    all.add("ANALYZE");
    return all;
  }

  private static void table(Random random, int number, List<String> all) {
    var name =
        switch (number % 8) {
          case 0 -> "T%03d".formatted(number);
          case 1 -> "t%03d".formatted(number - 1); // as the one before, but for upper case
          case 2 -> "Table %03d, \"quoted\"".formatted(number);
          case 3 -> "größe_%03d".formatted(number);
          default -> "erp_table_%03d".formatted(number);
        };
    List<String> columns = new ArrayList<>();
    List<String> values = new ArrayList<>();
    var key = KEYS.get(random.nextInt(KEYS.size()));
    int kind = random.nextInt(4);
    columns.add(quoted(key) + " bigint NOT NULL");
    values.add("g");
    if (kind == 1) {
      columns.add("\"part\" varchar(10) NOT NULL");
      values.add("'p' || g");
    }
    for (int c = random.nextInt(12); c >= 0; c--) {
      columns.add("\"c%d\" %s".formatted(c, TYPES.get(random.nextInt(TYPES.size()))));
      values.add("NULL");
    }
    boolean cursor = random.nextInt(3) > 0;
    var cursorName = CURSORS.get(random.nextInt(CURSORS.size()));
    if (cursor) {
      boolean required = random.nextBoolean();
      columns.add(
          "%s %s%s"
              .formatted(
                  quoted(cursorName),
                  random.nextBoolean() ? "timestamptz" : "timestamp",
                  required ? " NOT NULL" : ""));
      values.add(
          required || random.nextBoolean()
              ? "now() - interval '1 day'"
              : "CASE WHEN g % 10 > 0 THEN now() - interval '1 day' END");
    }
    if (kind < 2) {
      columns.add("PRIMARY KEY (%s%s)".formatted(quoted(key), kind == 1 ? ", \"part\"" : ""));
    } else if (kind == 2) {
      columns.add("UNIQUE (%s)".formatted(quoted(key)));
    }
    var table = "erp." + quoted(name);
    all.add("CREATE TABLE %s (%s)".formatted(table, String.join(", ", columns)));
    int rows = random.nextInt(5) == 0 ? 0 : 1 + random.nextInt(300);
    all.add(
        "INSERT INTO %s SELECT %s FROM generate_series(1, %d) AS g"
            .formatted(table, String.join(", ", values), rows));
    if (cursor && random.nextBoolean()) {
      all.add("CREATE INDEX ON %s (%s)".formatted(table, quoted(cursorName)));
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
