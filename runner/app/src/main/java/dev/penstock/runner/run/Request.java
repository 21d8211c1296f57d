package dev.penstock.runner.run;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.secret.Secrets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What an attempt is asked to do.
 *
 * @param connections all that the pipeline names, by name
 * @param attempt a UID
 * @param scratch an existing directory
 */
public record Request(
    Pipeline pipeline,
    Map<String, Connection> connections,
    Secrets secrets,
    Run run,
    String attempt,
    Path scratch) {
  public Request {
    connections = Map.copyOf(connections);
  }
}
