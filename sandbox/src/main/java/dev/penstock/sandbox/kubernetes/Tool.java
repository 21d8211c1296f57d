package dev.penstock.sandbox.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program in the user's cache, built or to be built.
 *
 * @param path the Go package it is built from
 * @param file its final name, which it gets only when it is whole
 */
record Tool(ToolSource source, String name, String path, Path file) {
  /** All programs of a module, in the folder that module and compiler share. */
  static List<Tool> of(ToolSource source, Path tools, String goVersion) {
    var bin = tools.resolve(source.name() + "-" + source.key(goVersion)).resolve("bin");
    var all = new ArrayList<Tool>();
    source
        .programs()
        .forEach((name, path) -> all.add(new Tool(source, name, path, bin.resolve(name))));
    return List.copyOf(all);
  }

  boolean missing() {
    return !Files.isExecutable(file);
  }

  /** The folder of the module's results, above that of the programs. */
  Path results() {
    return file.getParent().getParent();
  }
}
