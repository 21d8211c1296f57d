package dev.penstock.api.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.Manifests;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NarrowingTest {
  private static final String CRD =
      """
      spec:
        group: example.com
        scope: Namespaced
        names: {kind: Thing, shortNames: [t]}
        versions:
          - name: v1
            served: true
            subresources: {status: {}}
            schema:
              openAPIV3Schema:
                type: object
                required: [spec]
                properties:
                  spec:
                    type: object
                    required: [name]
                    x-kubernetes-validations: [{rule: self.name != "a", message: not a}]
                    properties:
                      name: {type: string, maxLength: 9, minLength: 2, pattern: "^[a-z]+$"}
                      mode: {type: string, enum: [Append, Upsert]}
                      count: {type: integer, format: int32, minimum: 1, maximum: 5}
                      free: {type: string}
                      labels: {type: object, maxProperties: 4, additionalProperties: {type: string, maxLength: 63}}
                      size: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}
                      parts:
                        type: array
                        maxItems: 3
                        minItems: 1
                        x-kubernetes-list-type: map
                        x-kubernetes-list-map-keys: [name]
                        items:
                          type: object
                          required: [name]
                          properties: {name: {type: string}, note: {type: string}}
      """;

  /** Each line: where, what stands there afterwards (nothing: it is removed), what is said. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spec.properties.free | | v1.spec: free is gone
          spec.properties.parts.items.properties.note | | v1.spec.parts[]: note is gone
          spec.properties.free.type | integer | v1.spec.free: type: was "string" and is "integer"
          spec.properties.count.format | int64 | v1.spec.count: format: was "int32" and is "int64"
          spec.properties.mode.enum | [Append] | v1.spec.mode: Upsert is gone
          spec.properties.free.enum | [a] | v1.spec.free: took any value and takes [a]
          spec.properties.name.maxLength | 8 | v1.spec.name: maxLength was 9 and is 8
          spec.properties.free.maxLength | 8 | v1.spec.free: maxLength was absent and is 8
          spec.properties.name.minLength | 3 | v1.spec.name: minLength was 2 and is 3
          spec.properties.free.minLength | 1 | v1.spec.free: minLength was absent and is 1
          spec.properties.name.pattern | ^[a-y]+$ | v1.spec.name: pattern: was "^[a-z]+$" and is "^[a-y]+$"
          spec.properties.free.pattern | ^a$ | v1.spec.free: pattern: was absent and is "^a$"
          spec.properties.count.maximum | 4 | v1.spec.count: maximum was 5 and is 4
          spec.properties.count.minimum | 2 | v1.spec.count: minimum was 1 and is 2
          spec.properties.parts.maxItems | 2 | v1.spec.parts: maxItems was 3 and is 2
          spec.properties.parts.minItems | 2 | v1.spec.parts: minItems was 1 and is 2
          spec.properties.labels.maxProperties | 3 | v1.spec.labels: maxProperties was 4 and is 3
          spec.properties.labels.additionalProperties.maxLength | 62 | v1.spec.labels.*: maxLength was 63 and is 62
          spec.properties.labels.additionalProperties | | v1.spec.labels.*: was {"type":"string","maxLength":63} and is absent
          spec.properties.size.x-kubernetes-int-or-string | | v1.spec.size: x-kubernetes-int-or-string: was true and is absent
          spec.properties.parts.x-kubernetes-list-type | atomic | v1.spec.parts: x-kubernetes-list-type: was "map" and is "atomic"
          spec.properties.parts.x-kubernetes-list-map-keys | [note] | v1.spec.parts: x-kubernetes-list-map-keys: was ["name"] and is ["note"]
          spec.properties.free.default | a | v1.spec.free: default: was absent and is "a"
          spec.required | [name, free] | v1.spec: free is required now
          spec.x-kubernetes-validations | [{rule: self.name != "b"}] | v1.spec: has the new rule self.name != "b"
          spec.properties.parts.items.x-kubernetes-validations | [{rule: has(self.note)}] | v1.spec.parts[]: has the new rule has(self.note)
          """)
  void whatTakesLessIsFound(String place, String value, String finding) {
    assertThat(Narrowing.between(crd(), with(schema -> set(schema, place, value))))
        .containsExactly(finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          spec.properties.more | {type: string, maxLength: 5, pattern: "^a$"}
          spec.properties.parts.items.properties.more | {type: object, required: [a], properties: {a: {type: string}}}
          spec.properties.mode.enum | [Append, Upsert, Replace]
          spec.properties.mode.enum |
          spec.properties.name.maxLength | 10
          spec.properties.name.maxLength |
          spec.properties.name.minLength | 1
          spec.properties.count.maximum | 6
          spec.properties.count.minimum | 0
          spec.properties.parts.maxItems | 4
          spec.properties.name.description | another text
          spec.required | []
          spec.x-kubernetes-validations |
          spec.x-kubernetes-validations | [{rule: self.name != "a", message: another text}]
          """)
  void whatTakesMoreOrSaysMoreIsNoFinding(String place, String value) {
    assertThat(Narrowing.between(crd(), with(schema -> set(schema, place, value)))).isEmpty();
  }

  @Test
  void aRuleThatAsksNothingWithoutANewFieldIsNoFinding() {
    assertThat(ruled("!has(self.more) || self.more == 'b'")).isEmpty();
    assertThat(ruled("!has(oldSelf.more) || has(self.more)")).isEmpty();
  }

  @Test
  void aRuleThatAsksNothingWithoutANewValueIsNoFinding() {
    assertThat(ruled("!has(self.mode) || self.mode != 'Replace' || has(self.free)")).isEmpty();
    assertThat(ruled("!has(self.mode) || self.mode != 'Upsert' || has(self.free)")).hasSize(1);
    assertThat(ruled("!has(self.mode) || self.free != 'Replace' || has(self.name)")).hasSize(1);
    assertThat(ruled("!has(self.free) || self.free != 'Replace' || has(self.name)")).hasSize(1);
    assertThat(ruled("!has(self.mode) || self.mode != 'Replace' && has(self.free)")).hasSize(1);
    assertThat(ruled("!has(self.mode) || self.mode != 'Replace' || has(self.free) ? true : false"))
        .hasSize(1);
  }

  @Test
  void anOlderRuleAsOneSideOfAnOrIsNoFinding() {
    var older = "(self.name != \\\"a\\\")";
    assertThat(ruled("has(self.more) || " + older)).isEmpty();
    assertThat(ruled("has(self.more) || has(self.free) || " + older)).isEmpty();
    assertThat(ruled("has(self.more) && " + older)).hasSize(1);
    assertThat(ruled("!has(self.more) || " + older + " && has(self.free)")).isEmpty();
    assertThat(ruled("!has(self.free) && has(self.more) || " + older)).hasSize(1);
    assertThat(ruled(older + " && has(self.free)")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!has(self.free) || self.name == 'b'",
        "!has(oldSelf.free) || self.name == 'b'",
        "!has(self.more) || has(self.free) ? self.free == 'b' : self.name == 'b'",
        "has(self.more) || self.name == 'b'",
        "!has(self.more)",
      })
  void aRuleThatMayAskMoreIsFound(String rule) {
    assertThat(ruled(rule)).containsExactly("v1.spec: has the new rule " + rule);
  }

  private static List<String> ruled(String rule) {
    return Narrowing.between(
        crd(),
        with(schema ->
            set(schema, "spec.x-kubernetes-validations", "[{rule: \"%s\"}]".formatted(rule))));
  }

  @Test
  void aVersionThatIsServedStaysServed() {
    var unserved = crd();
    ((ObjectNode) unserved.at("/spec/versions/0")).put("served", false);
    assertThat(Narrowing.between(crd(), unserved)).containsExactly("v1: is served no more");
    var renamed = crd();
    ((ObjectNode) renamed.at("/spec/versions/0")).put("name", "v2");
    assertThat(Narrowing.between(crd(), renamed)).containsExactly("v1: is gone");
  }

  @Test
  void theNamesThatPeopleTypeStay() {
    var other = crd();
    ((ObjectNode) other.at("/spec/names")).put("kind", "Things").set("shortNames", null);
    ((ObjectNode) other.at("/spec/versions/0/subresources")).remove("status");
    assertThat(Narrowing.between(crd(), other))
        .containsExactly(
            "/spec/names/kind: was \"Thing\" and is \"Things\"",
            "spec.names.shortNames: t is gone",
            "v1.subresources: status is gone");
  }

  private static JsonNode crd() {
    return Manifests.value(CRD);
  }

  private static JsonNode with(Consumer<JsonNode> change) {
    var crd = crd();
    change.accept(crd.at("/spec/versions/0/schema/openAPIV3Schema/properties"));
    return crd;
  }

  private static void set(JsonNode schema, String place, String value) {
    var dot = place.lastIndexOf('.');
    var holder = (ObjectNode) schema.at("/" + place.substring(0, dot).replace('.', '/'));
    var name = place.substring(dot + 1);
    if (value == null) {
      assertThat(holder.remove(name)).as(place).isNotNull();
    } else {
      holder.set(name, Manifests.value(value));
    }
  }
}
