package dev.penstock.runner.telemetry;

import dev.penstock.api.runner.RunnerContract;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is told to whom, as the environment says it: the variables of OpenLineage and OpenTelemetry,
 * each by its own specification, as far as docs/telemetry.md names them.
 */
record TelemetrySettings(Optional<Lineage> lineage, Optional<Traces> traces) {
  private static final Logger LOG = LoggerFactory.getLogger(TelemetrySettings.class);

  /** Keys of the Secret, which are files: an environment shows in too many places. */
  static final String LINEAGE_KEY = "openlineage-api-key";

  static final String TRACE_HEADERS = "otlp-headers";

  private static final Pattern PARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2}).*");

  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  /**
   * Run events.
   *
   * @param namespace of jobs; empty: the pipeline's
   * @param sql whether events hold the text of steps
   */
  record Lineage(Endpoint endpoint, Optional<String> namespace, boolean sql) {}

  /**
   * Traces.
   *
   * @param service the name of this service
   * @param attributes more of the resource
   * @param parent the span that has started this process
   */
  record Traces(
      Endpoint endpoint, String service, Map<String, String> attributes, Optional<Parent> parent) {
    Traces {
      attributes = Map.copyOf(attributes);
    }
  }

  /** A span of another process, by W3C Trace Context. */
  record Parent(String trace, String span) {}

  /** {@return what the environment says; a part that is wrong is off, which the log says} */
  static TelemetrySettings of(Map<String, String> environment) {
    var variables = new Variables(environment);
    return new TelemetrySettings(
        part("openlineage", () -> lineage(variables)), part("otlp", () -> traces(variables)));
  }

  private interface Part<T> {
    Optional<T> read();
  }

  private static <T> Optional<T> part(String what, Part<T> part) {
    try {
      return part.read();
    } catch (IllegalArgumentException e) {
      LOG.warn("event=telemetry-off what={} message=\"{}\"", what, e.getMessage());
      return Optional.empty();
    }
  }

  private static Optional<Lineage> lineage(Variables variables) {
    if (variables.yes("OPENLINEAGE_DISABLED")) {
      return Optional.empty();
    }
    return variables
        .value(RunnerContract.OPENLINEAGE_URL)
        .map(url ->
            new Lineage(
                Endpoint.below(
                    "openlineage",
                    RunnerContract.OPENLINEAGE_URL,
                    url,
                    variables
                        .value(RunnerContract.OPENLINEAGE_ENDPOINT)
                        .orElse("api/v1/lineage")
                        .replaceFirst("^/+", ""),
                    variables
                        .secret(LINEAGE_KEY)
                        .map(key -> Map.of("Authorization", "Bearer " + key))
                        .orElse(Map.of())),
                variables.value(RunnerContract.OPENLINEAGE_NAMESPACE),
                variables.yes(RunnerContract.LINEAGE_SQL)));
  }

  private static Optional<Traces> traces(Variables variables) {
    var own = variables.value(RunnerContract.OTLP_TRACES_ENDPOINT);
    var base = variables.value(RunnerContract.OTLP_ENDPOINT);
    if (variables.yes("OTEL_SDK_DISABLED") || own.isEmpty() && base.isEmpty()) {
      return Optional.empty();
    }
    if (variables.value("OTEL_EXPORTER_OTLP_PROTOCOL").filter("grpc"::equals).isPresent()) {
      throw new IllegalArgumentException(
          "OTEL_EXPORTER_OTLP_PROTOCOL is grpc, traces go by http/json alone");
    }
    var parent =
        variables.value("TRACEPARENT").map(PARENT::matcher).filter(found -> found.matches());
    if (parent.isPresent() && (Integer.parseInt(parent.get().group(3), 16) & 1) == 0) {
      // Whoever started this has decided that the trace is not kept.
      return Optional.empty();
    }
    var headers = variables.secret(TRACE_HEADERS).map(TelemetrySettings::pairs).orElse(Map.of());
    headers.forEach((name, value) -> {
      if (!HEADER.matcher(name).matches() || value.chars().anyMatch(c -> c < ' ')) {
        throw new IllegalArgumentException(
            "The key %s of the Secret holds no headers as name=value,name=value"
                .formatted(TRACE_HEADERS));
      }
    });
    return Optional.of(
        new Traces(
            own.map(url -> Endpoint.of("otlp", RunnerContract.OTLP_TRACES_ENDPOINT, url, headers))
                .orElseGet(() ->
                    Endpoint.below(
                        "otlp",
                        RunnerContract.OTLP_ENDPOINT,
                        base.orElseThrow(),
                        "v1/traces",
                        headers)),
            variables.value("OTEL_SERVICE_NAME").orElse("penstock"),
            variables
                .value("OTEL_RESOURCE_ATTRIBUTES")
                .map(TelemetrySettings::pairs)
                .orElse(Map.of()),
            parent.map(found -> new Parent(found.group(1), found.group(2)))));
  }

  /** As W3C Baggage: {@code name=value,name=value}, values with percent signs where need be. */
  static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (var pair : text.split(",")) {
      int at = pair.indexOf('=');
      if (at > 0) {
        pairs.put(
            pair.substring(0, at).strip(),
            URLDecoder.decode(
                pair.substring(at + 1).strip().replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    return pairs;
  }

  private record Variables(Map<String, String> all) {
    Optional<String> value(String name) {
      return Optional.ofNullable(all.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    boolean yes(String name) {
      return value(name).filter("true"::equalsIgnoreCase).isPresent();
    }

    /** {@return what the mounted Secret holds under a key} */
    Optional<String> secret(String key) {
      return value(RunnerContract.TELEMETRY_SECRET)
          .map(directory -> Path.of(directory, key))
          .filter(Files::isReadable)
          .flatMap(file -> {
            try {
              return Optional.of(Files.readString(file).strip());
            } catch (IOException e) {
              throw new IllegalArgumentException(
                  "The key %s of the Secret can not be read".formatted(key));
            }
          })
          .filter(text -> !text.isEmpty());
    }
  }
}
