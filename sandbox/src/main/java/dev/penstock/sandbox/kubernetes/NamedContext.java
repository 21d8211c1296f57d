package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.OwnAddress;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.internal.KubeConfigUtils;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A cluster that a person names; whether it exists, {@link NamedSurvey} finds out. Credentials stay
 * in the person's file: it is read in place, never copied.
 *
 * @param kubeconfig the file that has the context
 * @param name of the context
 * @param address of this machine, at which pods of that cluster reach the sandbox's stores
 */
public record NamedContext(Path kubeconfig, String name, OwnAddress address) {
  public NamedContext {
    kubeconfig = kubeconfig.toAbsolutePath().normalize();
    if (name.isBlank()) {
      throw new IllegalArgumentException("A context has a name");
    }
  }

  /**
   * Finds the file as kubectl does: the one that is named, else those of KUBECONFIG, else
   * ~/.kube/config. Of several it is the first that has the context, which must be whole in it.
   */
  public static NamedContext of(
      String name,
      Optional<Path> kubeconfig,
      OwnAddress address,
      Map<String, String> environment,
      Path home) {
    var files = kubeconfig.map(List::of).orElseGet(() -> files(environment, home));
    var contexts = files.stream().map(file -> new NamedContext(file, name, address)).toList();
    return contexts.stream()
        .filter(context -> context.contexts().contains(name))
        .findFirst()
        .orElse(contexts.getFirst());
  }

  /** The contexts of the file; none when it is missing or no kubeconfig. */
  public List<String> contexts() {
    if (!Files.isReadable(kubeconfig)) {
      return List.of();
    }
    try {
      var named = KubeConfigUtils.parseConfig(kubeconfig.toFile()).getContexts();
      return named == null ? List.of() : named.stream().map(context -> context.getName()).toList();
    } catch (RuntimeException e) {
      // What the parser throws is its own affair: this is no kubeconfig.
      return List.of();
    }
  }

  /** For a client that answers within seconds or says why not. */
  Config config() {
    return new ConfigBuilder(Config.fromKubeconfig(name, kubeconfig.toFile()))
        .withConnectionTimeout(5_000)
        .withRequestTimeout(20_000)
        .build();
  }

  private static List<Path> files(Map<String, String> environment, Path home) {
    var listed =
        Stream.of(environment.getOrDefault("KUBECONFIG", "").split(File.pathSeparator, -1))
            .filter(file -> !file.isEmpty())
            .map(Path::of)
            .toList();
    return listed.isEmpty() ? List.of(home.resolve(".kube/config")) : listed;
  }
}
