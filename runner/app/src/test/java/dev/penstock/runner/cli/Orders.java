package dev.penstock.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The example of the shop's orders. */
final class Orders {
  static final Path EXAMPLES = Path.of(System.getProperty("penstock.home"), "examples");

  private Orders() {}

  /** The example with a name, a path and a table of its own, so that tests share nothing. */
  static Path named(Path directory, String name) throws IOException {
    var text =
        Files.readString(EXAMPLES.resolve("orders.yaml"))
            .replace("name: orders\nspec:", "name: %s\nspec:".formatted(name.replace('_', '-')))
            .replace("path: sales/orders", "path: sales/" + name)
            .replace("table: sales.orders", "table: sales." + name);
    return Files.writeString(directory.resolve(name + ".yaml"), text);
  }
}
