package dev.penstock.runner.cli;

import dev.penstock.runner.init.Draft;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Files that {@code init --force} would overwrite.
 *
 * @param directory they lie in
 * @param source name of the connection that is read
 * @param namespace of resources that name none
 */
record Overwritten(Path directory, String source, String namespace) {
  /**
   * Lets a file be written anew for the same table alone: its pipeline keeps its name, and with it
   * the history of what another table has delivered.
   *
   * @throws ConfigurationException for a file that is about anything else
   */
  void refuseOtherTables(List<Draft> drafts) {
    for (var draft : drafts) {
      var file = directory.resolve(draft.file());
      if (Files.isRegularFile(file) && !isAbout(file, draft.table())) {
        throw new ConfigurationException(
            Reason.INVALID_SPEC,
            "%s is not about table %s of connection %s alone; nothing was written"
                .formatted(file, OneLine.of(draft.table()), source),
            "Tell the tables of another database apart with --prefix, name another directory with"
                + " --output, or delete the file");
      }
    }
  }

  private boolean isAbout(Path file, String table) {
    boolean found = false;
    for (var pipeline : Manifests.read(List.of(file), namespace).pipelines) {
      var spec = pipeline.spec();
      var sources = spec == null ? null : spec.sources();
      if (sources == null) {
        return false;
      }
      for (var one : sources) {
        var read = one == null ? null : one.table();
        if (one == null
            || read == null
            || !source.equals(one.connection())
            || !table.equals(read.name())) {
          return false;
        }
        found = true;
      }
    }
    return found;
  }
}
