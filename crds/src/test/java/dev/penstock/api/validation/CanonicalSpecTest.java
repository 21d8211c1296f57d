package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalSpecTest {
  private final Specs orders = Specs.pipeline();

  @Test
  void theHashOfASpecStaysTheSameFromReleaseToRelease() {
    assertThat(CanonicalSpec.json(orders.asPipeline()))
        .isEqualTo(
            "{\"sources\":[{\"connection\":\"shop-db\",\"name\":\"orders\",\"table\":{\"name\":"
                + "\"public.orders\"}}],\"steps\":[{\"name\":\"enriched\",\"sql\":\"SELECT * FROM"
                + " orders\"}],\"store\":{\"connection\":\"lake\"},\"targets\":[{\"from\":"
                + "\"enriched\",\"name\":\"orders\",\"redshift\":{\"connection\":\"warehouse\","
                + "\"table\":\"sales.orders\"},\"s3\":{\"connection\":\"lake\",\"path\":"
                + "\"sales/orders\"}}]}");
    assertThat(hash(orders)).isEqualTo("21438b5f3d7f8f08");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /description             | Another sentence
          /owner                   | somebody
          /schedule                | '"@daily"'
          /timeZone                | Europe/Berlin
          /suspend                 | true
          /startingDeadlineSeconds | 20
          /activeDeadlineSeconds   | 20
          /backoffLimit            | 0
          /pod                     | '{serviceAccountName: etl}'
          /scratch                 | '{size: 1Gi}'
          """)
  void whatDoesNotDecideARunDoesNotChangeTheHash(String pointer, String yaml) {
    assertThat(hash(orders.with(pointer, yaml))).isEqualTo(hash(orders));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /store/prefix            | _penstock
          /steps/0/name            | enriched
          /targets/0/mode          | Append
          /engine                  | '{duckdb: {}}'
          /targets/0/redshift/sortKey | '[]'
          """)
  void aDefaultThatIsWrittenOutDoesNotChangeTheHash(String pointer, String yaml) {
    assertThat(hash(orders.with(pointer, yaml))).isEqualTo(hash(orders));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /store/connection        | other
          /store/prefix            | other
          /sources/0/table/name    | public.other
          /sources/0/table/columns | '[a]'
          /steps/0/sql             | SELECT 1
          /targets/0/from          | orders
          /targets/0/s3/path       | other
          /targets/0/redshift/distKey | a
          """)
  void whatDecidesARunChangesTheHash(String pointer, String yaml) {
    assertThat(hash(orders.with(pointer, yaml))).isNotEqualTo(hash(orders));
  }

  @Test
  void theOrderOfKeysDoesNotChangeTheHash() {
    assertThat(hash(new Specs(reversed(orders.json())))).isEqualTo(hash(orders));
  }

  private static ObjectNode reversed(ObjectNode node) {
    var copy = node.objectNode();
    new ArrayList<>(node.properties())
        .reversed()
        .forEach(field ->
            copy.set(
                field.getKey(),
                field.getValue() instanceof ObjectNode object
                    ? reversed(object)
                    : field.getValue()));
    return copy;
  }

  private static String hash(Specs spec) {
    return CanonicalSpec.hash(spec.asPipeline()).hex();
  }
}
