package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The overlays of examples/gitops, as the real kustomize renders them for Argo CD. */
class OverlaysE2E {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** What has to do with when and where a run happens, and not with what it does. */
  private static final Set<String> MAY_DIFFER =
      Set.of(
          "/metadata/namespace",
          "/spec/schedule",
          "/spec/freshness",
          "/spec/pod/resources/requests/cpu",
          "/spec/pod/resources/requests/memory",
          "/spec/pod/resources/limits/memory");

  @Test
  void theEnvironmentsDifferInConnectionsAndScheduleAndInNothingThatARunDoes() throws Exception {
    List<String> lacks = GitOpsTools.lacksForKustomize(Machine.inspect());
    Assumptions.assumeTrue(lacks.isEmpty(), () -> "kustomize needs " + lacks);
    Path kustomize = GitOpsTools.kustomizeAlone(SandboxHome.userCache(), System.out::println);

    Map<String, String> dev = pipeline(kustomize, "dev");

    for (String name : Set.of("pre-prod", "prod")) {
      assertThat(differences(dev, pipeline(kustomize, name)))
          .as("dev and " + name)
          .contains("/metadata/namespace", "/spec/schedule")
          .isSubsetOf(MAY_DIFFER);
    }
  }

  private static Set<String> differences(Map<String, String> one, Map<String, String> other) {
    Set<String> paths = new TreeSet<>(one.keySet());
    paths.addAll(other.keySet());
    paths.removeIf(path -> one.containsKey(path) && one.get(path).equals(other.get(path)));
    return paths;
  }

  /** The rendered pipeline orders: each value by its JSON pointer. */
  private static Map<String, String> pipeline(Path kustomize, String overlay)
      throws IOException, InterruptedException {
    Path folder = Path.of(System.getProperty("penstock.home"), "examples/gitops/overlays", overlay);
    String rendered = Command.of(kustomize.toString(), "build", folder.toString()).run();
    Map<String, String> values = new TreeMap<>();
    try (var documents = YAML.readerFor(JsonNode.class).<JsonNode>readValues(rendered)) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        if (document.path("kind").asText().equals("EtlPipeline")) {
          collect("", document, values);
        }
      }
    }
    assertThat(values).containsEntry("/metadata/name", "orders");
    return values;
  }

  private static void collect(String path, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.properties().forEach(e -> collect(path + "/" + e.getKey(), e.getValue(), values));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(path + "/" + i, node.get(i), values);
      }
    } else {
      values.put(path, node.asText());
    }
  }
}
