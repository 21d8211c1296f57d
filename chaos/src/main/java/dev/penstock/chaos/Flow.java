package dev.penstock.chaos;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.cli.PipelineFile;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.spi.PenstockException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One pipeline of a lane.
 *
 * @param name of the pipeline, in namespace {@code default}
 * @param file its manifest
 * @param checked the same, as the command line has checked it
 */
record Flow(String name, Path file, PipelineFile checked) {
  /** What a killed process looks like from the outside. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  /** {@return the key prefix of its log and its staged parts} */
  String root() {
    return "_penstock/default/" + name;
  }

  /** {@return what the names of its sessions in the warehouse match} */
  String sessions() {
    return "penstock/" + name + "/.*";
  }

  /** Runs one attempt in this process, to its end. */
  Ended attempt(String run, Wanted wanted, Checkpoints checkpoints) throws IOException {
    try {
      checked.attempt(run, wanted, checkpoints).execute();
      return new Ended.Finished();
    } catch (Killed killed) {
      return new Ended.Died();
    } catch (PenstockException failure) {
      return Ended.of(failure);
    } catch (RuntimeException bug) {
      return new Ended.Wrong(bug.toString());
    }
  }

  /** The same, without interference. */
  Ended attempt(String run, Wanted wanted) throws IOException {
    return attempt(run, wanted, point -> {});
  }
}
