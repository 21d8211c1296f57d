package dev.penstock.sandbox.kubernetes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program in the user's cache, built or to be built.
 *
 * @param path the Go package it is built from
 * @param results the folder of all that its module makes
 */
record Tool(ToolSource source, String name, String path, Path results) {
  /** All programs of a module, in the folder that module and compiler share. */
  static List<Tool> of(ToolSource source, Path tools, String goVersion) {
    var results = tools.resolve(source.name() + "-" + source.key(goVersion));
    var all = new ArrayList<Tool>();
    source.programs().forEach((name, path) -> all.add(new Tool(source, name, path, results)));
    return List.copyOf(all);
  }

  boolean missing() {
    return !Files.isExecutable(file());
  }

  /** Its final name, which it gets only when it is whole. */
  Path file() {
    return folder().resolve(name);
  }

  /** The folder for a PATH on which it is to be found. */
  Path folder() {
    return results.resolve("bin");
  }
}
