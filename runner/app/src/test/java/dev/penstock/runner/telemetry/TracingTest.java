package dev.penstock.runner.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.plan.Pipelines;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.secret.Secrets;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests, against what OTLP says of its encoding in JSON. */
class TracingTest {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final String RUN = "5b8efff7-98b3-4a5f-9d2c-0af7651916cd";
  private static final Failure FAILURE =
      new Failure("CheckFailed", "CheckFailed: A check has failed", false, Optional.empty());

  @TempDir private Path scratch;
  private final AtomicLong nanos = new AtomicLong();
  private final Spans spans = new Spans(nanos::get);

  private Request request(String attempt) {
    var pipeline = Pipelines.reading("orders").into("orders", "orders").build();
    return new Request(
        pipeline,
        Map.of(),
        new Secrets(scratch),
        new Run(RUN, pipeline.id(), pipeline.hash(), START),
        attempt,
        scratch);
  }

  private Tracing tracing(String attempt, String... more) {
    var environment = new java.util.HashMap<String, String>();
    environment.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318");
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return new Tracing(
        TelemetrySettings.of(environment).traces().orElseThrow(), request(attempt), spans, START);
  }

  private void span(String stage, String of, long from, long to, long rows) {
    nanos.set(to * 1_000_000);
    spans.end(stage, of, from, rows, rows * 10);
  }

  private static List<JsonNode> read(List<byte[]> requests) throws IOException {
    List<JsonNode> all = new ArrayList<>();
    for (var request : requests) {
      new ObjectMapper()
          .readTree(request)
          .at("/resourceSpans/0/scopeSpans/0/spans")
          .forEach(all::add);
    }
    return all;
  }

  private static JsonNode named(List<JsonNode> spans, String name) {
    return spans.stream()
        .filter(span -> span.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not among " + spans));
  }

  private static String text(JsonNode span, String attribute) {
    for (var each : span.path("attributes")) {
      if (each.path("key").asText().equals(attribute)) {
        return each.at("/value").properties().iterator().next().getValue().asText();
      }
    }
    return "";
  }

  @Test
  void aTraceHasTheRunAboveItsStagesAndATargetAboveItsOwn() throws IOException {
    span("plan", "orders", 0, 5, 0);
    span("seal", "orders", 6, 9, 100);
    span("upload", "orders", 9, 12, 100);
    span("publish", "orders", 14, 15, 0);
    span("commit", "orders", 13, 16, 0);
    var all = read(tracing("a-1").rest(FAILURE, START.plusMillis(20)));
    var run = named(all, "run sales/orders");
    var target = named(all, "target orders");
    assertThat(all).hasSize(7);
    assertThat(all)
        .allSatisfy(span -> {
          assertThat(span.path("traceId").asText()).isEqualTo(RUN.replace("-", ""));
          assertThat(span.path("spanId").asText()).matches("[0-9a-f]{16}");
          assertThat(span.path("kind").isInt()).isTrue();
          assertThat(span.path("startTimeUnixNano").isTextual()).isTrue();
        });
    assertThat(all).extracting(span -> span.path("spanId").asText()).doesNotHaveDuplicates();
    assertThat(run.has("parentSpanId")).isFalse();
    assertThat(run.at("/status/code").asInt()).isEqualTo(2);
    assertThat(run.at("/status/message").asText()).isEqualTo("CheckFailed: A check has failed");
    assertThat(text(run, "error.type")).isEqualTo("CheckFailed");
    assertThat(run.path("endTimeUnixNano").asText()).isEqualTo("1772359200020000000");
    for (var child : List.of("plan orders", "commit orders", "target orders")) {
      assertThat(named(all, child).path("parentSpanId")).as(child).isEqualTo(run.path("spanId"));
    }
    for (var child : List.of("seal orders", "upload orders")) {
      assertThat(named(all, child).path("parentSpanId")).as(child).isEqualTo(target.path("spanId"));
    }
    assertThat(named(all, "publish orders").path("parentSpanId"))
        .isEqualTo(named(all, "commit orders").path("spanId"));
    assertThat(target.path("startTimeUnixNano").asText()).isEqualTo("1772359200006000000");
    assertThat(target.path("endTimeUnixNano").asText()).isEqualTo("1772359200012000000");
    assertThat(text(named(all, "seal orders"), "penstock.rows")).isEqualTo("100");
    assertThat(text(named(all, "seal orders"), "penstock.bytes")).isEqualTo("1000");
  }

  @Test
  void whatIsSentWhileItWorksIsNotSentAgain() throws IOException {
    var tracing = tracing("a-1");
    span("plan", "orders", 0, 5, 0);
    assertThat(read(tracing.sofar())).hasSize(1);
    assertThat(tracing.sofar()).isEmpty();
    span("read", "orders", 5, 6, 0);
    assertThat(read(tracing.rest(FAILURE, START)))
        .extracting(span -> span.path("name").asText())
        .containsExactly("read orders", "run sales/orders");
  }

  @Test
  void manySpansAreSeveralRequests() throws IOException {
    for (int i = 0; i < 1_100; i++) {
      span("upload", "orders", i, i + 1, 1);
    }
    var requests = tracing("a-1").rest(FAILURE, START);
    assertThat(requests).hasSize(3);
    assertThat(read(requests)).hasSize(1_102);
  }

  @Test
  void attemptsOfARunShareItsTraceAndNoSpan() throws IOException {
    span("plan", "orders", 0, 5, 0);
    var first = read(tracing("a-1").rest(FAILURE, START));
    var second = read(tracing("a-2").rest(FAILURE, START));
    assertThat(second.getFirst().path("traceId")).isEqualTo(first.getFirst().path("traceId"));
    assertThat(second)
        .extracting(span -> span.path("spanId"))
        .doesNotContainAnyElementsOf(first.stream().map(span -> span.path("spanId")).toList());
  }

  @Test
  void aRunThatSomebodyTracesStandsBelowThatSpan() throws IOException {
    var parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    var run = read(tracing("a-1", "TRACEPARENT", parent).rest(FAILURE, START)).getLast();
    assertThat(run.path("traceId").asText()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    assertThat(run.path("parentSpanId").asText()).isEqualTo("b7ad6b7169203331");
  }

  @Test
  void theResourceSaysWhatItIs() throws IOException {
    var request =
        tracing("a-1", "OTEL_RESOURCE_ATTRIBUTES", "team=sales", "OTEL_SERVICE_NAME", "etl")
            .rest(FAILURE, START)
            .getFirst();
    var resource = new ObjectMapper().readTree(request).at("/resourceSpans/0/resource");
    assertThat(text(resource, "service.name")).isEqualTo("etl");
    assertThat(text(resource, "team")).isEqualTo("sales");
    assertThat(text(resource, "penstock.pipeline")).isEqualTo("orders");
    assertThat(text(resource, "k8s.namespace.name")).isEqualTo("sales");
    assertThat(text(resource, "penstock.run")).isEqualTo(RUN);
    assertThat(text(resource, "penstock.attempt")).isEqualTo("a-1");
  }

  @Test
  void aRunWhoseIdIsNoUuidHasATraceOfItsOwnAllTheSame() {
    assertThat(RunName.of(RUN)).hasToString(RUN);
    assertThat(RunName.of("r1")).isEqualTo(RunName.of("r1")).isNotEqualTo(RunName.of("r2"));
  }
}
