package dev.penstock.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.api.Manifests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The roles for people, as Helm renders them, against the kinds that there are. */
class RolesTest {
  private static final Path HOME = Path.of("").toAbsolutePath().getParent();
  private static final Path RENDERED =
      Path.of("src/test/resources/charts/rendered/default.yaml").toAbsolutePath();
  private static final Set<String> WRITE =
      Set.of("create", "update", "patch", "delete", "deletecollection");

  @Test
  void theViewerSeesEveryKindAndWritesNone() throws IOException {
    assertThat(resources("viewer", Set.of("get", "list", "watch"))).isEqualTo(kinds());
    assertThat(resources("viewer", Set.of("create"))).isEmpty();
  }

  @Test
  void everyKindIsWrittenByAuthorsOrByThoseWhoApproveConnectionsAndNoneByBoth() throws IOException {
    var authors = resources("pipeline-author", WRITE);
    var admins = resources("connection-admin", WRITE);
    assertThat(admins).containsExactly("etlconnections").doesNotContainAnyElementsOf(authors);
    var all = new TreeSet<>(authors);
    all.addAll(admins);
    assertThat(all).isEqualTo(kinds());
    assertThat(resources("pipeline-author", Set.of("get", "list", "watch"))).isEqualTo(kinds());
  }

  /** {@return the plurals of the committed definitions} */
  private static Set<String> kinds() throws IOException {
    var kinds = new TreeSet<String>();
    try (var files = Files.list(HOME.resolve("crds/manifests"))) {
      files.forEach(file ->
          kinds.add(
              file.getFileName().toString().replace("penstock.dev_", "").replace(".yaml", "")));
    }
    assertThat(kinds).hasSizeGreaterThan(2);
    return kinds;
  }

  /** {@return what a role may do all of that with} */
  private static Set<String> resources(String role, Set<String> verbs) {
    var resources = new TreeSet<String>();
    for (var document : Manifests.read(RENDERED).documents()) {
      if (document.path("kind").asText().equals("ClusterRole")
          && document.at("/metadata/name").asText().equals("penstock-" + role)) {
        for (var rule : document.path("rules")) {
          assertThat(texts(rule.path("apiGroups"))).containsExactly("penstock.dev");
          if (texts(rule.path("verbs")).containsAll(verbs)) {
            resources.addAll(texts(rule.path("resources")));
          }
        }
      }
    }
    return resources;
  }

  private static Set<String> texts(JsonNode list) {
    var texts = new HashSet<String>();
    list.forEach(one -> texts.add(one.asText()));
    return texts;
  }
}
