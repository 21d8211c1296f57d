package dev.penstock.sandbox.kubernetes.image;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The machine's C and C++ run-time libraries, which Java and DuckDB are linked with. */
final class SystemLibraries {
  private static final Pattern RESOLVED = Pattern.compile("(?:=> )?(/\\S+) \\(0x");

  /** Loaded by name at run time, or needed by native libraries that jars bring along. */
  private static final List<String> BESIDE_LIBC =
      List.of(
          "libdl.so.2",
          "libgcc_s.so.1",
          "libm.so.6",
          "libnss_dns.so.2",
          "libnss_files.so.2",
          "libpthread.so.0",
          "libresolv.so.2",
          "librt.so.1",
          "libstdc++.so.6",
          "libz.so.1");

  private SystemLibraries() {}

  /** The path that the loader looks for, and the file that holds the content. */
  static SortedMap<Path, Path> of(Path javaHome) throws IOException, InterruptedException {
    var found = new TreeMap<Path, Path>();
    for (var file : List.of("bin/java", "lib/server/libjvm.so", "lib/libnet.so")) {
      for (var line : Command.of("ldd", javaHome.resolve(file).toString()).run().split("\n")) {
        var match = RESOLVED.matcher(line);
        if (match.find()) {
          add(found, Path.of(match.group(1)), javaHome);
        }
      }
    }
    var libc =
        found.keySet().stream()
            .filter(path -> path.endsWith("libc.so.6"))
            .findFirst()
            .orElseThrow(() -> new IOException("ldd shows no glibc below " + javaHome));
    for (var name : BESIDE_LIBC) {
      var library = libc.resolveSibling(name);
      // Newer C libraries have some of these inside.
      if (Files.exists(library)) {
        add(found, library, javaHome);
      }
    }
    return found;
  }

  private static void add(SortedMap<Path, Path> found, Path library, Path javaHome)
      throws IOException {
    var normal = library.normalize();
    if (!normal.startsWith(javaHome)) {
      found.put(normal, normal.toRealPath());
    }
  }
}
