package dev.penstock.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.demo.ImageNames.Below;
import dev.penstock.sandbox.kubernetes.image.Image;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNamesTest {
  @Test
  void aPrefixTakesThePlaceOfTheLocalOne() {
    assertThat(new Below("registry.example.com:5000/a/b/").place("penstock.local/runner:12ab"))
        .isEqualTo("registry.example.com:5000/a/b/runner:12ab");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://registry.example.com", "a b", "Registry/x"})
  void whatIsNoPrefixIsRefused(String prefix) {
    assertThatThrownBy(() -> new Below(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no prefix of images; write one as registry.example.com/penstock");
  }

  @Test
  void namesThatAreGivenNeedNoImagesOfThisCheckout() throws Exception {
    Product notBuilt = new Product(Path.of("/nonexistent"));

    assertThat(
            new ImageNames.Given("r/runner:1", "r/operator:1")
                .references(notBuilt, Path.of("/nonexistent"), line -> {})
                .references())
        .containsExactly("r/runner:1", "r/operator:1");
  }

  @Test
  void theCommandsForEachKindOfClusterCanBePasted() {
    assertThat(
            new LoadCommands(
                    List.of(new Image("penstock.local/runner:12ab", Path.of("/out/runner.tar"))))
                .text())
        .isEqualTo(
            """
            # kind
              kind load image-archive /out/runner.tar

            # minikube
              minikube image load /out/runner.tar

            # k3d
              k3d image import /out/runner.tar

            # Docker Desktop, or any Docker
              docker load -i /out/runner.tar

            # containerd, on each node
              ctr -n k8s.io images import /out/runner.tar

            # a registry; then `demo --image-prefix registry.example.com/penstock`
              skopeo copy docker-archive:/out/runner.tar docker://registry.example.com/penstock/runner:12ab
            """);
  }
}
