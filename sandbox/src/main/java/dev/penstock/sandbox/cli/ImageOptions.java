package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.demo.ImageNames;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Under which names a named cluster finds the images; nothing said: those of ./penstock images. */
final class ImageOptions {
  @ArgGroup(exclusive = true)
  private @Nullable Elsewhere elsewhere;

  /** One of the two ways to say it. */
  static final class Elsewhere {
    @Option(
        names = "--image-prefix",
        paramLabel = "PREFIX",
        description =
            "with --context: both were pushed as PREFIX/runner:HASH and PREFIX/operator:HASH")
    private @Nullable String prefix;

    @ArgGroup(exclusive = false)
    private @Nullable Both both;
  }

  /** Neither goes without the other: they speak one version of the resources. */
  static final class Both {
    @Option(
        names = "--runner-image",
        required = true,
        paramLabel = "REF",
        description = "with --context: the runner's whole reference")
    private String runner = "";

    @Option(
        names = "--operator-image",
        required = true,
        paramLabel = "REF",
        description = "with --context: the operator's whole reference")
    private String operator = "";
  }

  boolean given() {
    return elsewhere != null;
  }

  /**
   * The names.
   *
   * @throws IllegalArgumentException when a prefix is none
   */
  ImageNames names() {
    if (elsewhere == null) {
      return new ImageNames.AsBuilt();
    }
    String prefix = elsewhere.prefix;
    if (prefix != null) {
      return new ImageNames.Below(prefix);
    }
    Both both = elsewhere.both;
    return both == null
        ? new ImageNames.AsBuilt()
        : new ImageNames.Given(both.runner, both.operator);
  }
}
