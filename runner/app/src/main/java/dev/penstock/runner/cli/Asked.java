package dev.penstock.runner.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.penstock.api.AdoptSpec;
import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.WindowSpec;
import dev.penstock.api.model.Wanted;
import dev.penstock.api.runner.RunRequest;
import dev.penstock.api.runner.RunnerContract;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a run is asked to do, by options or by the EtlRun that the pod is of. */
final class Asked {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  @Option(
      names = "--full-refresh",
      description = "Reads everything and replaces what is in all targets.")
  private boolean fullRefresh;

  @Option(
      names = "--window",
      paramLabel = "START..END",
      description =
          "Reads a stretch of the cursor again, as 2026-03-01T00:00:00Z..2026-03-02T00:00:00Z; for"
              + " targets with a key, or of mode Window.")
  private @Nullable String window;

  @Option(
      names = "--adopt",
      paramLabel = "WATERMARK",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Reads nothing: keeps what the targets hold before the first run, and lets the next one go"
              + " on from that time.")
  private @Nullable String adopt;

  @Option(
      names = "--dry-run",
      description =
          "Reads, transforms, checks and loads as the run would, commits nothing, and takes away"
              + " what it made; alone or beside --window or --full-refresh.")
  private boolean dryRun;

  /** {@return whether nothing is to be committed, by option or by the EtlRun of the pod} */
  boolean dryRun(Environment environment) {
    return dryRun
        || environment
            .request()
            .filter(json -> Boolean.TRUE.equals(parsed(json).dryRun()))
            .isPresent();
  }

  /**
   * {@return what is wanted}
   *
   * @param environment that the pod has by its EtlRun; options go before it
   * @throws ConfigurationException for more than one wish, or one that can not be read
   */
  Wanted wanted(Environment environment) {
    var written = options();
    if (written.isPresent()) {
      return wanted(written.get());
    }
    return environment.request().map(json -> wanted(parsed(json))).orElse(new Wanted.Increment());
  }

  /**
   * {@return the values for parameters that the pod has by its EtlRun}
   *
   * @throws ConfigurationException for a request that can not be read
   */
  List<ParameterValueSpec> parameters(Environment environment) {
    return environment
        .request()
        .flatMap(json -> Optional.ofNullable(parsed(json).parameters()))
        .orElse(List.of());
  }

  private Optional<RunRequest> options() {
    if (!fullRefresh && window == null && adopt == null && !dryRun) {
      return Optional.empty();
    }
    return Optional.of(
        new RunRequest(
            window == null ? null : window(window),
            fullRefresh ? Boolean.TRUE : null,
            adopt == null ? null : new AdoptSpec(adopt.isEmpty() ? null : adopt),
            null,
            dryRun ? Boolean.TRUE : null));
  }

  private static WindowSpec window(String text) {
    int dots = text.indexOf("..");
    return dots < 0
        ? new WindowSpec(text, null)
        : new WindowSpec(text.substring(0, dots), text.substring(dots + 2));
  }

  private static RunRequest parsed(String json) {
    try {
      return JSON.readValue(json, RunRequest.class);
    } catch (UnrecognizedPropertyException e) {
      // A wish of a newer operator, which the others alone would not fulfil.
      throw refused(
          "The run asks for %s, which this runner does not know".formatted(e.getPropertyName()));
    } catch (JsonProcessingException e) {
      throw refused("%s is no request".formatted(RunnerContract.REQUEST));
    }
  }

  private static Wanted wanted(RunRequest request) {
    boolean full = Boolean.TRUE.equals(request.fullRefresh());
    var stretch = request.window();
    var kept = request.adopt();
    int wishes = (full ? 1 : 0) + (stretch == null ? 0 : 1) + (kept == null ? 0 : 1);
    boolean dry = Boolean.TRUE.equals(request.dryRun());
    if (wishes == 0 && (dry || request.parameters() != null)) {
      return new Wanted.Increment();
    }
    if (dry && kept != null) {
      throw refused("A dry run reads, adopt does not");
    }
    if (wishes != 1) {
      throw refused("The run asks for %d things that this runner knows".formatted(wishes));
    }
    if (stretch != null) {
      var start = instant("window", stretch.start());
      var end = instant("window", stretch.end());
      if (!start.isBefore(end)) {
        throw refused("The window ends at %s, not after its start".formatted(end));
      }
      return new Wanted.Window(start, end);
    }
    return kept == null
        ? new Wanted.FullRefresh()
        : new Wanted.Adopt(
            Optional.ofNullable(kept.watermark()).map(text -> instant("adopt", text)));
  }

  private static Instant instant(String field, @Nullable String text) {
    try {
      return Instant.parse(text == null ? "" : text);
    } catch (DateTimeParseException e) {
      throw refused("%s has the time %s".formatted(field, text));
    }
  }

  private static ConfigurationException refused(String message) {
    return new ConfigurationException(
        Reason.INVALID_SPEC,
        message,
        "Ask for one of fullRefresh, window and adopt, with times as 2026-03-01T00:00:00Z");
  }
}
