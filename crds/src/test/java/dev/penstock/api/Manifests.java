package dev.penstock.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Manifests read as the runner and the API server read them: YAML into wire records. */
public record Manifests(List<JsonNode> documents) {
  private static final ObjectMapper YAML =
      new ObjectMapper(new YAMLFactory()).disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** A resource: its kind, its name, its spec. */
  public record Resource<T>(String name, T spec) {}

  public static Path directory() {
    var here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("examples"))
        ? here.resolve("examples")
        : here.resolveSibling("examples");
  }

  public static Manifests read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Manifests parse(String text) {
    try (var values = YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      var documents = new ArrayList<JsonNode>();
      values.forEachRemaining(documents::add);
      return new Manifests(documents);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return one value of any type: a list stays a list} */
  public static JsonNode value(String text) {
    try {
      return YAML.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public List<Resource<EtlPipelineSpec>> pipelines() {
    return of("EtlPipeline", EtlPipelineSpec.class);
  }

  public List<Resource<EtlConnectionSpec>> connections() {
    return of("EtlConnection", EtlConnectionSpec.class);
  }

  private <T> List<Resource<T>> of(String kind, Class<T> type) {
    return documents.stream()
        .filter(document -> document.path("kind").asText().equals(kind))
        .map(document ->
            new Resource<>(
                document.path("metadata").path("name").asText(),
                YAML.convertValue(document.path("spec"), type)))
        .toList();
  }
}
