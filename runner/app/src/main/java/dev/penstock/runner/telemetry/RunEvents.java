package dev.penstock.runner.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.lineage.Dataset;
import dev.penstock.runner.lineage.Lineage;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.spi.Schema;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The OpenLineage events of an attempt, as JSON. All attempts of a run bear its id.
 *
 * @see <a href="https://openlineage.io/spec/2-0-2/OpenLineage.json">OpenLineage 2-0-2</a>
 */
final class RunEvents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TelemetrySettings.Lineage settings;
  private final Request request;
  private final Map<String, List<Dataset>> tables;
  private final Outputs outputs;
  private Map<String, Schema> schemas = Map.of();

  /**
   * @param tables that each source is known to read
   */
  RunEvents(
      TelemetrySettings.Lineage settings, Request request, Map<String, List<Dataset>> tables) {
    this.settings = settings;
    this.request = request;
    this.tables = Map.copyOf(tables);
    this.outputs = new Outputs(request);
  }

  Endpoint endpoint() {
    return settings.endpoint();
  }

  /**
   * Learns what will be done.
   *
   * @param columns of every relation
   */
  void planned(Plan plan, Map<String, Lineage> columns) {
    schemas = plan.relations();
    outputs.planned(plan, columns);
  }

  byte[] start(Instant at) {
    var event = event("START", at);
    inputs(event, Optional.empty());
    outputs.name(event.putArray("outputs"));
    return bytes(event);
  }

  byte[] complete(Outcome outcome, Instant at) {
    var event = event("COMPLETE", at);
    tag(event, "penstock.commit", Long.toString(outcome.entry().number()));
    inputs(event, Optional.of(outcome));
    outputs.committed(event.putArray("outputs"), outcome.entry());
    return bytes(event);
  }

  byte[] failed(Failure failure, Instant at) {
    var event = event(failure.cancelled() ? "ABORT" : "FAIL", at);
    failure
        .committed()
        .map(Entry::number)
        .ifPresent(number -> tag(event, "penstock.commit", Long.toString(number)));
    Facets.of(event.withObject("/run/facets"), "errorMessage", Facets.ERROR)
        .put("message", failure.message())
        .put("programmingLanguage", "JAVA");
    inputs(event, Optional.empty());
    outputs.name(event.putArray("outputs"));
    return bytes(event);
  }

  private ObjectNode event(String type, Instant at) {
    var event = JSON.createObjectNode();
    event
        .put("eventType", type)
        .put("eventTime", at.toString())
        .put("producer", Facets.PRODUCER)
        .put("schemaURL", Facets.RUN_EVENT);
    run(event.putObject("run"));
    job(event.putObject("job"));
    tag(event, "penstock.attempt", request.attempt());
    tag(event, "penstock.spec", request.run().spec().hex());
    return event;
  }

  private void run(ObjectNode run) {
    run.put("runId", RunName.of(request.run().id()).toString());
    var facets = run.putObject("facets");
    var version = TraceText.version().orElse("unknown");
    Facets.of(facets, "processing_engine", Facets.ENGINE)
        .put("name", "Penstock")
        .put("version", version)
        .put("openlineageAdapterVersion", version);
    if (request.run().scheduled().isAfter(Instant.EPOCH)) {
      Facets.of(facets, "nominalTime", Facets.NOMINAL_TIME)
          .put("nominalStartTime", request.run().scheduled().toString());
    }
    Facets.of(facets, "tags", Facets.TAGS).putArray("tags");
  }

  private static void tag(ObjectNode event, String key, String value) {
    event
        .withObject("/run/facets/tags")
        .withArrayProperty("tags")
        .addObject()
        .put("key", key)
        .put("value", value)
        .put("source", "PENSTOCK");
  }

  private void job(ObjectNode job) {
    var id = request.pipeline().id();
    job.put("namespace", settings.namespace().orElse(id.namespace()))
        // In a namespace that all share, the names of all pipelines have to differ.
        .put(
            "name",
            settings.namespace().isPresent() ? id.namespace() + "." + id.name() : id.name());
    var facets = job.putObject("facets");
    Facets.of(facets, "jobType", Facets.JOB_TYPE)
        .put("processingType", "BATCH")
        .put("integration", "PENSTOCK")
        .put("jobType", "PIPELINE");
    var steps = request.pipeline().steps();
    if (settings.sql() && !steps.isEmpty()) {
      Facets.of(facets, "sql", Facets.SQL)
          .put(
              "query",
              steps.stream()
                  .map(step -> "-- step %s\n%s".formatted(step.name(), step.sql().strip()))
                  .collect(Collectors.joining(";\n\n")))
          .put("dialect", "duckdb");
    }
  }

  private void inputs(ObjectNode event, Optional<Outcome> outcome) {
    Map<Dataset, ObjectNode> inputs = new LinkedHashMap<>();
    for (var source : request.pipeline().sources()) {
      for (var table : tables.getOrDefault(source.name(), List.of())) {
        var input =
            inputs.computeIfAbsent(
                table,
                key ->
                    JSON.createObjectNode()
                        .put("namespace", key.namespace())
                        .put("name", key.name()));
        outcome.ifPresent(done -> told(input, source, done));
      }
    }
    event.putArray("inputs").addAll(List.copyOf(inputs.values()));
  }

  /** Rows of a query are not those of its tables. */
  private void told(ObjectNode input, Source source, Outcome outcome) {
    if (!(source.read() instanceof Read.Table table)) {
      return;
    }
    var schema = schemas.get(source.name());
    if (schema != null && table.columns().isEmpty()) {
      var fields =
          Facets.of(input.withObject("/facets"), "schema", Facets.SCHEMA).putArray("fields");
      schema
          .columns()
          .forEach(column -> Facets.field(fields, column.name(), column.type().toString()));
    }
    var rows = outcome.read().get(source.name());
    if (rows != null) {
      var facets = input.withObject("/inputFacets");
      long before = facets.path("inputStatistics").path("rowCount").asLong();
      long bytesBefore = facets.path("inputStatistics").path("size").asLong();
      var statistics =
          Facets.of(facets, "inputStatistics", Facets.INPUT_STATISTICS)
              .put("rowCount", before + rows);
      outcome
          .receipt()
          .map(Receipt::readBytes)
          .map(bytes -> bytes.get(source.name()))
          .ifPresent(bytes -> statistics.put("size", bytesBefore + bytes));
    }
  }

  private static byte[] bytes(ObjectNode event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event can not be written", e);
    }
  }
}
