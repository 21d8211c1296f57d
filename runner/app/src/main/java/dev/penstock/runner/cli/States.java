package dev.penstock.runner.cli;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.CanonicalSpec;
import dev.penstock.api.validation.Finding;
import dev.penstock.runner.change.Environment;
import dev.penstock.runner.change.Environment.Declared;
import dev.penstock.runner.change.Environment.Endpoint;
import dev.penstock.runner.change.Problem;
import dev.penstock.runner.change.tree.State;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.spi.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads the manifests of states into environments, everything that is wrong with them. */
final class States {
  private static final Pattern SQL_PATH = Pattern.compile("spec\\.[A-Za-z0-9.\\[\\]]*(sql|mode)");

  private final String namespace;
  private final Path scratch;
  private final List<String> only;
  private final Map<String, Optional<ConfigurationException>> parsed = new HashMap<>();

  /**
   * @param namespace of resources that name none
   * @param scratch an existing directory
   * @param only environments that are wanted; none: all
   */
  States(String namespace, Path scratch, List<String> only) {
    this.namespace = namespace;
    this.scratch = scratch;
    this.only = List.copyOf(only);
  }

  /** An environment, and the Secrets that stand in its manifests. */
  record Read(Environment environment, Map<String, Map<String, byte[]>> secrets) {}

  private static String shown(State state, Path file) {
    return file.startsWith(state.root())
        ? state.root().relativize(file).toString()
        : String.valueOf(file.getFileName());
  }

  // A revision lies in a directory that is gone when somebody reads the message.
  private static Finding shown(State state, Finding finding) {
    return new Finding(
        finding.path(),
        finding.reason(),
        finding.message().replace(state.root() + "/", ""),
        finding.nextStep());
  }

  /** {@return the environments of a state that hold anything} */
  List<Read> read(State state) {
    List<Read> all = new ArrayList<>();
    for (var folder : state.folders()) {
      var manifests = Manifests.read(folder.files(), namespace);
      if (folder.environment().isPresent()) {
        all.add(
            environment(
                state, folder.environment().get(), manifests, manifests.namespaces(), true));
      } else {
        namespaces(state, manifests, all);
      }
    }
    return all.stream()
        .filter(one -> only.isEmpty() || only.contains(one.environment().name()))
        .filter(one -> holdsAnything(one.environment()))
        .toList();
  }

  private static boolean holdsAnything(Environment environment) {
    return !environment.pipelines().isEmpty()
        || !environment.connections().isEmpty()
        || !environment.problems().isEmpty();
  }

  private void namespaces(State state, Manifests manifests, List<Read> all) {
    var names = manifests.namespaces();
    if (names.isEmpty()) {
      all.add(environment(state, namespace, manifests, names, true));
    }
    for (var name : names) {
      all.add(environment(state, name, manifests, Set.of(name), name.equals(names.first())));
    }
  }

  /**
   * {@return the environment of some namespaces}
   *
   * @param first whether it tells what is wrong with files as such
   */
  private Read environment(
      State state, String name, Manifests manifests, Set<String> namespaces, boolean first) {
    var pipelines = Environment.<Declared>byName();
    var connections = Environment.<Endpoint>byName();
    var problems = new LinkedHashSet<Problem>();
    if (namespaces.isEmpty()) {
      manifests.findings.forEach(found ->
          problems.add(
              new Problem(
                  shown(state, found.file()),
                  OneLine.of(found.resource()),
                  shown(state, found.finding()))));
    }
    for (var one : namespaces) {
      var part = manifests.in(one);
      var checked = CheckedManifests.of(part);
      for (var located : checked.findings()) {
        if (!isOf(located, part, manifests, first)) {
          continue;
        }
        problems.add(
            new Problem(
                shown(state, located.file()),
                OneLine.of(located.resource()),
                shown(state, located.finding())));
      }
      for (var resource : part.connections) {
        if (resource.spec() != null) {
          connections.put(
              resource.name(),
              new Endpoint(
                  resource.spec(),
                  Optional.ofNullable(checked.connections().get(resource.name().name()))));
        }
      }
      for (var resource : part.pipelines) {
        var spec = resource.spec();
        if (spec != null) {
          var valid =
              checked.pipelines().stream()
                  .filter(pipeline -> pipeline.id().equals(resource.name()))
                  .findFirst();
          var refused =
              valid.flatMap(pipeline ->
                  parsed.computeIfAbsent(CanonicalSpec.hash(spec).hex(), key -> parse(pipeline)));
          pipelines.put(
              resource.name(), new Declared(spec, refused.isPresent() ? Optional.empty() : valid));
          refused.ifPresent(
              e -> problems.add(problem(shown(state, resource.file()), resource.name(), e)));
        }
      }
    }
    return new Read(
        new Environment(name, pipelines, connections, List.copyOf(problems)), manifests.secrets);
  }

  // What was found while files were read names no namespace.
  private static boolean isOf(
      Manifests.Located located, Manifests part, Manifests all, boolean first) {
    return !all.findings.contains(located)
        || names(part, located.resource())
        || first && !names(all, located.resource());
  }

  private static boolean names(Manifests manifests, String resource) {
    return manifests.pipelines.stream()
            .anyMatch(one -> resource.equals("EtlPipeline/" + one.name().name()))
        || manifests.connections.stream()
            .anyMatch(one -> resource.equals("EtlConnection/" + one.name().name()));
  }

  private Optional<ConfigurationException> parse(Pipeline pipeline) {
    try {
      Plan.parse(pipeline, EngineSettings.smallest(scratch));
      return Optional.empty();
    } catch (ConfigurationException e) {
      return Optional.of(e);
    }
  }

  private static Problem problem(
      String file, ResourceName pipeline, ConfigurationException refused) {
    var place = SQL_PATH.matcher(refused.nextStep());
    return new Problem(
        file,
        "EtlPipeline/" + pipeline.name(),
        new Finding(
            place.find() ? place.group() : "spec.steps.sql",
            Finding.Reason.INVALID,
            OneLine.of(String.valueOf(refused.getMessage())),
            refused.nextStep()));
  }
}
