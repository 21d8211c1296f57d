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
 * @param store where its receipts lie
 * @param source the first one
 * @param target the first one
 */
record Example(Path file, String name, boolean wrong, Store store, Source source, Target target) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Where a pipeline keeps its log. */
  record Store(String connection, String prefix) {}

  /**
   * What it reads first.
   *
   * @param incremental whether a run leaves out what an earlier one has read
   */
  record Source(String name, String table, boolean incremental) {}

  /**
   * What it loads first.
   *
   * @param replaces whether it holds the rows of the newest run alone
   * @param keepsVersions whether its table holds every version of a key, and tells the newest
   * @param key of an upsert; empty: every run adds its rows, unless it replaces them
   */
  record Target(
      boolean replaces,
      boolean keepsVersions,
      List<String> key,
      Optional<String> s3Path,
      Optional<String> s3Connection,
      Optional<String> warehouseTable) {
    Target {
      key = List.copyOf(key);
    }
  }

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

  /** SQL for the shop: how many rows one run at rest gives the target. */
  String expectedSql() {
    return switch (name) {
      // Days are those of UTC, whatever the zone of this session.
      case "daily-sales" ->
          """
          SELECT count(*) FROM (
            SELECT DISTINCT CAST(o.ordered_at AT TIME ZONE 'UTC' AS DATE), coalesce(c.country, '--')
            FROM public.orders o JOIN public.order_items i USING (order_id)
            LEFT JOIN public.customers c USING (customer_id)) AS days
          """;
      default -> "SELECT count(*) FROM " + source.table();
    };
  }

  /** Whether a second run reads only what changed and leaves one row for each key. */
  boolean followsChanges() {
    return !wrong && source.incremental() && !target.key().isEmpty() && !target.keepsVersions();
  }

  /** How often each row stands in the target after that many runs without a change between them. */
  long times(long runs) {
    return target.key().isEmpty() && !source.incremental() && !target.replaces() ? runs : 1;
  }

  private static Example of(Path file, JsonNode pipeline) {
    JsonNode spec = pipeline.path("spec");
    JsonNode source = spec.at("/sources/0");
    JsonNode target = spec.at("/targets/0");
    List<String> key = new ArrayList<>();
    target.path("key").forEach(column -> key.add(column.asText()));
    return new Example(
        file,
        pipeline.at("/metadata/name").asText(),
        file.getFileName().toString().endsWith("-invalid.yaml"),
        new Store(
            spec.at("/store/connection").asText(), spec.at("/store/prefix").asText("_penstock")),
        new Source(
            source.path("name").asText(),
            source.at("/table/name").asText(),
            source.at("/table/incremental").isObject()),
        new Target(
            target.path("mode").asText().equals("Replace"),
            target.path("mode").asText().equals("Scd2"),
            key,
            text(target.at("/s3/path")),
            text(target.at("/s3/connection")),
            text(target.at("/redshift/table"))));
  }

  private static Optional<String> text(JsonNode node) {
    return Optional.of(node.asText()).filter(text -> !text.isEmpty());
  }
}
