package dev.penstock.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example pipeline under a name of its own, so that stories do not meet in one table. */
record Example(String pipeline, String manifest) {
  static Example ordersAs(Path home, String name) throws IOException {
    String sql = name.replace('-', '_');
    String manifest =
        Files.readString(home.resolve("examples/orders.yaml"))
            .replace("  name: orders\nspec:", "  name: " + name + "\nspec:")
            .replace("path: sales/orders", "path: sales/" + name)
            .replace("table: sales.orders", "table: sales." + sql);
    return new Example(name, manifest);
  }

  String path() {
    return "sales/" + pipeline;
  }

  String table() {
    return "sales." + pipeline.replace('-', '_');
  }

  /** The same, whose runs are not tried again. */
  Example tryingOnce() {
    return changed("backoffLimit: 3", "backoffLimit: 0");
  }

  /** The same, with another text wherever that one stands. */
  Example changed(String text, String instead) {
    if (!manifest.contains(text)) {
      throw new IllegalArgumentException("The example has no \"%s\"".formatted(text));
    }
    return new Example(pipeline, manifest.replace(text, instead));
  }
}
