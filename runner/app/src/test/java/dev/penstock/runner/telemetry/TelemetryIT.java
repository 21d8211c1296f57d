package dev.penstock.runner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.penstock.runner.World;
import dev.penstock.runner.cli.PipelineFile;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.report.Span;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.PipelineRun;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.TransientException;
import io.openlineage.client.OpenLineage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What servers are told of runs that really happen, and what a run is without them. */
class TelemetryIT {
  private static final String LINEAGE = "/api/v1/lineage";
  private static final String TRACES = "/v1/traces";

  /** Where every server answers. */
  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir private static Path directory;
  private static World world;

  @BeforeAll
  static void start() {
    world = World.start(directory);
  }

  @AfterAll
  static void end() {
    world.close();
  }

  private static PipelineFile pipeline(String name, String check) throws Exception {
    return PipelineFile.written(
        directory,
        name,
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlPipeline
        metadata:
          name: %1$s
        spec:
          store: {connection: lake}
          sources:
            - {name: orders, connection: shop-db, table: {name: public.orders}}
            - name: customers
              connection: shop-db
              query: {sql: "SELECT c.customer_id, upper(c.segment) AS segment FROM public.customers c WHERE c.country <> 'XX'"}
          steps:
            - name: enriched
              sql: |
                SELECT o.order_id, o.total * 2 AS doubled, c.segment
                FROM orders o LEFT JOIN customers c USING (customer_id)
          checks:
            - {name: ids, relation: enriched, expect: {sql: "%2$s"}}
          targets:
            - name: orders
              from: enriched
              mode: Append
              s3: {connection: lake, path: sales/%1$s}
              redshift: {connection: warehouse, table: sales.%1$s}
        """
            .formatted(name, check),
        world);
  }

  /** An attempt that is observed, to its very end. */
  private static Outcome observed(
      PipelineFile pipeline, String run, Map<String, String> environment, Duration atTheEnd)
      throws Exception {
    var request = pipeline.request(run);
    try (var telemetry = Telemetry.start(environment, atTheEnd, atTheEnd, Clock.systemUTC())) {
      return new PipelineRun(request, point -> {}, Clock.systemUTC(), telemetry).execute();
    }
  }

  private static Map<String, String> to(Recorder lineage, Recorder traces) {
    return Map.of("OPENLINEAGE_URL", lineage.url(), "OTEL_EXPORTER_OTLP_ENDPOINT", traces.url());
  }

  /** The reference client's own model takes it, knows every facet, and loses nothing. */
  private static OpenLineage.RunEvent read(JsonNode event) throws Exception {
    var mapper = new ObjectMapper().registerModule(new JavaTimeModule());
    var read = mapper.treeToValue(event, OpenLineage.RunEvent.class);
    assertThat(read.getRun().getFacets().getAdditionalProperties()).isEmpty();
    assertThat(read.getJob().getFacets().getAdditionalProperties()).isEmpty();
    for (var input : read.getInputs()) {
      if (input.getFacets() != null) {
        assertThat(input.getFacets().getAdditionalProperties()).isEmpty();
      }
    }
    for (var output : read.getOutputs()) {
      if (output.getFacets() != null) {
        assertThat(output.getFacets().getAdditionalProperties()).isEmpty();
      }
    }
    return read;
  }

  private static Map<String, String> lineage(OpenLineage.OutputDataset output) {
    Map<String, String> fields = new TreeMap<>();
    output
        .getFacets()
        .getColumnLineage()
        .getFields()
        .getAdditionalProperties()
        .forEach((name, field) ->
            fields.put(
                name,
                field.getInputFields().stream()
                    .map(input ->
                        input.getName()
                            + "."
                            + input.getField()
                            + input.getTransformations().stream()
                                .map(one -> " " + one.getType() + "/" + one.getSubtype())
                                .collect(Collectors.joining()))
                    .sorted()
                    .collect(Collectors.joining(", "))));
    return fields;
  }

  @Test
  void serversLearnWhatRanFromWhereToWhere() throws Exception {
    var run = UUID.randomUUID().toString();
    try (var lineage = Recorder.answering(201);
        var traces = Recorder.answering(200)) {
      var outcome = observed(pipeline("told", "order_id > 0"), run, to(lineage, traces), LONG);
      var events = lineage.bodies(LINEAGE);
      assertThat(events)
          .extracting(event -> event.path("eventType").asText())
          .containsExactly("START", "COMPLETE");
      var begun = read(events.getFirst());
      var done = read(events.getLast());
      assertThat(begun.getRun().getRunId()).hasToString(run);
      assertThat(done.getRun().getRunId()).hasToString(run);
      assertThat(done.getJob().getNamespace()).isEqualTo("default");
      assertThat(done.getJob().getName()).isEqualTo("told");
      assertThat(events.toString()).doesNotContain("SELECT", World.PASSWORD);

      var database = "postgres://127.0.0.1:" + world.shop.port();
      for (var event : List.of(begun, done)) {
        assertThat(event.getInputs())
            .extracting(input -> input.getNamespace() + " " + input.getName())
            .containsExactly(database + " shop.public.orders", database + " shop.public.customers");
        assertThat(event.getOutputs())
            .extracting(output -> output.getNamespace() + " " + output.getName())
            .containsExactly(
                "s3://acme-lake sales/told",
                "redshift://127.0.0.1:%d analytics.sales.told".formatted(world.warehouse.port()));
      }
      assertThat(done.getInputs().getFirst().getInputFacets().getInputStatistics().getRowCount())
          .isEqualTo(world.shop.count("orders"));
      for (var output : done.getOutputs()) {
        assertThat(lineage(output))
            .containsExactly(
                Map.entry("doubled", "shop.public.orders.total DIRECT/TRANSFORMATION"),
                Map.entry("order_id", "shop.public.orders.order_id DIRECT/IDENTITY"),
                Map.entry("segment", "shop.public.customers.segment DIRECT/TRANSFORMATION"));
        assertThat(output.getFacets().getColumnLineage().getDataset())
            .extracting(input -> input.getName() + "." + input.getField())
            .containsExactlyInAnyOrder(
                "shop.public.customers.country",
                "shop.public.orders.customer_id",
                "shop.public.customers.customer_id");
        assertThat(output.getFacets().getSchema().getFields())
            .extracting(OpenLineage.SchemaDatasetFacetFields::getName)
            .contains("order_id", "doubled", "segment");
        assertThat(output.getOutputFacets().getOutputStatistics().getRowCount())
            .isEqualTo(
                Long.parseLong(world.warehouse("SELECT count(*) FROM sales.told").getFirst()));
      }
      assertThat(done.getOutputs().getFirst().getOutputFacets().getOutputStatistics().getSize())
          .isEqualTo(outcome.entry().targets().getFirst().bytes());

      spansAreThoseOfTheReceipt(traces.bodies(TRACES), run, outcome);
    }
  }

  @Test
  void aTableOfVersionsTellsWhereItsInstantsAndItsHashAreFrom() throws Exception {
    var pipeline =
        PipelineFile.written(
            directory,
            "versions-told",
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlPipeline
            metadata: {name: versions-told}
            spec:
              store: {connection: lake}
              sources:
                - name: orders
                  connection: shop-db
                  table: {name: public.orders, columns: [order_id, customer_id, total, updated_at]}
              targets:
                - name: orders
                  from: orders
                  mode: Scd2
                  key: [order_id]
                  orderBy: [updated_at]
                  track: [total]
                  s3: {connection: lake, path: sales/versions_told}
                  redshift: {connection: warehouse, table: sales.versions_told}
            """,
            world);
    try (var lineage = Recorder.answering(201)) {
      observed(pipeline, "r1", Map.of("OPENLINEAGE_URL", lineage.url()), LONG);
      var outputs = read(lineage.bodies(LINEAGE).getLast()).getOutputs();
      var hash = Map.entry("_penstock_hash", "shop.public.orders.total DIRECT/TRANSFORMATION");
      var instant = "shop.public.orders.updated_at DIRECT/";
      assertThat(lineage(outputs.getFirst()))
          .contains(hash)
          .containsEntry("updated_at", instant + "IDENTITY")
          .doesNotContainKey("_penstock_valid_from");
      assertThat(lineage(outputs.getLast()))
          .contains(hash)
          .containsEntry("_penstock_valid_from", instant + "IDENTITY")
          .containsEntry("_penstock_valid_to", instant + "AGGREGATION")
          .containsEntry("_penstock_last_seen", instant + "AGGREGATION");
      assertThat(outputs.getLast().getFacets().getSchema().getFields())
          .extracting(OpenLineage.SchemaDatasetFacetFields::getName)
          .containsExactlyInAnyOrderElementsOf(
              world.warehouse(
                  "SELECT column_name FROM information_schema.columns WHERE table_schema = 'sales'"
                      + " AND table_name = 'versions_told'"));
    }
  }

  private static void spansAreThoseOfTheReceipt(
      List<JsonNode> requests, String run, Outcome outcome) {
    Map<String, JsonNode> byId = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (var request : requests) {
      for (var span : request.at("/resourceSpans/0/scopeSpans/0/spans")) {
        assertThat(span.path("traceId").asText()).isEqualTo(run.replace("-", ""));
        byId.put(span.path("spanId").asText(), span);
        names.add(span.path("name").asText());
      }
    }
    var receipt = outcome.receipt().orElseThrow();
    List<String> expected =
        new ArrayList<>(
            receipt.spans().stream().map(span -> span.stage() + " " + span.of()).toList());
    expected.add("target orders");
    expected.add("run default/told");
    assertThat(names).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(receipt.spans())
        .extracting(Span::stage)
        .contains("begin", "plan", "keep", "seal", "upload", "copy", "verify", "publish", "commit");
    Set<String> roots = new TreeSet<>();
    byId.values()
        .forEach(span -> {
          var above = byId.get(span.path("parentSpanId").asText());
          if (above == null) {
            roots.add(span.path("name").asText());
          } else {
            assertThat(nanos(span, "start")).isGreaterThanOrEqualTo(nanos(above, "start"));
            assertThat(nanos(span, "end")).isLessThanOrEqualTo(nanos(above, "end"));
          }
        });
    assertThat(roots).containsExactly("run default/told");
    assertThat(receipt.telemetry().orElseThrow().failed()).isZero();
  }

  private static long nanos(JsonNode span, String which) {
    return span.path(which + "TimeUnixNano").asLong();
  }

  @Test
  void aRunThatFailsSaysSoWithItsReasonAndNoValue() throws Exception {
    try (var lineage = Recorder.answering(201);
        var traces = Recorder.answering(200)) {
      var pipeline = pipeline("refused", "order_id < 0");
      var environment = new HashMap<>(to(lineage, traces));
      environment.put("OPENLINEAGE_NAMESPACE", "prod");
      environment.put("PENSTOCK_LINEAGE_SQL", "true");
      assertThatThrownBy(() -> observed(pipeline, "r1", environment, LONG))
          .isInstanceOf(DataException.class);
      var events = lineage.bodies(LINEAGE);
      assertThat(events)
          .extracting(event -> event.path("eventType").asText())
          .containsExactly("START", "FAIL");
      var failed = read(events.getLast());
      assertThat(failed.getRun().getRunId()).isEqualTo(RunName.of("r1"));
      assertThat(failed.getRun().getFacets().getErrorMessage().getMessage())
          .startsWith("CheckFailed: ");
      assertThat(failed.getJob().getNamespace()).isEqualTo("prod");
      assertThat(failed.getJob().getName()).isEqualTo("default.refused");
      assertThat(failed.getJob().getFacets().getSql().getQuery())
          .startsWith("-- step enriched\nSELECT o.order_id");
      assertThat(failed.getOutputs().getFirst().getOutputFacets()).isNull();
      var spans = traces.bodies(TRACES).getLast().at("/resourceSpans/0/scopeSpans/0/spans");
      var root = spans.path(spans.size() - 1);
      assertThat(root.path("name").asText()).isEqualTo("run default/refused");
      assertThat(root.at("/status/code").asInt()).isEqualTo(2);
      assertThat(root.at("/status/message").asText()).startsWith("CheckFailed: ");
    }
  }

  @Test
  void aRunThatIsCancelledIsAborted() throws Exception {
    try (var lineage = Recorder.answering(201);
        var traces = Recorder.answering(200);
        var telemetry = Telemetry.start(to(lineage, traces), LONG, LONG, Clock.systemUTC())) {
      var run =
          new PipelineRun(
              pipeline("stopped", "order_id > 0").request("r1"),
              point -> {},
              Clock.systemUTC(),
              telemetry);
      run.cancel();
      assertThatThrownBy(run::execute).isInstanceOf(TransientException.class);
      telemetry.close();
      assertThat(lineage.bodies(LINEAGE))
          .extracting(event -> event.path("eventType").asText())
          .containsExactly("START", "ABORT");
    }
  }

  @Test
  void anOutageChangesNothingButACount() throws Exception {
    var gone = Recorder.answering(200);
    gone.close();
    var pipeline = pipeline("unheard", "order_id > 0");
    try (var hanging = Recorder.hanging();
        var failing = Recorder.answering(500);
        var refusing = Recorder.answering(400)) {
      var nobody = pipeline.run("r0");
      assertThat(nobody.receipt().orElseThrow().telemetry()).isEmpty();
      int number = 1;
      for (var servers :
          List.of(to(gone, gone), to(hanging, hanging), to(failing, failing), to(refusing, gone))) {
        var outcome = observed(pipeline, "r" + number, servers, Duration.ofMillis(500));
        assertThat(outcome.entry().number()).isEqualTo(++number);
        assertThat(outcome.byThisAttempt()).isTrue();
        assertThat(outcome.read()).isEqualTo(nobody.read());
        assertThat(outcome.targets()).hasSameSizeAs(nobody.targets());
        assertThat(outcome.receipt().orElseThrow().telemetry())
            .map(Receipt.OfTelemetry::sent)
            .hasValue(0);
      }
      var both = "SELECT _penstock_commit, count(*) FROM %s GROUP BY 1 ORDER BY 1";
      assertThat(world.warehouse(both.formatted("sales.unheard")))
          .hasSize(5)
          .isEqualTo(world.dataset("sales/unheard", both.formatted("dataset")));
    }
  }

  @Test
  @Timeout(120)
  void aServerThatHangsKeepsNothingFromTheOther() throws Exception {
    var pipeline = pipeline("halfheard", "order_id > 0");
    try (var hanging = Recorder.hanging();
        var lineage = Recorder.answering(201);
        var traces = Recorder.answering(200)) {
      heard(pipeline, "r1", to(hanging, traces), () -> !traces.bodies(TRACES).isEmpty());
      heard(pipeline, "r2", to(lineage, hanging), () -> lineage.bodies(LINEAGE).size() == 2);
    }
  }

  /**
   * Runs it, and waits until that is so while a server may hang for longer than this test lasts.
   */
  private static void heard(
      PipelineFile pipeline, String run, Map<String, String> environment, BooleanSupplier heard)
      throws Exception {
    try (var telemetry =
        Telemetry.start(environment, Duration.ofMillis(1), LONG, Clock.systemUTC())) {
      var request = pipeline.request(run);
      var outcome = new PipelineRun(request, point -> {}, Clock.systemUTC(), telemetry).execute();
      assertThat(outcome.byThisAttempt()).isTrue();
      while (!heard.getAsBoolean()) {
        Thread.sleep(20);
      }
    }
  }

  @Test
  void aProcessThatTellsNobodyLoadsNothingOfIt() throws Exception {
    var silent = process("silent", Map.of());
    assertThat(silent)
        .doesNotContain("dev.penstock.runner.telemetry", "dev.penstock.runner.lineage");
    assertThat(silent).contains("dev.penstock.runner.run.PipelineRun");
    try (var lineage = Recorder.answering(201)) {
      var telling = process("telling", Map.of("OPENLINEAGE_URL", lineage.url()));
      assertThat(telling).contains("dev.penstock.runner.telemetry.Telemetry");
      assertThat(lineage.bodies(LINEAGE)).isNotEmpty();
    }
  }

  /** Runs the command; {@return the classes that it loaded} */
  private static String process(String name, Map<String, String> environment) throws Exception {
    pipeline(name, "order_id > 0");
    var classes = directory.resolve(name + ".classes");
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + classes,
                "-cp",
                System.getProperty("java.class.path"),
                "dev.penstock.runner.cli.Main",
                "run",
                "-f",
                directory.resolve(name + ".yaml").toString(),
                "-f",
                world.connections().toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(name + ".out").toFile());
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    assertThat(code).as(Files.readString(directory.resolve(name + ".out"))).isZero();
    return Files.readString(classes);
  }
}
