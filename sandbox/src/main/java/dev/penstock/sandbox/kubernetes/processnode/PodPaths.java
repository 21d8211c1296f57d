package dev.penstock.sandbox.kubernetes.processnode;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the paths of a pod lie on disk: each mountPath below one folder, in the shape that the pod
 * would see. A process has no root of its own, so these paths are rewritten where the pod names
 * them.
 */
final class PodPaths {
  private static final String NAME = "\\p{L}\\p{N}_.-";

  /** In a Program's word: the place of a path of the pod. */
  private static final Pattern PLACE = Pattern.compile("\\$\\{(/[^}]*)}");

  private final Path root;
  private final Pattern inText;

  /**
   * Paths of one pod.
   *
   * @param root the folder that stands for the pod's /
   * @param mounts absolute paths as the pod sees them
   */
  PodPaths(Path root, Collection<String> mounts) {
    this.root = root.toAbsolutePath().normalize();
    var exact = mounts.stream().map(PodPaths::normal).distinct().toList();
    var above = exact.stream().flatMap(PodPaths::above).distinct().toList();
    // A folder above a mount holds nothing else in a pod, so it is the folder here. What lies
    // beside the mount in it is not in the pod either.
    this.inText =
        Pattern.compile(
            "(?<![%s/])(?:(?:%s)(?=/|[^%s]|$)|(?:%s)(?=/?(?:[^%s/]|$)))"
                .formatted(NAME, any(exact), NAME, any(above), NAME));
  }

  /** The text with every path of the pod in it replaced by the one on disk. */
  String rewrite(String text) {
    return inText
        .matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(onDisk(match.group()).toString()));
  }

  /** A Program's word, in which only {@code ${/path}} is of the pod. */
  String fill(String word) {
    return PLACE
        .matcher(word)
        .replaceAll(match -> Matcher.quoteReplacement(onDisk(match.group(1)).toString()));
  }

  /** Where a path of the pod lies. */
  Path onDisk(String path) {
    var inside = root.resolve(normal(path).substring(1)).normalize();
    if (!inside.startsWith(root)) {
      throw new IllegalArgumentException("Path %s leaves the pod".formatted(path));
    }
    return inside;
  }

  Path root() {
    return root;
  }

  private static String normal(String path) {
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("Path %s is not absolute".formatted(path));
    }
    return Path.of(path).normalize().toString();
  }

  /** The folders above a path, without / and the top ones, which programs share. */
  private static Stream<String> above(String path) {
    return Stream.iterate(Path.of(path).getParent(), p -> p != null, Path::getParent)
        .filter(folder -> folder.getNameCount() > 1)
        .map(Path::toString);
  }

  /** The longest first, so that a mount inside a mount is found. */
  private static String any(List<String> paths) {
    return paths.isEmpty()
        ? "(?!)"
        : paths.stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
  }
}
