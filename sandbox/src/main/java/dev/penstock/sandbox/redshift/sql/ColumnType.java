package dev.penstock.sandbox.redshift.sql;

import java.util.List;

/** A column's type as Redshift spells it, and the one that stands for it in PostgreSQL. */
final class ColumnType {
  private ColumnType() {}

  static String translate(Sql sql) throws Refusal {
    String name = sql.name();
    String type =
        switch (name) {
          case "smallint", "int2" -> "smallint";
          case "integer", "int", "int4" -> "integer";
          case "bigint", "int8" -> "bigint";
          case "decimal", "numeric" -> decimal(sql);
          case "real", "float4" -> "real";
          case "float8" -> "double precision";
          case "float" -> floating(sql);
          case "double" -> {
            sql.expect("PRECISION");
            yield "double precision";
          }
          case "boolean", "bool" -> "boolean";
          case "varchar", "nvarchar" -> "varchar(%d)".formatted(length(sql, 256, 65535));
          case "text" -> "varchar(256)";
          case "bpchar" -> "char(256)";
          case "character", "nchar", "char" ->
              sql.takes("VARYING")
                  ? "varchar(%d)".formatted(length(sql, 256, 65535))
                  : "char(%d)".formatted(length(sql, 1, 4096));
          case "date" -> "date";
          case "timestamp" -> zoned(sql, "timestamp");
          case "timestamptz" -> "timestamptz";
          case "time" -> zoned(sql, "time");
          case "timetz" -> "timetz";
          case "super" -> "jsonb";
          case "varbyte", "varbinary", "binary" -> {
            varbyte(sql, name);
            yield "bytea";
          }
          case "interval", "geometry", "geography", "hllsketch" ->
              throw Refusal.unknown("Column type " + name);
          default -> throw Refusal.unsupported("Column type " + name);
        };
    if (sql.sees("[") || sql.sees("ARRAY")) {
      throw Refusal.unsupported("An array as a column type");
    }
    if (type.startsWith("time") && sql.sees("(")) {
      throw Refusal.unknown("A precision of " + name);
    }
    return type;
  }

  /** Takes a VARBYTE; PostgreSQL's type doesn't say how many bytes it holds. */
  static int bytes(Sql sql) throws Refusal {
    return varbyte(sql, sql.name());
  }

  private static int varbyte(Sql sql, String name) throws Refusal {
    if (name.equals("binary")) {
      sql.expect("VARYING");
    }
    return length(sql, 64000, 16777216);
  }

  private static String floating(Sql sql) throws Refusal {
    if (!sql.takes("(")) {
      return "double precision";
    }
    int bits = number(new Sql(sql.untilClosing()));
    if (bits < 1 || bits > 53) {
      throw Refusal.of("22023", "precision for type float must be between 1 and 53 bits");
    }
    return bits <= 24 ? "real" : "double precision";
  }

  private static String decimal(Sql sql) throws Refusal {
    if (!sql.takes("(")) {
      return "numeric(18,0)";
    }
    List<List<Token>> arguments = Sql.pieces(sql.untilClosing());
    int precision = number(new Sql(arguments.getFirst()));
    int scale = arguments.size() > 1 ? number(new Sql(arguments.get(1))) : 0;
    if (precision < 1 || precision > 38) {
      throw Refusal.of(
          "22023", "NUMERIC precision %d must be between 1 and 38".formatted(precision));
    }
    if (scale > precision) {
      throw Refusal.of(
          "22023",
          "NUMERIC scale %d must be between 0 and precision %d".formatted(scale, precision));
    }
    return "numeric(%d,%d)".formatted(precision, scale);
  }

  private static String zoned(Sql sql, String type) {
    if (sql.takes("WITH", "TIME", "ZONE")) {
      return type + "tz";
    }
    sql.takes("WITHOUT", "TIME", "ZONE");
    return type;
  }

  private static int length(Sql sql, int otherwise, int longest) throws Refusal {
    if (!sql.takes("(")) {
      return otherwise;
    }
    Sql inside = new Sql(sql.untilClosing());
    if (inside.takes("MAX")) {
      inside.end();
      return longest;
    }
    int length = number(inside);
    if (length < 1 || length > longest) {
      throw Refusal.of(
          "22023", "length of a column can't be %d, at most %d".formatted(length, longest));
    }
    return length;
  }

  private static int number(Sql sql) throws Refusal {
    Token token = sql.next();
    sql.end();
    if (!token.text().matches("[0-9]{1,9}")) {
      throw Refusal.syntax(token.text());
    }
    return Integer.parseInt(token.text());
  }
}
