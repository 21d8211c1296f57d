package dev.penstock.runner.cli;

import dev.penstock.api.ParameterValueSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.engine.Pace;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options by which a command finds one pipeline, its connections and their Secrets. */
final class PipelineFiles {
  @Option(
      names = {"-f", "--file"},
      required = true,
      arity = "1..*",
      parameterConsumer = FileWords.class,
      paramLabel = "FILE_OR_DIR",
      description = "Manifests: a pipeline, its connections, Secrets; YAML, JSON or a List.")
  private List<Path> files = List.of();

  @Option(
      names = "--secrets",
      paramLabel = "DIR",
      description = "Secrets as a pod sees them: DIR/<secret>/<key>.")
  private @Nullable Path mounted;

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      description = "Which pipeline, if the files have several.")
  private @Nullable String pipeline;

  @Option(
      names = "--namespace",
      description = "Of resources that name none (PENSTOCK_NAMESPACE, else default).")
  private @Nullable String namespace;

  /** Refuses words without any file, as if the option were required. */
  void demand(CommandLine command) {
    if (files.isEmpty()) {
      throw new CommandLine.ParameterException(
          command,
          "Missing required option: '--file=FILE_OR_DIR', or both --from and --to for a change");
    }
  }

  /** Refuses files and a pipeline beside two states. */
  void refuse(CommandLine command) {
    if (!files.isEmpty() || pipeline != null) {
      throw new CommandLine.ParameterException(
          command, "--from and --to name all manifests: leave out -f and --pipeline");
    }
  }

  /** {@return where Secrets lie as files, if that was said} */
  Optional<Path> mounted() {
    return Optional.ofNullable(mounted);
  }

  /** {@return the namespace of resources that name none} */
  String namespaceOr(Environment environment) {
    return Optional.ofNullable(namespace).or(environment::namespace).orElse("default");
  }

  /**
   * One valid pipeline.
   *
   * @param connections all of the files, by name
   * @param inline Secrets that stand in the files: values by key, by name of the Secret
   * @param mounted where the other Secrets lie as files
   */
  record Chosen(
      Pipeline pipeline,
      Map<String, Connection> connections,
      Map<String, Map<String, byte[]>> inline,
      Optional<Path> mounted) {
    /** {@return its Secrets, those of the files laid out below scratch} */
    Secrets secrets(Scratch scratch) {
      try {
        return new Secrets(SecretFiles.layOut(scratch.path(), inline, mounted));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** {@return the same with values of one's own for parameters} */
    Chosen with(ParameterValues values) {
      return with(values, List.of());
    }

    /** {@return the same with values of one's own for parameters, or else those of an EtlRun} */
    Chosen with(ParameterValues values, List<ParameterValueSpec> asked) {
      return new Chosen(values.in(pipeline, asked), connections, inline, mounted);
    }

    /** {@return what an attempt is asked to do} */
    Request request(Run run, String attempt, Scratch scratch, @Nullable Memory memory) {
      return new Request(
          pipeline,
          connections,
          secrets(scratch),
          run,
          attempt,
          scratch.path(),
          Pace.DEFAULT,
          memory == null ? OptionalLong.empty() : OptionalLong.of(memory.bytes()));
    }

    /** {@return a request that no run is behind: for looking at what a run would do} */
    Request rehearsal(Scratch scratch, @Nullable Memory memory) {
      var run = new Run("rehearsal", pipeline.id(), pipeline.hash(), Instant.now());
      return request(run, UUID.randomUUID().toString(), scratch, memory);
    }
  }

  /**
   * Reads the files.
   *
   * @param err takes what is wrong beside the first finding
   * @throws ConfigurationException for a finding anywhere in the files, or if they do not hold
   *     exactly one pipeline of the wanted name
   */
  Chosen read(Environment environment, PrintWriter err) {
    return read(environment, err, Optional.empty());
  }

  /**
   * The same for a pipeline that is named before {@code -f}.
   *
   * @param word its name; empty: {@code --pipeline} says it
   */
  Chosen read(Environment environment, PrintWriter err, Optional<String> word) {
    var wanted = word.or(() -> Optional.ofNullable(pipeline));
    var manifests = Manifests.read(files, namespaceOr(environment));
    var checked = CheckedManifests.of(manifests);
    if (!checked.findings().isEmpty()) {
      var lines = checked.findings().stream().map(Manifests.Located::line).toList();
      lines.stream().skip(1).forEach(err::println);
      err.flush();
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          lines.getFirst().replaceFirst("\\.$", ""),
          "Correct the manifests; ./penstock validate -f says everything");
    }
    var candidates =
        checked.pipelines().stream()
            .filter(candidate -> wanted.isEmpty() || wanted.get().equals(candidate.id().name()))
            .toList();
    if (candidates.size() != 1) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "The files have %d pipelines to choose from: %s"
              .formatted(
                  candidates.size(),
                  candidates.stream().map(Pipeline::id).map(ResourceName::toString).toList()),
          "Name one with --pipeline");
    }
    return new Chosen(
        candidates.getFirst(),
        checked.connections(),
        manifests.secrets,
        Optional.ofNullable(mounted));
  }
}
