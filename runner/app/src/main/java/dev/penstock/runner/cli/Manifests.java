package dev.penstock.runner.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Finding;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * What files say: pipelines, connections, Secrets; documents of other kinds are left alone. YAML
 * with several documents, JSON, and Lists.
 */
final class Manifests {
  private static final String GROUP = "penstock.dev/";
  private static final String API = GROUP + "v1alpha1";
  private static final int LARGEST = 16 << 20;

  /** What of the metadata is read here. */
  private record Metadata(@Nullable String name, @Nullable String namespace) {}

  /** A resource and the file that it stands in. */
  record Resource<T>(Path file, ResourceName name, @Nullable T spec) {}

  /** Something that is wrong in a file. */
  record Located(Path file, String resource, Finding finding) {
    /** {@return file, resource, path, message and next step on one line} */
    String line() {
      return "%s: %s: %s".formatted(file, OneLine.of(resource), finding.line());
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

  /** Studies the records that manifests become, so that a later {@link #read} need not. */
  static void load() {
    for (var type : List.of(EtlPipelineSpec.class, EtlConnectionSpec.class)) {
      // The mapper keeps what a reader found out about its type.
      var unused = PlainYaml.MAPPER.readerFor(type);
    }
  }

  /** {@return the namespaces of its pipelines and connections, in order} */
  SortedSet<String> namespaces() {
    var names = new TreeSet<String>();
    pipelines.forEach(one -> names.add(one.name().namespace()));
    connections.forEach(one -> names.add(one.name().namespace()));
    return names;
  }

  /** {@return what is of one namespace; what is wrong and Secrets are kept} */
  Manifests in(String wanted) {
    var part = new Manifests(wanted);
    pipelines.stream()
        .filter(one -> one.name().namespace().equals(wanted))
        .forEach(part.pipelines::add);
    connections.stream()
        .filter(one -> one.name().namespace().equals(wanted))
        .forEach(part.connections::add);
    part.secrets.putAll(secrets);
    part.findings.addAll(findings);
    return part;
  }

  /**
   * Reads files, and the {@code .yaml}, {@code .yml} and {@code .json} files of directories.
   *
   * @param namespace of resources that name none
   */
  static Manifests read(List<Path> paths, String namespace) {
    var manifests = new Manifests(namespace);
    var read = new HashSet<Path>();
    for (var path : paths) {
      try {
        for (var file : files(path)) {
          // A file and its directory may both be named.
          if (read.add(file.toRealPath())) {
            manifests.read(file);
          }
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
    if (Files.size(file) > LARGEST) {
      unreadable(file, "has more than %d MiB".formatted(LARGEST >> 20));
      return;
    }
    try (var documents = PlainYaml.documents(file)) {
      for (int number = 1; documents.hasNextValue(); number++) {
        document(file, "document " + number, documents.nextValue());
      }
    } catch (JsonProcessingException e) {
      unreadable(file, "is not YAML or JSON" + problem(e));
    }
  }

  /** {@return where and what; the parser underneath knows it best} */
  private static String problem(JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return " at line %d: %s"
          .formatted(marked.getProblemMark().getLine() + 1, marked.getProblem());
    }
    var at = e.getLocation();
    var line = at == null || at.getLineNr() < 1 ? "" : " at line " + at.getLineNr();
    return line + ": " + e.getOriginalMessage();
  }

  private void document(Path file, String place, JsonNode document) {
    // Nothing between two lines of hyphens.
    if (document.isNull() || (document.isTextual() && document.textValue().isBlank())) {
      return;
    }
    if (!document.isObject()) {
      refuse(file, "file", place, "It is no resource", "Write apiVersion, kind, metadata and spec");
      return;
    }
    var kind = document.path("kind").asText("");
    var api = document.path("apiVersion").asText("");
    switch (kind) {
      case "List" -> {
        int index = 0;
        for (var item : document.path("items")) {
          document(file, "%s items[%d]".formatted(place, index++), item);
        }
      }
      case "EtlPipeline" -> pipelines.add(resource(file, document, EtlPipelineSpec.class));
      case "EtlConnection" -> connections.add(resource(file, document, EtlConnectionSpec.class));
      case "EtlRun" -> {}
      case "Secret" -> secret(file, document);
      default -> {
        if (kind.isEmpty() || api.isEmpty()) {
          refuse(
              file,
              "file",
              place,
              "It has no " + (kind.isEmpty() ? "kind" : "apiVersion"),
              "Write apiVersion, kind, metadata and spec");
        } else if (api.startsWith(GROUP)) {
          refuse(
              file,
              kind + "/" + document.path("metadata").path("name").asText(""),
              "kind",
              "There is no kind %s in %s".formatted(OneLine.of(kind), OneLine.of(api)),
              "Write EtlPipeline, EtlConnection or EtlRun");
        }
      }
    }
  }

  private <T> Resource<T> resource(Path file, JsonNode document, Class<T> type) {
    var shape = new Shape(PlainYaml.MAPPER);
    var metadata = shape.check("metadata", named(document.path("metadata")), Metadata.class);
    var name =
        new ResourceName(
            metadata.path("namespace").asText(namespace), metadata.path("name").asText(""));
    var object = document.path("kind").asText() + "/" + name.name();
    var api = document.path("apiVersion").asText("");
    if (!api.equals(API)) {
      refuse(
          file,
          object,
          "apiVersion",
          api.isEmpty() ? "It is missing" : "There is no version " + OneLine.of(api),
          "Write " + API);
    }
    var written = document.get("spec");
    var spec = written == null ? null : shape.check("spec", written, type);
    shape.findings().forEach(finding -> findings.add(new Located(file, object, finding)));
    if (spec == null || spec.isNull()) {
      return new Resource<>(file, name, null);
    }
    try {
      return new Resource<>(file, name, PlainYaml.MAPPER.treeToValue(spec, type));
    } catch (JsonProcessingException e) {
      throw new InternalException(
          Reason.INTERNAL_ERROR,
          object + " can not be read after its shape was checked",
          "Report this",
          e);
    }
  }

  /** Other fields of metadata, as labels, are the API server's to judge. */
  private static JsonNode named(JsonNode metadata) {
    return metadata instanceof ObjectNode object
        ? object.deepCopy().retain("name", "namespace")
        : metadata.isMissingNode() ? NullNode.getInstance() : metadata;
  }

  // What a Secret holds is never part of a message.
  private void secret(Path file, JsonNode document) {
    var name = document.path("metadata").path("name").asText("");
    Map<String, byte[]> values = new LinkedHashMap<>();
    for (var entry : document.path("data").properties()) {
      try {
        text(file, name, "data", entry)
            .ifPresent(key -> values.put(key, decoded(entry.getValue().asText())));
      } catch (IllegalArgumentException e) {
        refuse(
            file,
            "Secret/" + name,
            "data." + entry.getKey(),
            "It is not base64",
            "Encode it, or write it under stringData");
      }
    }
    for (var entry : document.path("stringData").properties()) {
      text(file, name, "stringData", entry)
          .ifPresent(
              key -> values.put(key, entry.getValue().asText().getBytes(StandardCharsets.UTF_8)));
    }
    secrets.put(name, values);
  }

  // As the API server takes it: lines may break.
  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
  }

  private Optional<String> text(
      Path file, String name, String field, Map.Entry<String, JsonNode> entry) {
    if (entry.getValue().isTextual()) {
      return Optional.of(entry.getKey());
    }
    refuse(
        file,
        "Secret/" + name,
        field + "." + entry.getKey(),
        "It is not text",
        "Write text, in quotes where YAML would read something else");
    return Optional.empty();
  }

  private void unreadable(Path file, String why) {
    var name = file.getFileName();
    refuse(
        file, "file", String.valueOf(name == null ? file : name), "It " + why, "Correct the file");
  }

  private void refuse(Path file, String object, String path, String message, String nextStep) {
    findings.add(
        new Located(
            file,
            object,
            new Finding(OneLine.of(path), Finding.Reason.INVALID, OneLine.of(message), nextStep)));
  }
}
