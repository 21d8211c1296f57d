package dev.penstock.runner.telemetry;

import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.report.Span;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.telemetry.TelemetrySettings.Parent;
import dev.penstock.runner.telemetry.TelemetrySettings.Traces;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The spans of an attempt as a trace: the attempt, below it its stages, and what belongs to a
 * target below a span of that target. The trace is the run's, so all its attempts stand in it. A
 * span's id follows from the attempt and its place, so that one which is sent twice is one.
 */
final class Tracing {
  /** As many as exporters of OpenTelemetry put into one request. */
  private static final int BATCH = 512;

  private static final Set<String> OF_TARGET = Set.of("seal", "tally", "upload", "copy", "verify");

  private static final String COMMIT = "commit";
  private static final String PUBLISH = "publish";

  private final Request request;
  private final Spans spans;
  private final Instant start;
  private final TraceText text;
  private final String trace;
  private final Optional<String> parent;
  private int sent;

  Tracing(Traces settings, Request request, Spans spans, Instant start) {
    this.request = request;
    this.spans = spans;
    this.start = start;
    this.text = new TraceText(settings, request);
    this.trace =
        settings
            .parent()
            .map(Parent::trace)
            .orElse(RunName.of(request.run().id()).toString().replace("-", ""));
    this.parent = settings.parent().map(Parent::span);
  }

  /** {@return requests with the spans that have ended since the last time} */
  List<byte[]> sofar() {
    var ended = spans.ended();
    List<TraceText.Told> told = new ArrayList<>();
    for (int i = sent; i < ended.size(); i++) {
      told.add(stage(i, ended.get(i)));
    }
    sent = ended.size();
    return requests(told);
  }

  /** {@return requests with all that is left of an attempt that did not fail} */
  List<byte[]> rest(Entry entry, Instant at) {
    return rest(Map.of("penstock.commit", entry.number()), Optional.empty(), at);
  }

  /** {@return requests with all that is left of an attempt that failed} */
  List<byte[]> rest(Failure failure, Instant at) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("error.type", failure.reason());
    failure.committed().ifPresent(entry -> attributes.put("penstock.commit", entry.number()));
    return rest(attributes, Optional.of(failure.message()), at);
  }

  private List<byte[]> rest(Map<String, Object> attributes, Optional<String> error, Instant at) {
    var ended = spans.ended();
    List<TraceText.Told> told = new ArrayList<>();
    for (int i = sent; i < ended.size(); i++) {
      told.add(stage(i, ended.get(i)));
    }
    sent = ended.size();
    for (var target : request.pipeline().targets()) {
      var own =
          ended.stream()
              .filter(span -> OF_TARGET.contains(span.stage()) && span.of().equals(target.name()))
              .toList();
      if (!own.isEmpty()) {
        told.add(
            new TraceText.Told(
                trace,
                id("target", target.name()),
                Optional.of(root()),
                "target " + target.name(),
                time(own.stream().mapToLong(Span::from).min().orElseThrow()),
                time(own.stream().mapToLong(Span::to).max().orElseThrow()),
                Map.of("penstock.of", target.name()),
                Optional.empty()));
      }
    }
    told.add(
        new TraceText.Told(
            trace, root(), parent, "run " + request.pipeline().id(), start, at, attributes, error));
    return requests(told);
  }

  private TraceText.Told stage(int place, Span span) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("penstock.stage", span.stage());
    attributes.put("penstock.of", span.of());
    if (span.rows() > 0) {
      attributes.put("penstock.rows", span.rows());
    }
    if (span.bytes() > 0) {
      attributes.put("penstock.bytes", span.bytes());
    }
    return new TraceText.Told(
        trace,
        span.stage().equals(COMMIT) ? commit() : id("span", Integer.toString(place)),
        Optional.of(above(span)),
        span.stage() + " " + span.of(),
        time(span.from()),
        time(span.to()),
        attributes,
        Optional.empty());
  }

  private String above(Span span) {
    if (OF_TARGET.contains(span.stage())) {
      return id("target", span.of());
    }
    return span.stage().equals(PUBLISH) ? commit() : root();
  }

  private Instant time(long millis) {
    return start.plusMillis(millis);
  }

  private String root() {
    return id("run", "");
  }

  private String commit() {
    return id(COMMIT, "");
  }

  private String id(String kind, String name) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256")
              .digest(
                  String.join("\n", request.run().id(), request.attempt(), kind, name)
                      .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private List<byte[]> requests(List<TraceText.Told> told) {
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < told.size(); i += BATCH) {
      requests.add(text.request(told.subList(i, Math.min(told.size(), i + BATCH))));
    }
    return requests;
  }
}
