package dev.penstock.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.cli.cluster.SeenPipeline;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final Map<String, EtlConnectionSpec> CONNECTIONS =
      Map.of(
          "shop-db", connection("postgres: {host: db.internal, database: shop}"),
          "lake", connection("s3: {bucket: acme-lake}"),
          "warehouse", connection("redshift: {host: wh.internal, database: analytics}"),
          "warehouse-as-source",
              connection("postgres: {host: wh.internal, port: 5439, database: analytics}"));

  private static final String ORDERS =
      """
      kind: EtlPipeline
      metadata: {name: orders}
      spec:
        schedule: "15 * * * *"
        sources:
          - {name: orders, connection: shop-db, table: {name: public.orders}}
          - {name: customers, connection: shop-db, query: {sql: SELECT 1}}
        targets:
          - {name: orders, s3: {connection: lake, path: sales/orders},
             redshift: {connection: warehouse, table: sales.orders}}
      status: {lastRun: {result: Succeeded}}
      """;

  private static final String DAILY =
      """
      kind: EtlPipeline
      metadata: {name: daily}
      spec:
        sources: [{name: orders, connection: warehouse-as-source, table: {name: sales.orders}}]
        targets: [{name: daily, redshift: {connection: warehouse, table: sales.daily}}]
      status: {lastRun: {result: Failed}}
      """;

  private static EtlConnectionSpec connection(String yaml) {
    return Serialization.unmarshal(yaml, EtlConnectionSpec.class);
  }

  private static Graph graph(String... pipelines) {
    return Graph.of(
        Stream.of(pipelines)
            .map(yaml -> Serialization.unmarshal(yaml, GenericKubernetesResource.class))
            .map(SeenPipeline::of)
            .toList(),
        CONNECTIONS);
  }

  @Test
  void aTableThatOneWritesAndAnotherReadsJoinsThemWhateverTheirConnectionsAreCalled() {
    assertThat(graph(ORDERS, DAILY).mermaid())
        .isEqualTo(
            """
            flowchart LR
              n0["orders<br/>15 * * * *, succeeded"]
              n1["daily<br/>on request, not succeeded"]
              n2[("public.orders<br/>shop-db")]
              n3[("sales.daily<br/>warehouse")]
              n4[("sales.orders<br/>warehouse")]
              n5(["query customers<br/>shop-db"])
              n6[/"sales/orders<br/>lake"/]
              n0 --> n4
              n0 --> n6
              n1 --> n3
              n2 --> n0
              n4 --> n1
              n5 --> n0
              classDef succeeded fill:#e3f4e6,stroke:#2f7d3b
              classDef failed fill:#fbe3e1,stroke:#b3261e
              class n0 succeeded
              class n1 failed\
            """);
  }

  @Test
  void aPipelineThatRunsAfterOthersIsJoinedToThemByALineOfItsOwn() {
    var report =
        """
        kind: EtlPipeline
        metadata: {name: report}
        spec: {after: {pipelines: [{name: orders}, {name: later}]}}
        """;
    var drawn = graph(ORDERS, report);
    assertThat(drawn.mermaid())
        .contains(
            "n0[\"orders<br/>15 * * * *, succeeded\"]",
            "n1[\"later<br/>not there\"]",
            "n2[\"report<br/>after others, no run yet\"]",
            "n0 -. after .-> n2",
            "n1 -. after .-> n2");
    assertThat(drawn.svg().split("stroke=\"#777777\" stroke-dasharray")).hasSize(3);
    assertThat(Layout.of(drawn).cells().entrySet())
        .filteredOn(cell -> cell.getKey().title().equals("report"))
        .singleElement()
        .satisfies(cell -> assertThat(cell.getValue().column()).isPositive());
  }

  @Test
  void boxesStandBehindWhatTheirRowsComeFrom() {
    var cells = Layout.of(graph(ORDERS, DAILY)).cells();
    var columns = List.of("public.orders", "orders", "sales.orders", "daily", "sales.daily");
    for (int i = 0; i < columns.size(); i++) {
      var title = columns.get(i);
      assertThat(
              cells.entrySet().stream()
                  .filter(cell -> cell.getKey().title().equals(title))
                  .map(cell -> cell.getValue().column()))
          .as(title)
          .containsExactly(i);
    }
    assertThat(cells.values()).doesNotHaveDuplicates();
  }

  @Test
  void rowsThatGoInACircleAreDrawnToo() {
    var circle =
        """
        kind: EtlPipeline
        metadata: {name: circle}
        spec:
          sources: [{name: a, connection: warehouse, table: {name: sales.daily}}]
          targets: [{name: a, redshift: {connection: warehouse, table: sales.orders}}]
        """;
    assertThat(Layout.of(graph(DAILY, circle)).cells().values()).hasSize(4).doesNotHaveDuplicates();
  }

  @Test
  void thePictureIsXmlWhateverNamesHold() throws Exception {
    var odd = DAILY.replace("sales.daily", "\"sales.<script>&\\\"x\\\"\"");
    var svg = graph(odd).svg();
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("text").getLength()).isEqualTo(6);
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(svg).isEqualTo(graph(odd).svg());
  }

  @Test
  void withoutPipelinesThereIsAnEmptyPicture() {
    assertThat(graph().mermaid()).startsWith("flowchart LR");
    assertThat(graph().svg()).startsWith("<svg").endsWith("</svg>");
  }
}
