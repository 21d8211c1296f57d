package dev.penstock.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pipeline of the folder examples/.
 *
 * @param wrong whether it is wrong on purpose, which its file name says
 * @param sourceTable the first source's table; each of its rows becomes one row of the targets
 */
record Example(
    Path file,
    String name,
    boolean wrong,
    String sourceTable,
    Optional<String> s3Path,
    Optional<String> s3Connection,
    Optional<String> warehouseTable) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  static List<Example> in(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(folder)) {
      files = found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    List<Example> examples = new ArrayList<>();
    for (Path file : files) {
      try (var documents =
          YAML.readerFor(JsonNode.class).<JsonNode>readValues(Files.readString(file))) {
        while (documents.hasNext()) {
          JsonNode document = documents.next();
          if (document.path("kind").asText().equals("EtlPipeline")) {
            examples.add(of(file, document));
          }
        }
      }
    }
    return examples;
  }

  private static Example of(Path file, JsonNode pipeline) {
    JsonNode target = pipeline.at("/spec/targets/0");
    return new Example(
        file,
        pipeline.at("/metadata/name").asText(),
        file.getFileName().toString().endsWith("-invalid.yaml"),
        pipeline.at("/spec/sources/0/table/name").asText(),
        text(target.at("/s3/path")),
        text(target.at("/s3/connection")),
        text(target.at("/redshift/table")));
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node.asText()).filter(text -> !text.isEmpty());
  }
}
