package dev.penstock.operator.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code docs/reference/api.md}: every field of every resource, from the CRDs. */
final class ApiReference {
  private static final List<String> ORDER = List.of("etlpipelines", "etlconnections", "etlruns");

  private final StringBuilder page = new StringBuilder();

  private ApiReference() {}

  static String page(Map<String, ObjectNode> crds) {
    var reference = new ApiReference();
    reference.page.append(
        """
        # Resources

        Every field of `penstock.dev/v1alpha1`, generated from the CRDs in `crds/manifests`. A text that says "None:" names what
        absence means; defaults are applied when a resource is read and never written into it. `name[]` is a list.
        """);
    ORDER.forEach(plural -> reference.resource(crds.get(plural)));
    return reference.page.toString();
  }

  private void resource(ObjectNode crd) {
    var names = crd.at("/spec/names");
    var schema = crd.at("/spec/versions/0/schema/openAPIV3Schema");
    page.append("\n## %s\n\n".formatted(names.path("kind").asText()));
    page.append(
        "%s `kubectl get %s` (short: `%s`).\n"
            .formatted(
                schema.path("description").asText(),
                names.path("plural").asText(),
                names.at("/shortNames/0").asText()));
    for (var part : List.of("spec", "status")) {
      if (schema.path("properties").has(part)) {
        table(part, schema.path("properties").path(part));
      }
    }
  }

  private void table(String part, JsonNode schema) {
    page.append("\n### %s\n\n".formatted(part));
    page.append("| field | type | required | meaning |\n|---|---|---|---|\n");
    var rules = new ArrayList<String>();
    rows(part, schema, rules);
    if (!rules.isEmpty()) {
      page.append("\nRules that the API server checks:\n\n");
      rules.forEach(page::append);
    }
  }

  private void rows(String path, JsonNode schema, List<String> rules) {
    schema
        .path("x-kubernetes-validations")
        .forEach(rule -> rules.add("- `%s`: %s.\n".formatted(path, rule.path("message").asText())));
    schema
        .path("properties")
        .properties()
        .forEach(property -> {
          var value = property.getValue();
          var list = value.path("type").asText().equals("array");
          var name = path + "." + property.getKey() + (list ? "[]" : "");
          page.append(
              "| `%s` | %s | %s | %s |\n"
                  .formatted(
                      name,
                      type(value),
                      required(schema, property.getKey()) ? "yes" : "",
                      value.path("description").asText().replace("|", "\\|")));
          rows(name, list ? value.path("items") : value, rules);
        });
  }

  private static boolean required(JsonNode schema, String field) {
    for (var name : schema.path("required")) {
      if (name.asText().equals(field)) {
        return true;
      }
    }
    return false;
  }

  private static String type(JsonNode schema) {
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return "quantity";
    }
    if (schema.has("additionalProperties")) {
      return "map of " + type(schema.path("additionalProperties"));
    }
    if (schema.has("enum")) {
      var values = new ArrayList<String>();
      schema.path("enum").forEach(value -> values.add("`" + value.asText() + "`"));
      return String.join(", ", values);
    }
    var type = schema.path("type").asText();
    if (type.equals("array")) {
      return "list of " + type(schema.path("items"));
    }
    if (schema.has("minimum") && schema.has("maximum")) {
      return "%s, %d to %d"
          .formatted(type, schema.path("minimum").asLong(), schema.path("maximum").asLong());
    }
    return schema.has("maxLength") ? type + " up to " + schema.path("maxLength").asLong() : type;
  }
}
