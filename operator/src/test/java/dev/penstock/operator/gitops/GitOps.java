package dev.penstock.operator.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.api.Manifests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files lie that these tests read, and write where they are generated. */
final class GitOps {
  static final Path EXAMPLES = Manifests.directory().resolve("gitops");
  static final Path FIXTURES =
      Manifests.directory().resolveSibling("operator/src/test/resources/gitops");
  private static final boolean WRITE = Boolean.getBoolean("penstock.gitops.write");

  private GitOps() {}

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String lua(String name) {
    return text(EXAMPLES.resolve("lua").resolve(name));
  }

  /** The one document of a file. */
  static JsonNode yaml(Path file) {
    return Manifests.read(file).documents().getFirst();
  }

  /** A resource with its status, as {@link StatusStories} tells it. */
  static JsonNode fixture(String name) {
    return yaml(FIXTURES.resolve("status").resolve(name + ".yaml"));
  }

  /** The committed file is the generated one, or becomes it. */
  static void agree(Path file, String text) {
    if (WRITE) {
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    assertThat(file).as("run again with -Dpenstock.gitops.write=true").hasContent(text);
  }
}
