package dev.penstock.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.SandboxDescription;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class WhereToLookTest {
  private static final Path HOME = Path.of("").toAbsolutePath().getParent();
  private static final Pattern FILE = Pattern.compile("\\b(docs|charts)/[\\w/]+(\\.md)?");

  @Test
  void eachPageAndFolderThatTheDemoNamesIsThere() {
    var named =
        FILE.matcher(String.join("\n", lines(ClusterLevel.NODE)))
            .results()
            .map(found -> found.group())
            .toList();
    assertThat(named)
        .contains("docs/monitoring.md", "docs/runbooks/README.md", "charts/penstock/dashboards")
        .allSatisfy(file -> assertThat(HOME.resolve(file)).exists());
  }

  @Test
  void figuresAreAskedForWhereTheLevelHasThem() {
    assertThat(lines(ClusterLevel.PROCESS).getLast())
        .startsWith("curl -s http://127.0.0.1:$(kubectl -n penstock-system get deployment penstock")
        .endsWith("/metrics | grep ^penstock_");
    assertThat(lines(ClusterLevel.NAMED).getLast())
        .startsWith("kubectl -n penstock-system port-forward deployment/penstock 18080:")
        .contains("http://127.0.0.1:18080/metrics");
  }

  private static List<String> lines(ClusterLevel level) {
    return new WhereToLook(new SandboxDescription.Kubernetes(level.word(), "config", "kubectl"))
        .lines();
  }
}
