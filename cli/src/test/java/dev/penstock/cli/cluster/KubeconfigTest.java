package dev.penstock.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigTest {
  @TempDir private Path directory;

  @BeforeEach
  void twoContexts() throws IOException {
    var file =
        Files.writeString(
            directory.resolve("config"),
            """
            apiVersion: v1
            kind: Config
            current-context: dev
            clusters: [{name: c, cluster: {server: "https://localhost:1"}}]
            users: [{name: u, user: {token: t}}]
            contexts:
              - {name: dev, context: {cluster: c, user: u, namespace: shop}}
              - {name: prod, context: {cluster: c, user: u}}
            """);
    System.setProperty("kubeconfig", file.toString());
  }

  @AfterEach
  void forget() {
    System.clearProperty("kubeconfig");
  }

  @Test
  void theNamespaceIsTheOneThatWasAskedForElseThatOfTheContext() {
    try (var asked = new Kubeconfig().open(null, "mine");
        var current = new Kubeconfig().open(null, null);
        var none = new Kubeconfig().open("prod", null)) {
      assertThat(asked.name()).isEqualTo("mine");
      assertThat(current.name()).isEqualTo("shop");
      assertThat(none.name()).isEqualTo("default");
    }
  }

  @Test
  void aContextThatIsNotThereIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> new Kubeconfig().open("preprod", null))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.exit()).isEqualTo(Exit.CONFIGURATION))
        .hasMessage("The kubeconfig has no context preprod. It has dev, prod.");
  }
}
