package dev.penstock.sandbox.kubernetes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A Go module that programs of the sandbox are built from. */
sealed interface ToolSource permits GoModule, ArgoCdModule {
  /** Begins the name of the folder of the results. */
  String name();

  /** Ends it: the same sources and compiler make the same programs. */
  String key(String goVersion);

  /** What to build: the program's name and its package. */
  Map<String, String> programs();

  /** What the linker is told about the program of that package. */
  String linkFlags(String path);

  /** How go treats the module's files and what it leaves out, as {@code -mod=readonly}. */
  String buildFlags();

  /** Writes the module into a folder, where go can read it. */
  void unpack(Path folder) throws IOException, InterruptedException;

  /**
   * Moves what was unpacked and is needed beside the programs to the folder of the results, before
   * a program gets its name there.
   */
  void keep(Path unpacked, Path results) throws IOException;
}
