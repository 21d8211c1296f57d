package dev.penstock.api.validation;

import dev.penstock.api.validation.Finding.Reason;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of resources, relations, targets, parameters and identifiers of the warehouse. */
final class Names {
  private static final String LABEL_SHAPE =
      "lower-case letters, digits and hyphens, with a letter or digit at both ends";
  private static final String PLAIN_SHAPE =
      "lower-case letters, digits and underscores, with no digit first";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final Pattern RELATION = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final Pattern IDENTIFIER = Pattern.compile("[a-z_][a-z0-9_$]*");

  /** What the engine's parser refuses as a table name without quotes. */
  private static final Set<String> RESERVED =
      Set.of(
          ("all analyse analyze and any array as asc asymmetric both case cast check collate column"
                  + " constraint create default deferrable desc describe distinct do else end"
                  + " except false fetch for foreign from grant group having in initially"
                  + " intersect into lambda lateral leading limit not null offset on only or order"
                  + " pivot pivot_longer pivot_wider placing primary qualify references returning"
                  + " select show some summarize symmetric table then to trailing true union unique"
                  + " unpivot using variadic when where window with")
              .split(" "));

  private static final String OURS = "_penstock";

  private Names() {}

  static String label(Place place, @Nullable String value, int max) {
    return place.matching(value, "name", max, LABEL, LABEL_SHAPE);
  }

  static String namespace(Place place, @Nullable String value) {
    return place.matching(value, "namespace", 63, LABEL, LABEL_SHAPE);
  }

  /** The name of a connection, a Secret or a ServiceAccount. */
  static String subdomain(Place place, @Nullable String value, String what) {
    return place.matching(value, what, 253, SUBDOMAIN, LABEL_SHAPE + "; dots between them");
  }

  /** A name for SQL: a plain identifier, not a word of SQL, not one of ours. */
  static String relation(Place place, @Nullable String value) {
    var name = place.matching(value, "name", 63, RELATION, PLAIN_SHAPE);
    if (RESERVED.contains(name)) {
      place.refuse(
          Reason.INVALID,
          "has the name %s, which is a word of SQL".formatted(name),
          "Choose another name");
    } else if (name.startsWith(OURS)) {
      place.refuse(
          Reason.INVALID,
          "has the name %s; names that begin with %s belong to Penstock"
              .formatted(Shown.of(name), OURS),
          "Choose another name");
    }
    return name;
  }

  /** {@return whether {@link #relation} takes a name} */
  static boolean isRelation(String name) {
    return name.length() <= 63
        && RELATION.matcher(name).matches()
        && !RESERVED.contains(name)
        && !name.startsWith(OURS);
  }

  /** A name that SQL writes after a dollar sign. */
  static String parameter(Place place, @Nullable String value) {
    return place.matching(value, "name", 63, RELATION, PLAIN_SHAPE);
  }

  /** A column whose name becomes part of a key in a bucket; blank ones have their finding. */
  static void directory(Place place, String column) {
    if (!column.isEmpty()) {
      place.matching(column, "partitionBy column", 127, RELATION, PLAIN_SHAPE);
    }
  }

  /** An identifier of the warehouse, in lower case. */
  static String identifier(Place place, @Nullable String value, String what) {
    return place.matching(
        value,
        what,
        127,
        IDENTIFIER,
        "lower-case letters, digits, underscores and $, with a letter or underscore first");
  }
}
