package dev.penstock.runner.cli;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.change.Environment;
import dev.penstock.runner.change.Knowledge;
import dev.penstock.runner.change.Outline;
import dev.penstock.runner.run.Prospect;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import dev.penstock.runner.spi.Schema;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What sources and warehouses say of the pipelines that change; of others what is written. */
final class Connected implements Knowledge {
  /** Reasons that are about us who ask, not about the pipeline. */
  private static final Set<Reason> OURS =
      Set.of(
          Reason.SECRET_MISSING,
          Reason.AUTHENTICATION_FAILED,
          Reason.PERMISSION_DENIED,
          Reason.CERTIFICATE_REFUSED,
          Reason.DATABASE_NOT_FOUND);

  private final Knowledge written;
  // By the object: the same pipeline may be in both states, over other connections.
  private final Map<Pipeline, Prospect> answers = new IdentityHashMap<>();
  private final Map<Pipeline, Silence> silences = new IdentityHashMap<>();

  private Connected(Knowledge written) {
    this.written = written;
  }

  /**
   * Asks about every pipeline that differs; a warehouse only about the state after.
   *
   * @param mounted where Secrets lie as files
   * @param scratch an existing directory
   * @param written what is known otherwise
   * @throws dev.penstock.runner.spi.TransientException when somebody does not answer for now
   */
  static Connected ask(
      List<States.Read> before,
      List<States.Read> after,
      Optional<Path> mounted,
      Path scratch,
      Knowledge written)
      throws InterruptedException {
    var connected = new Connected(written);
    Map<String, States.Read> earlier = new HashMap<>();
    before.forEach(one -> earlier.put(one.environment().name(), one));
    for (var now : after) {
      var was = Optional.ofNullable(earlier.get(now.environment().name()));
      for (var declared : now.environment().pipelines().entrySet()) {
        var old = was.map(one -> one.environment().pipelines().get(declared.getKey()));
        if (old.filter(one -> one.spec().equals(declared.getValue().spec())).isEmpty()) {
          if (declared.getValue().valid().isPresent()) {
            connected.ask(now, declared.getValue().valid().get(), true, mounted, scratch);
          }
          if (old.isPresent() && old.get().valid().isPresent()) {
            connected.ask(was.get(), old.get().valid().get(), false, mounted, scratch);
          }
        }
      }
    }
    return connected;
  }

  private void ask(
      States.Read state, Pipeline pipeline, boolean after, Optional<Path> mounted, Path parent)
      throws InterruptedException {
    try (var scratch = Scratch.below(Optional.of(parent))) {
      var chosen =
          new PipelineFiles.Chosen(
              pipeline, connections(state.environment(), pipeline), state.secrets(), mounted);
      answers.put(pipeline, Prospect.of(chosen.rehearsal(scratch, null), after, Clock.systemUTC()));
    } catch (ConfigurationException e) {
      silences.put(
          pipeline,
          new Silence(
              after && !OURS.contains(e.reason()),
              "%s of pipeline %s: %s"
                  .formatted(
                      after ? "Nobody could say all" : "Nobody could say all before",
                      pipeline.id().name(),
                      e.line()),
              e.nextStep()));
    }
  }

  private static Map<String, Connection> connections(Environment environment, Pipeline pipeline) {
    Map<String, Connection> connections = new LinkedHashMap<>();
    for (var name : pipeline.connections()) {
      environment.connection(pipeline, name).ifPresent(found -> connections.put(name, found));
    }
    return connections;
  }

  @Override
  public Map<String, Outline> relations(Environment environment, Pipeline pipeline) {
    var answer = answers.get(pipeline);
    if (answer == null) {
      return written.relations(environment, pipeline);
    }
    Map<String, Outline> relations = new LinkedHashMap<>();
    answer.relations().forEach((name, schema) -> relations.put(name, outline(schema)));
    return relations;
  }

  private static Outline outline(Schema schema) {
    return new Outline(
        schema.columns().stream()
            .map(column -> new Outline.Column(column.name(), Optional.of(column.type().toString())))
            .toList(),
        List.of());
  }

  @Override
  public Optional<Standing> standing(Environment environment, Pipeline pipeline, String target) {
    return Optional.ofNullable(answers.get(pipeline))
        .map(answer -> answer.tables().get(target))
        .map(found ->
            new Standing(
                found.exists(),
                found.refusal().map(e -> new Refusal(String.valueOf(e.getMessage()), e.nextStep())),
                found.ddl(),
                found.alterations()));
  }

  @Override
  public Optional<Silence> silence(Environment environment, Pipeline pipeline) {
    return Optional.ofNullable(silences.get(pipeline));
  }
}
