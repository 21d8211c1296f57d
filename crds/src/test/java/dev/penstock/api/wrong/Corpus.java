package dev.penstock.api.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.Garbage;
import dev.penstock.api.Manifests;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Over a thousand wrong manifests, the same in every run. */
public final class Corpus {
  private static final List<String> FILES =
      List.of(
          "examples/connections.yaml",
          "examples/orders.yaml",
          "examples/order-items.yaml",
          "examples/daily-sales.yaml",
          "crds/src/test/resources/every-pod-field.yaml");

  private final Path home;
  private final Map<String, Example> examples = new LinkedHashMap<>();

  private Corpus(Path home) {
    this.home = home;
    for (var file : FILES) {
      for (var document : Manifests.read(home.resolve(file)).documents()) {
        var name = document.path("metadata").path("name").asText();
        examples.put(name, new Example(name, (ObjectNode) document));
      }
    }
  }

  /**
   * {@return the corpus of this repository}
   *
   * @param somewhere a directory of it
   */
  public static Corpus of(Path somewhere) {
    for (var home = somewhere.toAbsolutePath(); home != null; home = home.getParent()) {
      if (Files.isDirectory(home.resolve("examples")) && Files.isDirectory(home.resolve("crds"))) {
        return new Corpus(home);
      }
    }
    throw new IllegalArgumentException(somewhere + " is in no repository of Penstock");
  }

  public Path directory() {
    return home.resolve("examples");
  }

  /** {@return every manifest with one mistake, which has to be named} */
  public List<WrongManifest> mistakes() {
    var schemas =
        Map.of("EtlPipeline", schema("etlpipelines"), "EtlConnection", schema("etlconnections"));
    return Stream.concat(
            examples.values().stream()
                .flatMap(
                    example -> SchemaMistakes.of(example, schemaOf(example, schemas)).stream()),
            WrittenMistakes.of(examples))
        .toList();
  }

  /** {@return manifests in which anything may stand anywhere; some of them are right} */
  public List<JsonNode> damaged(long seed, int count) {
    var random = new Random(seed);
    var all = List.copyOf(examples.values());
    var damaged = new ArrayList<JsonNode>();
    for (int i = 0; i < count; i++) {
      var document = all.get(random.nextInt(all.size())).document().deepCopy();
      for (int wounds = 1 + random.nextInt(4); wounds > 0; wounds--) {
        wound(document, random);
      }
      damaged.add(document);
    }
    return damaged;
  }

  private static void wound(JsonNode document, Random random) {
    var containers = new ArrayList<JsonNode>();
    collect(document, containers);
    var at = containers.get(random.nextInt(containers.size()));
    var value = value(containers, random);
    switch (at) {
      case ObjectNode object when !object.isEmpty() -> {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        var name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(4)) {
          case 0 -> object.remove(name);
          case 1 -> object.set(new Garbage(random.nextLong()).text(), value);
          default -> object.set(name, value);
        }
      }
      case ArrayNode array when random.nextBoolean() -> array.add(value);
      case ArrayNode array when !array.isEmpty() -> array.set(random.nextInt(array.size()), value);
      default -> {}
    }
  }

  private static JsonNode value(List<JsonNode> containers, Random random) {
    var nodes = JsonNodeFactory.instance;
    return switch (random.nextInt(7)) {
      case 0 -> nodes.nullNode();
      case 1 -> nodes.numberNode(random.nextLong());
      case 2 -> nodes.booleanNode(random.nextBoolean());
      case 3 -> nodes.numberNode(random.nextDouble() * Double.MAX_VALUE);
      case 4 -> containers.get(random.nextInt(containers.size())).deepCopy();
      default -> nodes.textNode(new Garbage(random.nextLong()).text());
    };
  }

  private static void collect(JsonNode node, List<JsonNode> containers) {
    if (node.isContainerNode()) {
      containers.add(node);
      node.forEach(child -> collect(child, containers));
    }
  }

  private static JsonNode schemaOf(Example example, Map<String, JsonNode> schemas) {
    return Objects.requireNonNull(schemas.get(example.document().path("kind").asText()));
  }

  private JsonNode schema(String plural) {
    var file = home.resolve("crds/manifests/penstock.dev_%s.yaml".formatted(plural));
    return Manifests.read(file)
        .documents()
        .getFirst()
        .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec");
  }
}
