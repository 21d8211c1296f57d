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
          /runOnChange             | true
          /freshness               | 3h
          /pod                     | '{serviceAccountName: etl}'
          /scratch                 | '{size: 1Gi}'
          /pod                     | '{labels: {a: b}, tolerations: [{operator: Exists}]}'
          /successfulJobsHistoryLimit | 1
          /failedJobsHistoryLimit  | 1
          /runsHistoryLimit        | 5
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
          /image                   | registry.internal/runner:2
          /targets/0/from          | orders
          /targets/0/s3/path       | other
          /targets/0/redshift/distKey | a
          """)
  void whatDecidesARunChangesTheHash(String pointer, String yaml) {
    assertThat(hash(orders.with(pointer, yaml))).isNotEqualTo(hash(orders));
  }

  private final Specs full =
      orders
          .with("/parameters", "[{name: region, default: EU}]")
          .with("/sources/0/table/incremental", "{column: updated_at, key: [id], overlap: 10m}")
          .with("/checks", "[{name: ids, relation: enriched, unique: [id], range: {column: id}}]")
          .with("/targets/0/mode", "Upsert")
          .with("/targets/0/key", "[id]");

  @Test
  void theHashOfASpecWithEverythingStaysTheSameFromReleaseToRelease() {
    assertThat(CanonicalSpec.json(full.asPipeline()))
        .isEqualTo(
            "{\"checks\":[{\"name\":\"ids\",\"range\":{\"column\":\"id\"},\"relation\":"
                + "\"enriched\",\"unique\":[\"id\"]}],\"parameters\":[{\"default\":\"EU\","
                + "\"name\":\"region\"}],\"sources\":[{\"connection\":\"shop-db\",\"name\":"
                + "\"orders\",\"table\":{\"incremental\":{\"column\":\"updated_at\",\"key\":"
                + "[\"id\"],\"overlap\":\"PT10M\"},\"name\":\"public.orders\"}}],\"steps\":["
                + "{\"name\":\"enriched\",\"sql\":\"SELECT * FROM orders\"}],\"store\":{"
                + "\"connection\":\"lake\"},\"targets\":[{\"from\":\"enriched\",\"key\":["
                + "\"id\"],\"mode\":\"Upsert\",\"name\":\"orders\",\"redshift\":{"
                + "\"connection\":\"warehouse\",\"table\":\"sales.orders\"},\"s3\":{"
                + "\"connection\":\"lake\",\"path\":\"sales/orders\"}}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /parameters/0/type                        | Text
          /sources/0/table/incremental/overlap      | 600s
          /sources/0/table/incremental/overlap      | 0h9m60s
          /sources/0/table/incremental/nulls        | Fail
          /sources/0/table/incremental/deletes      | Ignore
          /sources/0/table/incremental/timeZone     | Etc/UTC
          /targets/0/orderBy                        | '[updated_at]'
          """)
  void whatMeansTheSameDoesNotChangeTheHash(String pointer, String yaml) {
    assertThat(hash(full.with(pointer, yaml))).isEqualTo(hash(full));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /parameters/0/name                        | country
          /parameters/0/type                        | Integer
          /parameters/0/default                     | US
          /sources/0/table/where                    | a > 1
          /sources/0/table/splits                   | 4
          /sources/0/table/incremental/column       | changed_at
          /sources/0/table/incremental/key          | '[id, line]'
          /sources/0/table/incremental/overlap      | 11m
          /sources/0/table/incremental/overlap      | 0s
          /sources/0/table/incremental/settle       | 5s
          /sources/0/table/incremental/settle       | 0s
          /sources/0/table/incremental/nulls        | Include
          /sources/0/table/incremental/timeZone     | Europe/Berlin
          /sources/0                                | '{name: orders, connection: shop-db, query: {sql: SELECT 1}}'
          /checks/0/name                            | other
          /checks/0/relation                        | orders
          /checks/0/notNull                         | '[id]'
          /checks/0/unique                          | '[a]'
          /checks/0/accepted                        | '{column: a, values: [x]}'
          /checks/0/range/min                       | '"0"'
          /checks/0/expect                          | '{sql: a > 0}'
          /targets/0/mode                           | Append
          /targets/0/key                            | '[other]'
          /targets/0/orderBy                        | '[other]'
          /targets/0/orderBy                        | '[updated_at, id]'
          /targets/0/s3/partitionBy                 | '[day]'
          /targets/0/sortBy                         | '[day]'
          """)
  void everyNewFieldChangesTheHash(String pointer, String yaml) {
    assertThat(hash(full.with(pointer, yaml))).isNotEqualTo(hash(full));
  }

  @Test
  void anOverlapOfNothingIsNoOverlap() {
    var none = full.without("/sources/0/table/incremental/overlap");

    assertThat(hash(full.with("/sources/0/table/incremental/overlap", "0ms")))
        .isEqualTo(hash(none));
  }

  @Test
  void anOrderIsWrittenOutOnlyWhereItIsTheDefault() {
    var second =
        "{name: b, connection: shop-db, table: {name: public.b, incremental: {column: x}}}";
    var two = full.with("/sources/-", second).with("/targets/0/orderBy", "[updated_at]");

    assertThat(hash(two.without("/targets/0/orderBy"))).isNotEqualTo(hash(two));
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
