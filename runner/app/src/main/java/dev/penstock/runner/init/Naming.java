package dev.penstock.runner.init;

import dev.penstock.api.validation.RelationName;
import dev.penstock.runner.source.postgres.CatalogEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Gives tables the names of a destination, no two of which are the same. Of tables whose names
 * become one, the first that had it from the start keeps it; the others bear a few digits of a hash
 * of their name. So a name depends on which other tables are named with it, but for the digits,
 * which are of the table alone.
 */
final class Naming {
  /** A CronJob's name leaves that much. */
  private static final int PIPELINE = 52;

  private static final int RELATION = 63;
  private static final int FEWEST_DIGITS = 6;

  private final Destination destination;
  private final Set<String> taken = new HashSet<>();

  private Naming(Destination destination) {
    this.destination = destination;
  }

  /** {@return the names, by table} */
  static Map<CatalogEntry, TableNames> of(List<CatalogEntry> entries, Destination destination) {
    return new Naming(destination).names(entries);
  }

  private Map<CatalogEntry, TableNames> names(List<CatalogEntry> entries) {
    Map<String, Integer> uses = new HashMap<>();
    for (var entry : entries) {
      marks(plain(entry)).forEach(mark -> uses.merge(mark, 1, Integer::sum));
    }
    Map<CatalogEntry, TableNames> names = new HashMap<>();
    List<CatalogEntry> others = new ArrayList<>();
    for (var entry : entries) {
      var plain = plain(entry);
      boolean alone = marks(plain).stream().allMatch(mark -> uses.getOrDefault(mark, 0) == 1);
      if ((alone || isKept(entry)) && take(plain)) {
        names.put(entry, plain);
      } else {
        others.add(entry);
      }
    }
    for (var entry : others) {
      var hash = hash(entry.qualified());
      int digits = FEWEST_DIGITS;
      var marked = marked(entry, hash.substring(0, digits));
      while (!take(marked)) {
        digits += 2;
        marked = marked(entry, hash.substring(0, digits));
      }
      names.put(entry, marked);
    }
    return names;
  }

  private boolean take(TableNames names) {
    var marks = marks(names);
    if (!Collections.disjoint(taken, marks)) {
      return false;
    }
    taken.addAll(marks);
    return true;
  }

  /** What has to be a table's own. */
  private static List<String> marks(TableNames names) {
    return List.of(
        "pipeline " + names.pipeline(),
        "table %s.%s".formatted(names.schema(), names.table()),
        "path " + names.path());
  }

  private boolean isKept(CatalogEntry entry) {
    return plain(entry).relation().equals(entry.name())
        && slug(entry.schema()).equals(entry.schema())
        && (first() + prefix(entry) + entry.name()).length() <= PIPELINE;
  }

  private TableNames plain(CatalogEntry entry) {
    return names(entry, "");
  }

  private TableNames marked(CatalogEntry entry, String digits) {
    return names(entry, "_" + digits);
  }

  private TableNames names(CatalogEntry entry, String suffix) {
    var table = slug(entry.name());
    var pipeline = cut(first() + prefix(entry) + table, PIPELINE, suffix).replace('_', '-');
    var relation = cut(table, RELATION, "");
    // In one schema for all, tables keep apart by that of their source.
    var loaded =
        cut(
            first() + (destination.schema().isPresent() ? prefix(entry) + table : table),
            RELATION,
            suffix);
    return new TableNames(
        pipeline,
        relation(relation),
        destination.schema().orElseGet(() -> relation(cut(slug(entry.schema()), RELATION, ""))),
        relation(loaded),
        "%s/%s/%s"
            .formatted(destination.path(), slug(entry.schema()), cut(table, RELATION, suffix)));
  }

  private String first() {
    return destination.prefix().map(word -> slug(word) + "_").orElse("");
  }

  private static String prefix(CatalogEntry entry) {
    return entry.schema().equals("public") ? "" : slug(entry.schema()) + "_";
  }

  /** {@return the name, another word where SQL has it for itself} */
  private static String relation(String name) {
    var plain = Character.isDigit(name.charAt(0)) ? cut("t_" + name, RELATION, "") : name;
    return RelationName.allowed(plain) ? plain : cut(plain, RELATION, "_rows");
  }

  private static String cut(String name, int length, String suffix) {
    int room = Math.min(name.length(), length - suffix.length());
    return name.substring(0, room).replaceAll("_+$", "") + suffix;
  }

  /** {@return lower-case ASCII letters, digits and underscores, none of these at the ends} */
  private static String slug(String name) {
    var ascii =
        Normalizer.normalize(name, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9_]+", "_")
            .replaceAll("^_+|_+$", "");
    return ascii.isEmpty() ? "table" : ascii;
  }

  private static String hash(String name) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
