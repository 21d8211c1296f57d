package dev.penstock.sandbox.demo;

import dev.penstock.sandbox.kubernetes.image.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Under which names a named cluster knows the product's two images. */
public sealed interface ImageNames {

  /** Those of the archives, which were loaded into its nodes. */
  record AsBuilt() implements ImageNames {}

  /**
   * Those of the archives, pushed below a prefix: {@code PREFIX/runner:HASH}.
   *
   * @param prefix as registry.example.com/penstock, without a slash at its end
   */
  record Below(String prefix) implements ImageNames {
    public Below {
      prefix = prefix.replaceFirst("/+$", "");
      if (!PREFIX.matcher(prefix).matches()) {
        throw new IllegalArgumentException(
            "'%s' is no prefix of images; write one as registry.example.com/penstock"
                .formatted(prefix));
      }
    }

    String place(String reference) {
      return prefix + reference.substring(reference.lastIndexOf('/'));
    }
  }

  /** Any others; the checkout's are not even made. */
  record Given(String runner, String operator) implements ImageNames {}

  Pattern PREFIX = Pattern.compile("[a-z0-9][a-z0-9.-]*(:\\d+)?(/[a-z0-9._-]+)*");

  /** The references, for which images of this checkout are made where their names are needed. */
  default ProductImages.Loaded references(Product product, Path cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    return switch (this) {
      case Given given -> new ProductImages.Loaded(given.runner(), given.operator());
      case AsBuilt() -> built(product, cache, progress);
      case Below below -> {
        ProductImages.Loaded built = built(product, cache, progress);
        yield new ProductImages.Loaded(below.place(built.runner()), below.place(built.operator()));
      }
    };
  }

  private static ProductImages.Loaded built(Product product, Path cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    Images images = new Images(cache, progress);
    return new ProductImages.Loaded(
        images.runner(product.runnerJars(), new RunnerTraining(product)).reference(),
        images.operator(product.operatorJars()).reference());
  }
}
