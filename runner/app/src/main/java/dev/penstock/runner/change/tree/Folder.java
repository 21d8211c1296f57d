package dev.penstock.runner.change.tree;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files that are read together.
 *
 * @param environment its name; empty: each namespace is an environment by its name
 * @param files YAML and JSON, in order
 */
public record Folder(Optional<String> environment, List<Path> files) {
  public Folder {
    files = List.copyOf(files);
  }
}
