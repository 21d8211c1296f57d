package dev.penstock.runner.telemetry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.telemetry.TelemetrySettings.Traces;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Spans as a request of OTLP/HTTP in JSON: ids in hexadecimal digits, 64-bit numbers as texts.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding">OTLP</a>
 */
final class TraceText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int INTERNAL = 1;
  private static final int ERROR = 2;

  private final Map<String, String> resource = new LinkedHashMap<>();

  /**
   * A span that has ended.
   *
   * @param trace 32 hexadecimal digits
   * @param id 16 hexadecimal digits
   * @param parent likewise; empty: it has none
   * @param attributes texts and numbers
   * @param error why what it is of failed; empty: it did not
   */
  record Told(
      String trace,
      String id,
      Optional<String> parent,
      String name,
      Instant from,
      Instant to,
      Map<String, Object> attributes,
      Optional<String> error) {}

  TraceText(Traces settings, Request request) {
    resource.putAll(settings.attributes());
    resource.put("service.name", settings.service());
    version().ifPresent(version -> resource.put("service.version", version));
    resource.put("service.instance.id", request.attempt());
    resource.put("k8s.namespace.name", request.pipeline().id().namespace());
    resource.put("penstock.pipeline", request.pipeline().id().name());
    resource.put("penstock.run", request.run().id());
    resource.put("penstock.attempt", request.attempt());
  }

  /** {@return of the jar; empty: it runs from classes} */
  static Optional<String> version() {
    return Optional.ofNullable(TraceText.class.getPackage().getImplementationVersion());
  }

  /** {@return a request with these spans} */
  byte[] request(List<Told> spans) {
    var root = JSON.createObjectNode();
    var of = root.putArray("resourceSpans").addObject();
    resource.forEach((name, value) ->
        attribute(of.withObjectProperty("resource").withArrayProperty("attributes"), name, value));
    var scoped = of.putArray("scopeSpans").addObject();
    var scope = scoped.putObject("scope").put("name", "dev.penstock.runner");
    version().ifPresent(version -> scope.put("version", version));
    var list = scoped.putArray("spans");
    spans.forEach(span -> add(list, span));
    try {
      return JSON.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Spans can not be written", e);
    }
  }

  private static void add(ArrayNode list, Told span) {
    var node = list.addObject().put("traceId", span.trace()).put("spanId", span.id());
    span.parent().ifPresent(parent -> node.put("parentSpanId", parent));
    node.put("name", span.name())
        .put("kind", INTERNAL)
        .put("startTimeUnixNano", nanos(span.from()))
        .put("endTimeUnixNano", nanos(span.to()));
    var attributes = node.putArray("attributes");
    span.attributes().forEach((name, value) -> attribute(attributes, name, value));
    var status = node.putObject("status");
    span.error().ifPresent(error -> status.put("code", ERROR).put("message", error));
  }

  private static void attribute(ArrayNode list, String name, @Nullable Object value) {
    ObjectNode holder = list.addObject().put("key", name).putObject("value");
    if (value instanceof Number number) {
      holder.put("intValue", Long.toString(number.longValue()));
    } else {
      holder.put("stringValue", String.valueOf(value));
    }
  }

  private static String nanos(Instant time) {
    return Long.toString(
        Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000_000L), time.getNano()));
  }
}
