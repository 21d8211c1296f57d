package dev.penstock.sandbox.redshift.sql;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which clauses of a COPY exclude each other. */
final class CopyRules {
  private static final Set<String> WITH_PARQUET =
      Set.of(
          "manifest",
          "iam_role",
          "credentials",
          "access_key_id",
          "secret_access_key",
          "session_token",
          "fillrecord",
          "statupdate",
          "explicit_ids",
          "acceptinvchars",
          "serializetojson");

  private static final Set<String> NOT_WITH_CSV = Set.of("escape", "removequotes");

  private static final Set<String> NOT_WITH_JSON =
      Set.of(
          "delimiter",
          "escape",
          "fillrecord",
          "ignoreblanklines",
          "null",
          "removequotes",
          // Redshift's page names those above; what these two would mean is unknown.
          "ignoreheader",
          "quote");

  private static final String DAY = "YYYY|YY|MM|MON|DD|[-/., ]";
  private static final Pattern DATE_FORMAT = Pattern.compile("auto|(?i:(?:%s)+)".formatted(DAY));
  private static final Pattern TIME_FORMAT =
      Pattern.compile(
          "auto|epochsecs|epochmillisecs|(?i:(?:%s|HH24|HH12|HH|MI|SS|AM|PM|OF|:)+)"
              .formatted(DAY));

  private CopyRules() {}

  static void check(CopyClauses clauses) throws Refusal {
    switch (clauses.format()) {
      case "parquet" -> parquet(clauses);
      case "csv" -> excluded(clauses, NOT_WITH_CSV, "CSV");
      case "json" -> excluded(clauses, NOT_WITH_JSON, "JSON");
      default -> excluded(clauses, Set.of("quote"), "a format other than CSV");
    }
    if (clauses.has("serializetojson") && !clauses.format().equals("parquet")) {
      throw Refusal.of("0A000", "SERIALIZETOJSON argument is only supported for columnar COPY");
    }
    if (clauses.names().stream().filter(Set.of("gzip", "zstd", "bzip2")::contains).count() > 1) {
      throw Refusal.of("42601", "conflicting or redundant options");
    }
    if (clauses.number("maxerror") > CopyOptions.MOST_ERRORS) {
      throw Refusal.of(
          "22023", "MAXERROR must be between 0 and %d".formatted(CopyOptions.MOST_ERRORS));
    }
    format(clauses, "dateformat", DATE_FORMAT);
    format(clauses, "timeformat", TIME_FORMAT);
    String replacement = clauses.value("acceptinvchars").orElse("?");
    if (replacement.length() != 1 || replacement.charAt(0) > 127 || replacement.charAt(0) == 0) {
      throw Refusal.of("22023", "The replacement of ACCEPTINVCHARS must be one ASCII character");
    }
  }

  private static void parquet(CopyClauses clauses) throws Refusal {
    for (String name : clauses.names()) {
      if (!WITH_PARQUET.contains(name)) {
        throw Refusal.of(
            "0A000",
            name.toUpperCase(Locale.ROOT) + " argument is not supported for PARQUET based COPY");
      }
    }
  }

  private static void excluded(CopyClauses clauses, Set<String> names, String format)
      throws Refusal {
    for (String name : clauses.names()) {
      if (names.contains(name)) {
        throw Refusal.of(
            "0A000",
            "%s argument is not supported with %s"
                .formatted(name.toUpperCase(Locale.ROOT), format));
      }
    }
  }

  private static void format(CopyClauses clauses, String name, Pattern known) throws Refusal {
    String format = clauses.value(name).orElse("auto");
    if (!known.matcher(format).matches()) {
      throw Refusal.unknown("%s '%s'".formatted(name.toUpperCase(Locale.ROOT), format));
    }
  }
}
