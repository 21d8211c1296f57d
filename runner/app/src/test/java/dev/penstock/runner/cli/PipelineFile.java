package dev.penstock.runner.cli;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Wanted;
import dev.penstock.runner.World;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.run.Checkpoints;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.PipelineRun;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A manifest that a test wrote, checked as the command line checks it, and run in this process. */
public record PipelineFile(
    Pipeline pipeline, Map<String, Connection> connections, Path secrets, Path directory) {
  private static final Pace PIECES = new Pace(8 << 10, 16 << 10, 32 << 10, 1 << 20);

  /** Writes and checks a manifest; a finding fails the test. */
  public static PipelineFile written(Path directory, String name, String manifest, World world)
      throws IOException {
    return written(directory, name, manifest, world.connections());
  }

  /** The same, over connections of another file. */
  public static PipelineFile written(Path directory, String name, String manifest, Path connections)
      throws IOException {
    var file = Files.writeString(directory.resolve(name + ".yaml"), manifest);
    var manifests = Manifests.read(List.of(file, connections), "default");
    var checked = CheckedManifests.of(manifests);
    if (!checked.findings().isEmpty()) {
      throw new AssertionError(checked.findings().toString());
    }
    var secrets =
        SecretFiles.layOut(
            Files.createTempDirectory(directory, "s"), manifests.secrets, Optional.empty());
    return new PipelineFile(
        checked.pipelines().getFirst(), checked.connections(), secrets, directory);
  }

  /** An attempt at a run of that id, in pieces so small that a few rows make several waves. */
  public PipelineRun attempt(String run, Checkpoints checkpoints) throws IOException {
    return attempt(run, new Wanted.Increment(), checkpoints);
  }

  /** The same, at a run that is to do something else. */
  public PipelineRun attempt(String run, Wanted wanted, Checkpoints checkpoints)
      throws IOException {
    return new PipelineRun(request(run).wanting(wanted), checkpoints, Clock.systemUTC());
  }

  /** What an attempt at a run of that id is asked to do: an increment. */
  public Request request(String run) throws IOException {
    return new Request(
        pipeline,
        connections,
        new Secrets(secrets),
        new Run(run, pipeline.id(), pipeline.hash(), Instant.now()),
        UUID.randomUUID().toString(),
        Files.createTempDirectory(directory, "scratch"),
        PIECES,
        OptionalLong.empty());
  }

  /** Runs it to its end, whatever it is to do. */
  public Outcome run(String run, Wanted wanted) throws IOException {
    return attempt(run, wanted, point -> {}).execute();
  }

  /** Runs it to its end. */
  public Outcome run(String run) throws IOException {
    return attempt(run, point -> {}).execute();
  }
}
