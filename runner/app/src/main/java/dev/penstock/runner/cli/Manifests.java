package dev.penstock.runner.cli;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What files say: pipelines, connections, Secrets; documents of other kinds are left alone. YAML
 * with several documents, JSON, and Lists.
 */
final class Manifests {
  private static final ObjectMapper YAML = new YAMLMapper();

  /** A resource and the file that it stands in. */
  record Resource<T>(Path file, ResourceName name, @Nullable T spec) {}

  /** Something that is wrong in a file. */
  record Located(Path file, String resource, Finding finding) {
    /** {@return file, resource, path, message and next step on one line} */
    String line() {
      return "%s: %s: %s".formatted(file, resource, finding.line());
    }
  }

  final List<Resource<EtlPipelineSpec>> pipelines = new ArrayList<>();
  final List<Resource<EtlConnectionSpec>> connections = new ArrayList<>();
  final Map<String, Map<String, byte[]>> secrets = new LinkedHashMap<>();
  final List<Located> findings = new ArrayList<>();
  private final String namespace;

  private Manifests(String namespace) {
    this.namespace = namespace;
  }

  /**
   * Reads files, and the {@code .yaml}, {@code .yml} and {@code .json} files of directories.
   *
   * @param namespace of resources that name none
   */
  static Manifests read(List<Path> paths, String namespace) {
    var manifests = new Manifests(namespace);
    for (var path : paths) {
      try {
        for (var file : files(path)) {
          manifests.read(file);
        }
      } catch (IOException e) {
        manifests.unreadable(path, "can not be read: " + e.getMessage());
      }
    }
    return manifests;
  }

  private static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    // A mounted ConfigMap has its files as links to links; its hidden directories are not ours.
    try (var entries = Files.list(path)) {
      return entries
          .filter(file -> Files.isRegularFile(file))
          .filter(file -> file.getFileName().toString().matches("[^.].*\\.(yaml|yml|json)"))
          .sorted()
          .toList();
    }
  }

  private void read(Path file) throws IOException {
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(file.toFile())) {
      while (documents.hasNextValue()) {
        document(file, documents.nextValue());
      }
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      unreadable(file, "is not YAML or JSON%s: %s".formatted(place(at), e.getOriginalMessage()));
    }
  }

  private static String place(@Nullable JsonLocation at) {
    return at == null ? "" : " at line " + at.getLineNr();
  }

  private void document(Path file, JsonNode document) {
    var kind = document.path("kind").asText("");
    switch (kind) {
      case "List" -> document.path("items").forEach(item -> document(file, item));
      case "EtlPipeline" -> pipelines.add(resource(file, document, EtlPipelineSpec.class));
      case "EtlConnection" -> connections.add(resource(file, document, EtlConnectionSpec.class));
      case "Secret" -> secret(file, document);
      default -> {}
    }
  }

  private <T> Resource<T> resource(Path file, JsonNode document, Class<T> type) {
    var metadata = document.path("metadata");
    var name =
        new ResourceName(
            metadata.path("namespace").asText(namespace), metadata.path("name").asText(""));
    var kind = document.path("kind").asText() + "/" + name.name();
    var spec = document.get("spec");
    if (spec == null || spec.isNull()) {
      return new Resource<>(file, name, null);
    }
    try {
      var read = YAML.treeToValue(spec, type);
      for (var path : UnknownFields.of("spec", spec, YAML.valueToTree(read))) {
        findings.add(
            new Located(
                file,
                kind,
                new Finding(
                    path,
                    Finding.Reason.NOT_SUPPORTED,
                    "There is no such field",
                    "Correct its name or remove it")));
      }
      return new Resource<>(file, name, read);
    } catch (JsonProcessingException e) {
      findings.add(
          new Located(
              file,
              kind,
              new Finding(
                  "spec",
                  Finding.Reason.INVALID,
                  e.getOriginalMessage().lines().findFirst().orElse("It can not be read"),
                  "Give each field the type that the reference names")));
      return new Resource<>(file, name, null);
    }
  }

  private void secret(Path file, JsonNode document) {
    var name = document.path("metadata").path("name").asText("");
    Map<String, byte[]> values = new LinkedHashMap<>();
    try {
      if (document.get("data") instanceof ObjectNode data) {
        for (var entry : data.properties()) {
          values.put(entry.getKey(), entry.getValue().binaryValue());
        }
      }
    } catch (IOException e) {
      unreadable(file, "has a Secret %s whose data is not base64".formatted(name));
    }
    document
        .path("stringData")
        .properties()
        .forEach(entry ->
            values.put(
                entry.getKey(),
                entry.getValue().asText().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    secrets.put(name, values);
  }

  private void unreadable(Path file, String why) {
    findings.add(
        new Located(
            file,
            "file",
            new Finding(
                file.getFileName().toString(),
                Finding.Reason.INVALID,
                "It " + why,
                "Correct the file")));
  }
}
