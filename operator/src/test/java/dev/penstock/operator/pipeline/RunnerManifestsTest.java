package dev.penstock.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.operator.Given;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RunnerManifestsTest {
  private static final String EVERYTHING =
      """
      store: {connection: lake}
      parameters:
        - {name: region, type: Text, default: EU}
        - {name: since, type: Date, default: "2026-01-01"}
      sources:
        - name: orders
          connection: shop-db
          table:
            name: public.orders
            columns: [order_id, total, day, updated_at]
            where: total > 0
            splits: 3
            incremental:
              {column: updated_at, key: [order_id], overlap: 10m, settle: 30s,
               timeZone: Europe/Berlin, nulls: Include, deletes: Ignore}
        - {name: customers, connection: shop-db, query: {sql: SELECT 1 AS one}}
      steps:
        - {name: cheap, sql: SELECT * FROM orders WHERE total < 100}
      checks:
        - name: everything
          relation: cheap
          notNull: [order_id]
          unique: [order_id]
          accepted: {column: total, values: ["1", ""]}
          range: {column: total, min: "0", max: "100"}
          expect: {sql: total >= 0}
      targets:
        - name: orders
          from: cheap
          mode: Upsert
          key: [order_id]
          orderBy: [updated_at]
          s3: {connection: lake, path: sales/orders, partitionBy: [day]}
      """;

  @Test
  void everyFieldOfAPipelineReachesTheRunner() throws Exception {
    var pipeline = Given.pipeline("orders");
    pipeline.setSpec(Serialization.unmarshal(EVERYTHING, EtlPipelineSpec.class));

    var written = new ObjectMapper().readTree(RunnerManifests.of(pipeline, new TreeMap<>()).json());

    assertThat(written.at("/items/0/spec/parameters/1/default").asText()).isEqualTo("2026-01-01");
    assertThat(written.at("/items/0/spec/sources/0/table/incremental/nulls").asText())
        .isEqualTo("Include");
    assertThat(new ObjectMapper().treeToValue(written.at("/items/0/spec"), EtlPipelineSpec.class))
        .isEqualTo(pipeline.getSpec());
  }
}
