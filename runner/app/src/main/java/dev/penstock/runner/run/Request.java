package dev.penstock.runner.run;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.secret.Secrets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What an attempt is asked to do.
 *
 * @param connections all that the pipeline names, by name
 * @param attempt a UID
 * @param scratch an existing directory
 * @param pace how large its pieces are
 * @param memoryBytes that the process may use; empty: what the container or the machine has
 * @param wanted what it is to do, which its pipeline must be able to
 */
public record Request(
    Pipeline pipeline,
    Map<String, Connection> connections,
    Secrets secrets,
    Run run,
    String attempt,
    Path scratch,
    Pace pace,
    OptionalLong memoryBytes,
    Wanted wanted) {
  public Request {
    connections = Map.copyOf(connections);
  }

  /** An increment. */
  public Request(
      Pipeline pipeline,
      Map<String, Connection> connections,
      Secrets secrets,
      Run run,
      String attempt,
      Path scratch,
      Pace pace,
      OptionalLong memoryBytes) {
    this(
        pipeline,
        connections,
        secrets,
        run,
        attempt,
        scratch,
        pace,
        memoryBytes,
        new Wanted.Increment());
  }

  /** With all the memory that there is. */
  public Request(
      Pipeline pipeline,
      Map<String, Connection> connections,
      Secrets secrets,
      Run run,
      String attempt,
      Path scratch,
      Pace pace) {
    this(pipeline, connections, secrets, run, attempt, scratch, pace, OptionalLong.empty());
  }

  /** At the usual pace, with all the memory that there is. */
  public Request(
      Pipeline pipeline,
      Map<String, Connection> connections,
      Secrets secrets,
      Run run,
      String attempt,
      Path scratch) {
    this(pipeline, connections, secrets, run, attempt, scratch, Pace.DEFAULT);
  }

  /** {@return the name of its sessions in databases and warehouses} */
  String application() {
    return "penstock/%s/%s/%s".formatted(run.pipeline().name(), run.id(), attempt);
  }

  /** {@return the same with another purpose} */
  public Request wanting(Wanted other) {
    return new Request(
        pipeline, connections, secrets, run, attempt, scratch, pace, memoryBytes, other);
  }

  /** {@return the operation of the entry that it is to commit} */
  Entry.Operation operation() {
    return switch (wanted) {
      case Wanted.Increment increment -> Entry.Operation.APPEND;
      case Wanted.Window window -> Entry.Operation.APPEND;
      case Wanted.FullRefresh refresh -> Entry.Operation.REPLACE_ALL;
      case Wanted.Adopt adopt -> Entry.Operation.BASELINE;
    };
  }

  /** {@return the same for another pipeline of the same connections} */
  Request of(Pipeline other) {
    return new Request(
        other, connections, secrets, run, attempt, scratch, pace, memoryBytes, wanted);
  }
}
