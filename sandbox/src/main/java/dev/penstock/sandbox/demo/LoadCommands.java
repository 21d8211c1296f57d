package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.kubernetes.image.Image;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Commands to paste that bring archives of images to where a cluster's nodes find them. */
record LoadCommands(List<Image> images) {
  private static final String REGISTRY = "registry.example.com/penstock";

  LoadCommands {
    images = List.copyOf(images);
  }

  /** One way for each kind of cluster. */
  String text() {
    return String.join(
        "\n",
        way("kind", tar -> "kind load image-archive " + tar.tar()),
        way("minikube", tar -> "minikube image load " + tar.tar()),
        way("k3d", tar -> "k3d image import " + tar.tar()),
        way("Docker Desktop, or any Docker", tar -> "docker load -i " + tar.tar()),
        way("containerd, on each node", tar -> "ctr -n k8s.io images import " + tar.tar()),
        way(
            "a registry; then `demo --image-prefix %s`".formatted(REGISTRY),
            image ->
                "skopeo copy docker-archive:%s docker://%s"
                    .formatted(
                        image.tar(), new ImageNames.Below(REGISTRY).place(image.reference()))));
  }

  private String way(String title, Function<Image, String> command) {
    return images.stream()
        .map(image -> "  %s%n".formatted(command.apply(image)))
        .collect(Collectors.joining("", "# %s%n".formatted(title), ""));
  }
}
