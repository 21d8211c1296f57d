package dev.penstock.runner.target.redshift;

import dev.penstock.api.model.ResourceName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Names of our tables, and names as SQL. Ours stay below 64 bytes; a hash keeps them apart. */
final class Names {
  private Names() {}

  /** {@return the control table of a target} */
  static String ledger(ResourceName pipeline, String target) {
    var readable = cut(words(pipeline.namespace() + "_" + pipeline.name() + "_" + target), 40);
    return "ledger_%s_%s".formatted(readable, hash(pipeline + "/" + target, 8));
  }

  /** {@return the control table that says which ledger a table belongs to} */
  static String owner(String table) {
    var folded = table.toLowerCase(Locale.ROOT);
    return "owner_%s_%s".formatted(cut(words(folded), 40), hash(folded, 8));
  }

  /** {@return the staging table of an attempt for a target} */
  static String staging(ResourceName pipeline, String target, long base, String attempt) {
    return stagingPrefix(pipeline)
        + "%s_%d_%s".formatted(cut(words(target), 10), base, hash(target + "/" + attempt, 12));
  }

  /** {@return the schema in which an attempt stages that finds no control schema and makes none} */
  static String ownSchema(String controlSchema, String attempt) {
    return "%s_dry_%s".formatted(cut(controlSchema, 40), hash(controlSchema + "/" + attempt, 12));
  }

  /** {@return how the staging table of a coming attempt is shown} */
  static String plannedStaging(ResourceName pipeline, String target) {
    return stagingPrefix(pipeline) + cut(words(target), 10) + "_<base>_<attempt>";
  }

  /** {@return what the names of all staging tables of a pipeline begin with} */
  static String stagingPrefix(ResourceName pipeline) {
    return "stg_" + hash(pipeline.toString(), 8) + "_";
  }

  /** {@return the base in the name of a staging table} */
  static OptionalLong base(String staging) {
    var matcher = Pattern.compile("stg_[0-9a-f]{8}_\\w*_(\\d+)_[0-9a-f]{12}").matcher(staging);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  /** {@return a name in quotes; Redshift folds it to lower case even so} */
  static String quoted(String name) {
    if (name.isEmpty() || name.indexOf('"') >= 0 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Not a name for a warehouse: " + name);
    }
    return '"' + name.toLowerCase(Locale.ROOT) + '"';
  }

  /** {@return a qualified name of two parts in quotes} */
  static String qualified(String table) {
    int dot = table.indexOf('.');
    return quoted(table.substring(0, dot)) + "." + quoted(table.substring(dot + 1));
  }

  static String literal(String text) {
    if (text.indexOf('\\') >= 0 || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("Not a text for a statement: " + text);
    }
    return "'" + text.replace("'", "''") + "'";
  }

  private static String words(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }

  private static String hash(String text, int digits) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, digits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
