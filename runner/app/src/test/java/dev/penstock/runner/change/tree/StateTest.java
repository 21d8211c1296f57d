package dev.penstock.runner.change.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.spi.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateTest {
  @TempDir private Path directory;
  private Path root;

  @BeforeEach
  void folder() throws Exception {
    root = Files.createDirectory(directory.resolve("state"));
  }

  private void file(String name) throws Exception {
    var file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "kind: ConfigMap");
  }

  /** No program is on this PATH. */
  private State state() throws Exception {
    return State.of(
        root.toString(), new State.Where(directory, ".", directory.toString(), directory));
  }

  private List<String> environments() throws Exception {
    return state().folders().stream().map(one -> one.environment().orElse("")).toList();
  }

  @Test
  void filesOfTheFolderAreReadTogetherAndItsFoldersAreNot() throws Exception {
    file("orders.yaml");
    file("connections.json");
    file("notes.txt");
    file("gitops/base/orders.yaml");
    assertThat(environments()).containsExactly("");
    assertThat(state().folders().getFirst().files())
        .containsExactly(root.resolve("connections.json"), root.resolve("orders.yaml"));
  }

  @Test
  void aFolderOfRenderedManifestsIsAnEnvironment() throws Exception {
    file("prod/pipelines/orders.yaml");
    file("prod/connections.yaml");
    file("dev/all.yml");
    file("docs/readme.md");
    file(".git/config.yaml");
    assertThat(environments()).containsExactly("dev", "prod");
    assertThat(state().folders().getLast().files()).hasSize(2);
  }

  @Test
  void anEmptyFolderHasNoEnvironment() throws Exception {
    assertThat(state().folders()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"overlays/dev/kustomization.yaml", "dev/kustomization.yml", "Kustomization"})
  void withoutKustomizeAnOverlayIsRefusedWithWhatToInstall(String file) throws Exception {
    file(file);
    assertThatThrownBy(this::state)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("neither kustomize nor kubectl is on the PATH")
        .extracting(e -> ((ConfigurationException) e).nextStep())
        .asString()
        .contains("Install kustomize", "rendered manifests");
  }

  @Test
  void aBaseAloneIsNoEnvironment() throws Exception {
    file("base/kustomization.yaml");
    file("components/kustomization.yaml");
    assertThat(environments()).containsExactly("base", "components");
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod/out.yaml", "out.yaml"})
  void aLinkThatLeadsOutOfTheFolderIsRefused(String name) throws Exception {
    var secret = Files.writeString(directory.resolve("secret.yaml"), "kind: Secret");
    var link = root.resolve(name);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, secret);
    assertThatThrownBy(this::state)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(name + " is a link that leads out of ");
  }

  @Test
  void aLinkWithinTheFolderIsRead() throws Exception {
    file("prod/orders.yaml");
    Files.createSymbolicLink(root.resolve("prod/again.yaml"), Path.of("orders.yaml"));
    assertThat(state().folders().getFirst().files()).hasSize(2);
  }

  @Test
  void whatIsNoFolderWithoutGitIsRefused() {
    var where = new State.Where(directory, ".", "", directory);
    assertThatThrownBy(() -> State.of("main", where))
        .hasMessageContaining("main is no folder, and there is no git on the PATH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc", "..", "deploy/../..", "", "a\nb"})
  void aPathThatIsNoneOfARepositoryIsRefused(String path) {
    assertThatThrownBy(() -> new State.Where(directory, path, "", directory))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("--path is no folder of a repository");
  }
}
