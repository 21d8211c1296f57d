package dev.penstock.api.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a newer CRD takes less than an older one, each as a line that begins with the field.
 *
 * <p>What is new (a field that is not required, a value, a wider bound, a text) is no finding:
 * there is no conversion, so a name once served stays, and whoever wrote it yesterday can write it
 * today.
 */
final class Narrowing {
  private static final List<String> UPPER =
      List.of("maximum", "maxLength", "maxItems", "maxProperties");
  private static final List<String> LOWER =
      List.of("minimum", "minLength", "minItems", "minProperties");

  /** What changes the meaning of a value or of a merge, whatever it becomes. */
  private static final List<String> FIXED =
      List.of(
          "type",
          "format",
          "pattern",
          "default",
          "nullable",
          "anyOf",
          "oneOf",
          "allOf",
          "not",
          "exclusiveMinimum",
          "exclusiveMaximum",
          "multipleOf",
          "uniqueItems",
          "x-kubernetes-int-or-string",
          "x-kubernetes-preserve-unknown-fields",
          "x-kubernetes-embedded-resource",
          "x-kubernetes-list-type",
          "x-kubernetes-list-map-keys",
          "x-kubernetes-map-type");

  private static final Pattern ONLY_WITH =
      Pattern.compile(
          "!has\\((?:self|oldSelf)\\.(?<field>\\w+)\\) \\|\\| (?<rest>.*)", Pattern.DOTALL);

  private static final Pattern ONLY_WITH_VALUE =
      Pattern.compile(
          "!has\\(self\\.(?<field>\\w+)\\) \\|\\| self\\.(?<again>\\w+) != '(?<value>\\w+)' \\|\\|"
              + " (?<rest>.*)",
          Pattern.DOTALL);

  private final List<String> findings = new ArrayList<>();

  private Narrowing() {}

  /** {@return one line for each place; none: every resource of the older CRD is taken} */
  static List<String> between(JsonNode older, JsonNode newer) {
    var narrowing = new Narrowing();
    for (var identity : List.of("/spec/group", "/spec/scope", "/spec/names/kind")) {
      narrowing.fixed(identity, older.at(identity), newer.at(identity));
    }
    narrowing.missing(
        "spec.names.shortNames",
        texts(older.at("/spec/names/shortNames")),
        texts(newer.at("/spec/names/shortNames")));
    older
        .at("/spec/versions")
        .forEach(version -> narrowing.version(version, newer.at("/spec/versions")));
    return List.copyOf(narrowing.findings);
  }

  private void version(JsonNode older, JsonNode versions) {
    var name = older.path("name").asText();
    for (var newer : versions) {
      if (newer.path("name").asText().equals(name)) {
        if (older.path("served").asBoolean() && !newer.path("served").asBoolean()) {
          findings.add("%s: is served no more".formatted(name));
        }
        missing(
            name + ".subresources",
            names(older.path("subresources")),
            names(newer.path("subresources")));
        schema(name, older.at("/schema/openAPIV3Schema"), newer.at("/schema/openAPIV3Schema"));
        return;
      }
    }
    findings.add("%s: is gone".formatted(name));
  }

  private void schema(String path, JsonNode older, JsonNode newer) {
    FIXED.forEach(word -> fixed(path + ": " + word, older.path(word), newer.path(word)));
    UPPER.forEach(word -> bound(path, word, older.path(word), newer.path(word), 1));
    LOWER.forEach(word -> bound(path, word, older.path(word), newer.path(word), -1));
    values(path, older.path("enum"), newer.path("enum"));
    required(path, older, newer);
    rules(path, older, newer);
    missing(path, names(older.path("properties")), names(newer.path("properties")));
    older
        .path("properties")
        .properties()
        .forEach(property -> {
          var name = property.getKey();
          if (newer.path("properties").has(name)) {
            schema(path + "." + name, property.getValue(), newer.path("properties").path(name));
          }
        });
    nested(path + "[]", older.path("items"), newer.path("items"));
    nested(path + ".*", older.path("additionalProperties"), newer.path("additionalProperties"));
  }

  private void nested(String path, JsonNode older, JsonNode newer) {
    if (older.isObject() && newer.isObject()) {
      schema(path, older, newer);
    } else {
      fixed(path, older, newer);
    }
  }

  private void fixed(String what, JsonNode older, JsonNode newer) {
    if (!older.equals(newer)) {
      findings.add("%s: was %s and is %s".formatted(what, shown(older), shown(newer)));
    }
  }

  /** A bound that is new, or tighter: lower above, higher below. */
  private void bound(String path, String word, JsonNode older, JsonNode newer, int side) {
    if (newer.isMissingNode()) {
      return;
    }
    if (older.isMissingNode() || newer.decimalValue().compareTo(older.decimalValue()) * side < 0) {
      findings.add("%s: %s was %s and is %s".formatted(path, word, shown(older), shown(newer)));
    }
  }

  private void values(String path, JsonNode older, JsonNode newer) {
    if (older.isMissingNode()) {
      if (!newer.isMissingNode()) {
        findings.add("%s: took any value and takes %s".formatted(path, texts(newer)));
      }
    } else if (!newer.isMissingNode()) {
      missing(path, texts(older), texts(newer));
    }
  }

  private void required(String path, JsonNode older, JsonNode newer) {
    var added = texts(newer.path("required"));
    added.removeAll(texts(older.path("required")));
    added.forEach(name -> findings.add("%s: %s is required now".formatted(path, name)));
  }

  /**
   * A rule whose words changed is a new one: nobody can say that it takes as much. One that asks
   * nothing where a field, or one of its values, is absent that the older CRD did not know takes
   * every older resource.
   */
  private void rules(String path, JsonNode older, JsonNode newer) {
    var known = new LinkedHashSet<String>();
    older.path("x-kubernetes-validations").forEach(rule -> known.add(rule.path("rule").asText()));
    newer
        .path("x-kubernetes-validations")
        .forEach(rule -> {
          var text = rule.path("rule").asText();
          if (!known.contains(text)
              && !asksOnlyOfNew(text, names(older.path("properties")))
              && !asksOnlyOfNewValue(text, older.path("properties"))
              && !isOrElse(text, known)) {
            findings.add("%s: has the new rule %s".formatted(path, text));
          }
        });
  }

  // In CEL a condition ? : binds less than ||, so that what begins like this may still ask more.
  private static boolean asksOnlyOfNew(String rule, Set<String> known) {
    var begins = ONLY_WITH.matcher(rule);
    return begins.matches()
        && !begins.group("rest").contains("?")
        && !known.contains(begins.group("field"));
  }

  private static boolean asksOnlyOfNewValue(String rule, JsonNode known) {
    var begins = ONLY_WITH_VALUE.matcher(rule);
    if (!begins.matches()
        || begins.group("rest").contains("?")
        || !begins.group("field").equals(begins.group("again"))) {
      return false;
    }
    var values = known.path(begins.group("field")).path("enum");
    return values.isArray() && !texts(values).contains(begins.group("value"));
  }

  /** What an older rule takes is taken, and more: it is one side of an "or". */
  private static boolean isOrElse(String rule, Set<String> known) {
    return known.stream()
        .map(older -> "(" + older + ")")
        .filter(rule::endsWith)
        .map(older -> rule.substring(0, rule.length() - older.length()))
        .anyMatch(before -> before.matches("(has\\(self\\.\\w+\\) \\|\\| )+"));
  }

  private void missing(String path, Set<String> older, Set<String> newer) {
    older.stream()
        .filter(name -> !newer.contains(name))
        .forEach(name -> findings.add("%s: %s is gone".formatted(path, name)));
  }

  private static Set<String> names(JsonNode object) {
    var names = new LinkedHashSet<String>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Set<String> texts(JsonNode list) {
    var texts = new LinkedHashSet<String>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static String shown(JsonNode value) {
    return value.isMissingNode() ? "absent" : value.toString();
  }
}
