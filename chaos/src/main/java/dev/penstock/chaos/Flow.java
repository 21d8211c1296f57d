package dev.penstock.chaos;

import dev.penstock.api.model.Wanted;
import dev.penstock.runner.cli.PipelineFile;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.run.Discrepancy;
import dev.penstock.runner.run.PipelineLog;
import dev.penstock.runner.run.Verification;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.PenstockException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * One pipeline of a lane.
 *
 * @param name of the pipeline, in namespace {@code default}
 * @param file its manifest
 * @param checked the same, as the command line has checked it
 */
record Flow(String name, Path file, PipelineFile checked) {
  private static final int ENTRIES = 1000;

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

  /** {@return the newest entries of its log, the newest first; none: it has none, or no log} */
  List<Entry> log() {
    try (var log =
        PipelineLog.open(
            checked.pipeline(), checked.connections(), new Secrets(checked.secrets()))) {
      return log.newest(ENTRIES);
    }
  }

  /** {@return what the product's own {@code verify} finds} */
  List<Discrepancy> verify() throws InterruptedException {
    var question =
        new Verification.Question(
            checked.pipeline(),
            checked.connections(),
            new Secrets(checked.secrets()),
            false,
            checked.directory());
    return Verification.of(question, Clock.systemUTC()).discrepancies();
  }
}
