package dev.penstock.sandbox.redshift.sql;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What follows the source of a COPY, clause by clause in any order, each at most once. Whether the
 * clauses go together is not asked here.
 */
final class CopyClauses {
  private static final Set<String> WORDS =
      Set.of(
          "manifest",
          "gzip",
          "zstd",
          "bzip2",
          "escape",
          "removequotes",
          "serializetojson",
          "acceptanydate",
          "blanksasnull",
          "emptyasnull",
          "explicit_ids",
          "fillrecord",
          "ignoreblanklines",
          "noload",
          "roundec",
          "trimblanks",
          "truncatecolumns");

  private static final Set<String> WITH_TEXT =
      Set.of(
          "delimiter",
          "quote",
          "null",
          "dateformat",
          "timeformat",
          "region",
          "iam_role",
          "credentials",
          "access_key_id",
          "secret_access_key",
          "session_token");

  private static final Set<String> WITH_NUMBER = Set.of("maxerror", "ignoreheader");

  /** Redshift has them, the stand-in doesn't. */
  private static final Set<String> UNKNOWN =
      Set.of(
          "lzop",
          "comprows",
          "readratio",
          "ignoreallerrors",
          "fixedwidth",
          "ssh",
          "master_symmetric_key",
          "encrypted",
          "kms_key_id");

  private final Map<String, String> given = new LinkedHashMap<>();
  private String format = "";

  private CopyClauses() {}

  static CopyClauses read(Sql sql) throws Refusal {
    CopyClauses clauses = new CopyClauses();
    while (!sql.atEnd()) {
      clauses.clause(sql);
    }
    return clauses;
  }

  /** The names of all clauses but the format's, in lower case and in their order. */
  Set<String> names() {
    return given.keySet();
  }

  boolean has(String name) {
    return given.containsKey(name);
  }

  /** What a clause says; an empty text where it says nothing but its name. */
  Optional<String> value(String name) {
    return Optional.ofNullable(given.get(name));
  }

  int number(String name) throws Refusal {
    String digits = given.getOrDefault(name, "0");
    if (!digits.matches("[0-9]{1,9}")) {
      throw Refusal.syntax(digits);
    }
    return Integer.parseInt(digits);
  }

  /** In lower case; empty if none was named. */
  String format() {
    return format;
  }

  private void clause(Sql sql) throws Refusal {
    if (sql.takes("WITH")) {
      sql.takes("AUTHORIZATION");
    }
    String name = sql.name();
    if (WORDS.contains(name)) {
      put(name, "");
    } else if (WITH_TEXT.contains(name)) {
      sql.takes("AS");
      put(name, text(sql, name));
    } else if (WITH_NUMBER.contains(name)) {
      sql.takes("AS");
      put(name, sql.next().text());
    } else if (UNKNOWN.contains(name)) {
      throw Refusal.unknown("COPY with " + name.toUpperCase(Locale.ROOT));
    } else {
      special(sql, name);
    }
  }

  private void special(Sql sql, String name) throws Refusal {
    switch (name) {
      case "format" -> {
        sql.takes("AS");
        format(sql, sql.name());
      }
      case "csv", "json", "avro", "orc", "shapefile" -> format(sql, name);
      case "acceptinvchars" -> {
        sql.takes("AS");
        put(name, seesText(sql) ? text(sql, name) : "?");
      }
      case "encoding" -> {
        sql.takes("AS");
        String encoding = sql.next().text().replace("'", "");
        if (!encoding.equalsIgnoreCase("UTF8")) {
          throw Refusal.unknown("COPY with ENCODING " + encoding);
        }
        put(name, encoding);
      }
      case "statupdate", "compupdate" -> {
        for (String how : new String[] {"ON", "OFF", "TRUE", "FALSE", "PRESET"}) {
          if ((!how.equals("PRESET") || name.equals("compupdate")) && sql.takes(how)) {
            break;
          }
        }
        put(name, "");
      }
      default -> throw Refusal.syntax(name);
    }
  }

  private void format(Sql sql, String name) throws Refusal {
    if (!format.isEmpty()) {
      throw redundant();
    }
    if (!Set.of("csv", "json", "parquet").contains(name)) {
      throw Refusal.unknown("COPY with FORMAT " + name.toUpperCase(Locale.ROOT));
    }
    format = name;
    if (name.equals("json")) {
      sql.takes("AS");
      put("json", seesText(sql) ? text(sql, name) : "auto");
    }
  }

  private void put(String name, String value) throws Refusal {
    if (given.put(name, value) != null) {
      throw redundant();
    }
  }

  private static Refusal redundant() {
    return Refusal.of("42601", "conflicting or redundant options");
  }

  private static boolean seesText(Sql sql) {
    return sql.peek().filter(token -> token.kind() == Token.Kind.TEXT).isPresent();
  }

  private static String text(Sql sql, String what) throws Refusal {
    Token token = sql.next();
    if (token.kind() != Token.Kind.TEXT) {
      throw Refusal.unknown("%s as %s".formatted(what.toUpperCase(Locale.ROOT), token.text()));
    }
    return token.value();
  }
}
