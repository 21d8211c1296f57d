package dev.penstock.runner.engine;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.DataException;
import dev.penstock.runner.spi.InternalException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.TransientException;
import java.io.IOException;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the engine's errors mean. It has neither SQLSTATE nor code; the kind that its messages begin
 * with is the only distinction there is. What follows the kind may quote a row's value, so where it
 * can, it is not passed on.
 */
final class EngineErrors {
  private static final Logger LOG = LoggerFactory.getLogger(EngineErrors.class);

  private EngineErrors() {}

  /** {@return the kind: {@code Conversion Error}; empty where the message has none} */
  static String kind(SQLException error) {
    String message = String.valueOf(error.getMessage());
    int end = message.indexOf(" Error:");
    return end < 0 ? "" : message.substring(0, end);
  }

  /** {@return the first line without the kind; only for SQL that touched no row} */
  static String detail(SQLException error) {
    String message = String.valueOf(error.getMessage());
    int end = message.indexOf(": ");
    return message.substring(end < 0 ? 0 : end + 2).lines().findFirst().orElse("").strip();
  }

  /** {@return what to throw when scratch can not be written or read} */
  static TransientException scratch(IOException error) {
    LOG.warn("event=scratch-failed message={}", error.toString());
    return new TransientException(
        Reason.SCRATCH_FULL,
        "Scratch could not be used",
        "Raise spec.scratch.size if the log says that no space is left",
        error);
  }

  /**
   * Translates what went wrong while rows were computed.
   *
   * @param relation that was computed
   */
  static PenstockException running(SQLException error, String relation) {
    return switch (kind(error)) {
      case "Out of Memory" ->
          new ConfigurationException(
              Reason.OUT_OF_MEMORY,
              "Relation %s needs more memory or scratch than the pod has".formatted(relation),
              "Raise spec.pod.resources.limits.memory or spec.scratch.size",
              error);
      case "IO" -> written(error, relation);
      case "Conversion" ->
          data(relation, "a value can not be converted", "Use TRY_CAST in its SQL");
      case "Out of Range" ->
          data(relation, "a value is out of the range of its type", "Cast to a wider type");
      case "Constraint" ->
          data(relation, "a value breaks a constraint", "Filter such rows in its SQL");
      case "Invalid Input" ->
          data(
              relation,
              "a function refused a value",
              "Wrap the function in TRY(...) or filter such rows in its SQL");
      case "Permission" ->
          new ConfigurationException(
              Reason.NOT_ALLOWED,
              "Relation %s touches a file, which SQL may not".formatted(relation),
              "Read it through a source instead",
              error);
      default ->
          new InternalException(
              Reason.INTERNAL_ERROR,
              "The engine failed on relation %s".formatted(relation),
              "Report this with its log",
              error);
    };
  }

  // An error of the disk names a file and quotes no row, so it may be told.
  private static TransientException written(SQLException error, String relation) {
    LOG.warn("event=scratch-failed relation={} message={}", relation, detail(error));
    return new TransientException(
        Reason.SCRATCH_FULL,
        "Relation %s could not be written to scratch".formatted(relation),
        "Raise spec.scratch.size if the log says that no space is left",
        error);
  }

  // Without its cause: the engine's own message quotes the value.
  private static DataException data(String relation, String what, String nextStep) {
    return new DataException(
        Reason.STEP_FAILED, "In relation %s %s".formatted(relation, what), nextStep);
  }
}
