package dev.penstock.sandbox.disk;

import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.process.RecordedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who uses the parts of a cache: sandboxes whose records name a living process, and processes that
 * run from a file in it (tests start clusters that are in no record here).
 *
 * @param sandboxes the folders of sandboxes with something alive, and what
 * @param programs the files that processes of this machine run
 */
record Users(Path cache, Map<Path, String> sandboxes, List<Path> programs) {

  static Users of(Path cache) throws IOException {
    var sandboxes = new LinkedHashMap<Path, String>();
    var folder = cache.resolve("sandboxes");
    if (Files.isDirectory(folder)) {
      try (var states = Files.newDirectoryStream(folder, Files::isDirectory)) {
        for (var state : states) {
          alive(state).ifPresent(who -> sandboxes.put(state, who));
        }
      }
    }
    var programs =
        ProcessHandle.allProcesses()
            .flatMap(process -> process.info().command().stream())
            .map(Path::of)
            .filter(program -> program.startsWith(cache))
            .distinct()
            .toList();
    return new Users(cache, sandboxes, programs);
  }

  /** Who uses a part now; empty: nobody. */
  Optional<String> whoUses(Path part) {
    var own = sandboxes.get(part);
    if (own != null) {
      return Optional.of(own);
    }
    var program = programs.stream().filter(file -> file.startsWith(part)).findFirst();
    if (program.isPresent()) {
      return Optional.of("the running program %s".formatted(program.get().getFileName()));
    }
    // What all sandboxes share: a running one may need any of it at any moment.
    return part.startsWith(cache.resolve("sandboxes"))
        ? Optional.empty()
        : sandboxes.entrySet().stream()
            .findFirst()
            .map(entry -> "%s in %s".formatted(entry.getValue(), entry.getKey()));
  }

  private static Optional<String> alive(Path state) throws IOException {
    var records = new StateDirectory(state).processes();
    var holder = records.alive(StateDirectory.HOLDER);
    if (holder.isPresent()) {
      return Optional.of("the sandbox with pid %d".formatted(holder.get().pid()));
    }
    var left = new ArrayList<String>();
    records.alive().forEach(process -> left.add(process.name()));
    var kubernetes = state.resolve("kubernetes");
    left.addAll(
        new RecordedProcesses(kubernetes.resolve("processes"), kubernetes.resolve("log")).alive());
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "processes that a killed sandbox left (%s), which `./penstock sandbox down` in its"
                    .formatted(String.join(", ", left))
                + " checkout ends");
  }
}
