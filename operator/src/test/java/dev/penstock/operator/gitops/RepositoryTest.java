package dev.penstock.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.CanonicalSpec;
import dev.penstock.api.validation.Checked.Valid;
import dev.penstock.api.validation.Validator;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One manifest, three environments that differ only in connections, schedule and pod. */
class RepositoryTest {
  private static final List<String> NAMES = List.of("dev", "pre-prod", "prod");

  static Stream<Environment> environments() {
    return NAMES.stream().map(Environment::of);
  }

  @ParameterizedTest
  @MethodSource("environments")
  void everyPipelineAndConnectionIsValid(Environment environment) {
    var connections = environment.connectionSpecs();
    connections.forEach((name, spec) ->
        assertThat(new Validator().connection(name, spec)).as(name).isInstanceOf(Valid.class));
    assertThat(environment.pipelines()).isNotEmpty();
    for (var name : environment.pipelines().keySet()) {
      var id = new ResourceName("penstock-" + environment.name(), name);
      assertThat(new Validator().pipeline(id, environment.pipeline(name), connections))
          .as(name)
          .isInstanceOf(Valid.class);
    }
  }

  @ParameterizedTest
  @MethodSource("environments")
  void everyResourceIsInTheNamespaceOfItsEnvironment(Environment environment) {
    assertThat(environment.pipelines().values())
        .allSatisfy(resource -> assertThat(namespace(resource)).isEqualTo(of(environment)));
    assertThat(environment.connections().values())
        .allSatisfy(resource -> assertThat(namespace(resource)).isEqualTo(of(environment)));
  }

  @Test
  void whatVerifiedSpeaksOfIsTheSameInAllOfThem() {
    var hashes = new HashSet<String>();
    environments().forEach(each -> hashes.add(CanonicalSpec.hash(each.pipeline("orders")).hex()));
    assertThat(hashes).hasSize(1);
    assertThat(environments())
        .allSatisfy(each -> assertThat(each.pipeline("orders").runOnChange()).isTrue());
  }

  @Test
  void onlyScheduleFreshnessAndPodDiffer() {
    var rest = new HashSet<JsonNode>();
    environments()
        .forEach(each -> {
          var spec = (ObjectNode) each.pipelines().get("orders").path("spec").deepCopy();
          assertThat(spec.path("schedule").asText()).isNotEmpty();
          rest.add(spec.remove(Set.of("schedule", "freshness", "pod")));
        });
    assertThat(rest).hasSize(1);
  }

  @Test
  void noTwoEnvironmentsShareAnEndpoint() {
    var endpoints = new ArrayList<String>();
    environments()
        .forEach(each -> {
          assertThat(each.connections()).containsOnlyKeys("lake", "shop-db", "warehouse");
          endpoints.add(each.connections().get("lake").at("/spec/s3/bucket").asText());
          endpoints.add(each.connections().get("shop-db").at("/spec/postgres/host").asText());
          endpoints.add(each.connections().get("warehouse").at("/spec/redshift/host").asText());
          endpoints.add(each.connections().get("warehouse").at("/spec/redshift/database").asText());
        });
    assertThat(endpoints).hasSize(12).doesNotHaveDuplicates().doesNotContain("");
  }

  /** Otherwise a change by hand would be no drift, and nothing would take it back. */
  @Test
  void whatPeopleChangeByHandIsWritten() {
    assertThat(environments())
        .allSatisfy(each -> assertThat(each.pipeline("orders").suspend()).isFalse());
  }

  private static String namespace(JsonNode resource) {
    return resource.at("/metadata/namespace").asText();
  }

  private static String of(Environment environment) {
    return "penstock-" + environment.name();
  }
}
