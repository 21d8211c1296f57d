package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.OwnAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedContextTest {
  @TempDir Path folder;
  private Path work;
  private Path home;

  @BeforeEach
  void twoFiles() throws IOException {
    work = kubeconfig("work", "staging", "production");
    Files.createDirectory(folder.resolve(".kube"));
    home = kubeconfig(".kube/config", "kind-kind");
  }

  @Test
  void theFileThatIsNamedIsTaken() {
    assertThat(context("staging", Optional.of(work), Map.of()).kubeconfig()).isEqualTo(work);
    assertThat(context("staging", Optional.of(work), Map.of()).contexts())
        .containsExactly("staging", "production");
  }

  @Test
  void withoutOneItIsTheUsersOwn() {
    assertThat(context("kind-kind", Optional.empty(), Map.of()).kubeconfig()).isEqualTo(home);
  }

  @Test
  void ofSeveralInTheEnvironmentItIsTheFirstThatHasTheContext() {
    var both = Map.of("KUBECONFIG", "%s:%s:%s".formatted(folder.resolve("none"), work, home));

    assertThat(context("kind-kind", Optional.empty(), both).kubeconfig()).isEqualTo(home);
    assertThat(context("production", Optional.empty(), both).kubeconfig()).isEqualTo(work);
  }

  @Test
  void aFileThatIsMissingOrSomethingElseHasNoContexts() throws IOException {
    var text = Files.writeString(folder.resolve("text"), "no kubeconfig: [");

    assertThat(context("a", Optional.of(folder.resolve("none")), Map.of()).contexts()).isEmpty();
    assertThat(context("a", Optional.of(text), Map.of()).contexts()).isEmpty();
  }

  private NamedContext context(
      String name, Optional<Path> kubeconfig, Map<String, String> environment) {
    return NamedContext.of(name, kubeconfig, OwnAddress.LOOPBACK, environment, folder);
  }

  private Path kubeconfig(String file, String... contexts) throws IOException {
    var text = new StringBuilder("apiVersion: v1\nkind: Config\ncontexts:\n");
    for (var context : List.of(contexts)) {
      text.append("  - {name: %s, context: {cluster: c, user: u}}\n".formatted(context));
    }
    return Files.writeString(folder.resolve(file), text);
  }
}
