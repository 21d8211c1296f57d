package dev.penstock.sandbox.redshift.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads COPY; whatever Redshift forbids next to Parquet, and whatever isn't known, is refused. */
final class CopyParser {
  private static final Pattern S3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]+)/(.+)");
  private static final Pattern ROLE =
      Pattern.compile("arn:aws[a-z-]*:iam::[0-9]{12}:role/[\\w+=,.@/-]+");

  /** Options of Redshift's that a columnar COPY doesn't take. */
  private static final Set<String> NOT_WITH_PARQUET =
      Set.of(
          "maxerror",
          "region",
          "acceptanydate",
          "compupdate",
          "delimiter",
          "gzip",
          "zstd",
          "bzip2",
          "lzop",
          "ignoreheader",
          "dateformat",
          "timeformat",
          "emptyasnull",
          "blanksasnull",
          "truncatecolumns",
          "roundec",
          "null",
          "noload",
          "encoding",
          "escape",
          "quote",
          "removequotes",
          "trimblanks",
          "comprows",
          "ignoreblanklines",
          "ignoreallerrors");

  private static final Set<String> LATER =
      Set.of("fillrecord", "explicit_ids", "acceptinvchars", "serializetojson", "readratio");

  private CopyParser() {}

  static CopyCommand parse(Sql sql) throws Refusal {
    String table = sql.qualifiedName();
    List<String> columns = new ArrayList<>();
    if (sql.takes("(")) {
      for (List<Token> piece : Sql.pieces(sql.untilClosing())) {
        Sql column = new Sql(piece);
        columns.add(column.name());
        column.end();
      }
    }
    sql.expect("FROM");
    if (sql.sees("STDIN")) {
      throw Refusal.unsupported("COPY FROM STDIN");
    }
    Matcher source = S3.matcher(text(sql, "The source of COPY"));
    if (!source.matches()) {
      throw Refusal.unknown("A COPY source other than s3://bucket/key");
    }
    String role = null;
    boolean parquet = false;
    boolean manifest = false;
    while (!sql.atEnd()) {
      String option = sql.name();
      switch (option) {
        case "iam_role" -> role = role(text(sql, "IAM_ROLE"));
        case "format", "parquet" -> {
          if (option.equals("format")) {
            sql.takes("AS");
            String format = sql.name();
            if (!format.equals("parquet")) {
              throw Refusal.unknown("COPY with FORMAT " + format.toUpperCase(Locale.ROOT));
            }
          } else {
            throw Refusal.syntax("parquet");
          }
          parquet = true;
        }
        case "manifest" -> manifest = true;
        case "statupdate" -> {
          if (!sql.takes("ON") && !sql.takes("OFF") && !sql.takes("TRUE")) {
            sql.takes("FALSE");
          }
        }
        case "csv", "json", "avro", "orc", "fixedwidth", "shapefile" ->
            throw Refusal.unknown("COPY of " + option.toUpperCase(Locale.ROOT));
        case "credentials", "access_key_id", "secret_access_key", "session_token" ->
            throw Refusal.unknown("COPY with keys instead of IAM_ROLE");
        default -> throw option(option);
      }
    }
    if (role == null) {
      throw Refusal.of("42601", "CREDENTIALS argument is required but missing");
    }
    if (!parquet) {
      throw Refusal.unknown("COPY without FORMAT PARQUET");
    }
    if (!manifest) {
      throw Refusal.unknown("COPY of a prefix, without MANIFEST,");
    }
    return new CopyCommand(table, columns, source.group(1), source.group(2), role);
  }

  private static Refusal option(String option) {
    String shown = option.toUpperCase(Locale.ROOT);
    if (NOT_WITH_PARQUET.contains(option)) {
      return Refusal.of("0A000", shown + " argument is not supported for PARQUET based COPY");
    }
    if (LATER.contains(option)) {
      return Refusal.unknown("COPY with " + shown);
    }
    return Refusal.syntax(option);
  }

  private static String text(Sql sql, String what) throws Refusal {
    Token token = sql.next();
    if (token.kind() != Token.Kind.TEXT) {
      throw Refusal.unknown("%s as %s".formatted(what, token.text()));
    }
    return token.value();
  }

  private static String role(String role) throws Refusal {
    if (!ROLE.matcher(role).matches()) {
      throw Refusal.of("42601", "Invalid IAM role: " + role);
    }
    return role;
  }
}
