package dev.penstock.sandbox.redshift.sql;

import dev.penstock.sandbox.redshift.sql.CopyCommand.Compression;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Format;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Source;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads COPY; whatever Redshift forbids, and whatever isn't known, is refused. */
final class CopyParser {
  private static final Pattern S3 = Pattern.compile("s3://([a-z0-9][a-z0-9.-]+)/(.+)");

  private CopyParser() {}

  static CopyCommand parse(Sql sql) throws Refusal {
    String table = sql.qualifiedName();
    List<String> columns = sql.sees("(") ? sql.names() : List.of();
    sql.expect("FROM");
    if (sql.sees("STDIN")) {
      throw Refusal.unsupported("COPY FROM STDIN");
    }
    Token from = sql.next();
    Matcher source = S3.matcher(from.kind() == Token.Kind.TEXT ? from.value() : "");
    if (!source.matches()) {
      throw Refusal.unknown("A COPY source other than s3://bucket/key");
    }
    CopyClauses clauses = CopyClauses.read(sql);
    CopyRules.check(clauses);
    return new CopyCommand(
        table,
        columns,
        clauses.has("manifest")
            ? new Source.Manifest(source.group(1), source.group(2))
            : new Source.Prefix(source.group(1), source.group(2)),
        CopyAuthorization.of(clauses),
        format(clauses),
        compression(clauses),
        options(clauses));
  }

  private static Format format(CopyClauses clauses) throws Refusal {
    return switch (clauses.format()) {
      case "parquet" -> new Format.Parquet(clauses.has("serializetojson"));
      case "csv" -> new Format.Csv(delimiter(clauses, ","), quote(clauses));
      case "json" -> new Format.JsonLines(ignoresCase(clauses.value("json").orElse("auto")));
      default ->
          new Format.Delimited(
              delimiter(clauses, "|"), clauses.has("escape"), clauses.has("removequotes"));
    };
  }

  private static boolean ignoresCase(String how) throws Refusal {
    return switch (how) {
      case "auto" -> false;
      case "auto ignorecase" -> true;
      default -> throw Refusal.unknown("COPY with JSON '%s'".formatted(how));
    };
  }

  private static String delimiter(CopyClauses clauses, String otherwise) throws Refusal {
    Optional<String> given = clauses.value("delimiter");
    String delimiter = given.isEmpty() ? otherwise : CopyText.unescaped(given.get());
    if (delimiter.isEmpty() || delimiter.contains("\n") || delimiter.contains("\r")) {
      throw Refusal.unknown("COPY with this DELIMITER");
    }
    return delimiter;
  }

  private static char quote(CopyClauses clauses) throws Refusal {
    Optional<String> given = clauses.value("quote");
    String quote = given.isEmpty() ? "\"" : CopyText.unescaped(given.get());
    if (quote.length() != 1 || quote.charAt(0) > 127) {
      throw Refusal.of("22023", "COPY quote must be a single one-byte character");
    }
    return quote.charAt(0);
  }

  private static Compression compression(CopyClauses clauses) {
    for (Compression compression : Compression.values()) {
      if (clauses.has(compression.name().toLowerCase(Locale.ROOT))) {
        return compression;
      }
    }
    return Compression.NONE;
  }

  private static CopyOptions options(CopyClauses clauses) throws Refusal {
    Set<CopyOptions.Flag> flags = EnumSet.noneOf(CopyOptions.Flag.class);
    for (CopyOptions.Flag flag : CopyOptions.Flag.values()) {
      if (clauses.has(flag.name().toLowerCase(Locale.ROOT))) {
        flags.add(flag);
      }
    }
    Optional<String> nullAs = clauses.value("null");
    return new CopyOptions(
        flags,
        clauses.number("maxerror"),
        clauses.number("ignoreheader"),
        nullAs.isEmpty() ? "\\N" : CopyText.unescaped(nullAs.get()),
        clauses.value("acceptinvchars").map(replacement -> replacement.charAt(0)),
        clauses.value("dateformat"),
        clauses.value("timeformat"));
  }
}
