package dev.penstock.runner.change.tree;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which folders of a state are environments: overlays of kustomize, else the files that lie there,
 * else a folder for each.
 */
final class Layout {
  private static final Set<String> NO_ENVIRONMENTS = Set.of("base", "bases", "components");
  private static final List<String> KUSTOMIZATIONS =
      List.of("kustomization.yaml", "kustomization.yml", "Kustomization");
  private static final int DEPTH = 16;

  private final Path root;
  private final Kustomize kustomize;

  /**
   * @param root a real path, beyond which no link leads
   */
  Layout(Path root, Kustomize kustomize) {
    this.root = root;
    this.kustomize = kustomize;
  }

  /** {@return the folders of all environments, in order; none for an empty directory} */
  List<Folder> folders() throws InterruptedException {
    try {
      if (isKustomized(root)) {
        return List.of(new Folder(Optional.empty(), List.of(kustomize.rendered(root, root))));
      }
      var overlays = root.resolve("overlays");
      var above = Files.isDirectory(overlays) ? overlays : root;
      List<Folder> folders = new ArrayList<>();
      for (var overlay : directories(above)) {
        if (isKustomized(overlay) && !NO_ENVIRONMENTS.contains(name(overlay))) {
          folders.add(
              new Folder(Optional.of(name(overlay)), List.of(kustomize.rendered(root, overlay))));
        }
      }
      return folders.isEmpty() ? plain() : folders;
    } catch (IOException | UncheckedIOException e) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "%s can not be read".formatted(root),
          "See that this user may read all of it",
          e);
    }
  }

  private List<Folder> plain() throws IOException {
    var here = manifests(root, 1);
    if (!here.isEmpty()) {
      return List.of(new Folder(Optional.empty(), here));
    }
    List<Folder> folders = new ArrayList<>();
    for (var directory : directories(root)) {
      var files = manifests(directory, DEPTH);
      if (!files.isEmpty()) {
        folders.add(new Folder(Optional.of(name(directory)), files));
      }
    }
    return folders;
  }

  private List<Path> directories(Path above) throws IOException {
    try (var entries = Files.list(above)) {
      return entries
          .filter(entry -> !name(entry).startsWith("."))
          .filter(Files::isDirectory)
          .filter(this::inside)
          .sorted()
          .toList();
    }
  }

  private List<Path> manifests(Path directory, int depth) throws IOException {
    // Links to directories are not followed: they could lead round in a circle.
    try (Stream<Path> entries = Files.walk(directory, depth)) {
      return entries
          .filter(file -> name(file).matches("[^.].*\\.(yaml|yml|json)"))
          .filter(file -> Files.isRegularFile(file))
          .filter(this::inside)
          .sorted()
          .toList();
    }
  }

  private boolean inside(Path path) {
    try {
      if (path.toRealPath().startsWith(root)) {
        return true;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new ConfigurationException(
        Reason.INVALID_SPEC,
        "%s is a link that leads out of %s".formatted(root.relativize(path), root),
        "Put the file itself there");
  }

  private static boolean isKustomized(Path directory) {
    return KUSTOMIZATIONS.stream().anyMatch(name -> Files.isRegularFile(directory.resolve(name)));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }
}
