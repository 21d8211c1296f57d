package dev.penstock.runner.cli;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.validation.Checked;
import dev.penstock.api.validation.Finding;
import dev.penstock.api.validation.Validator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Manifests after the one validator has seen them.
 *
 * @param pipelines those that are valid
 * @param connections those that are valid, by name; all pipelines of a run share a namespace
 * @param findings everything that is wrong, in the order of the files
 */
record CheckedManifests(
    List<Pipeline> pipelines,
    Map<String, Connection> connections,
    List<Manifests.Located> findings) {
  static CheckedManifests of(Manifests manifests) {
    var validator = new Validator();
    List<Manifests.Located> findings = new ArrayList<>(manifests.findings);
    Map<String, EtlConnectionSpec> specs = new LinkedHashMap<>();
    Map<String, Connection> connections = new LinkedHashMap<>();
    findings.addAll(written(manifests.connections, "EtlConnection"));
    findings.addAll(written(manifests.pipelines, "EtlPipeline"));
    for (var resource : manifests.connections) {
      var name = resource.name().name();
      if (resource.spec() != null) {
        specs.put(name, resource.spec());
      }
      switch (validator.connection(name, resource.spec())) {
        case Checked.Valid<Connection>(var connection) -> connections.put(name, connection);
        case Checked.Invalid<Connection>(var found) ->
            add(findings, resource, "EtlConnection/" + name, found);
      }
    }
    List<Pipeline> pipelines = new ArrayList<>();
    for (var resource : manifests.pipelines) {
      switch (validator.pipeline(resource.name(), resource.spec(), specs)) {
        case Checked.Valid<Pipeline>(var pipeline) -> {
          var circle = validator.cycle(resource.name().name(), beside(resource, manifests));
          if (circle.isEmpty()) {
            pipelines.add(pipeline);
          }
          circle.ifPresent(found ->
              add(findings, resource, "EtlPipeline/" + resource.name().name(), List.of(found)));
        }
        case Checked.Invalid<Pipeline>(var found) ->
            add(findings, resource, "EtlPipeline/" + resource.name().name(), found);
      }
    }
    return new CheckedManifests(pipelines, connections, findings);
  }

  /** {@return the pipelines of its namespace; who waits for whom is known of these files alone} */
  private static Map<String, EtlPipelineSpec> beside(
      Manifests.Resource<EtlPipelineSpec> one, Manifests manifests) {
    Map<String, EtlPipelineSpec> specs = new HashMap<>();
    for (var other : manifests.pipelines) {
      if (other.spec() != null && other.name().namespace().equals(one.name().namespace())) {
        specs.put(other.name().name(), other.spec());
      }
    }
    return specs;
  }

  /** What stands twice would count as whatever is read last, which nobody can see. */
  private static <T> List<Manifests.Located> written(
      List<Manifests.Resource<T>> resources, String kind) {
    Map<ResourceName, Path> first = new HashMap<>();
    List<Manifests.Located> twice = new ArrayList<>();
    for (var resource : resources) {
      var before = first.putIfAbsent(resource.name(), resource.file());
      if (before != null && !resource.name().name().isEmpty()) {
        var name = kind + "/" + resource.name().name();
        var finding =
            new Finding(
                "metadata.name",
                Finding.Reason.DUPLICATE,
                "%s stands in %s, too".formatted(OneLine.of(name), before),
                "Remove one of them");
        twice.add(new Manifests.Located(resource.file(), name, finding));
      }
    }
    return twice;
  }

  private static void add(
      List<Manifests.Located> findings,
      Manifests.Resource<?> resource,
      String name,
      List<Finding> found) {
    var shapeless =
        findings.stream()
            .filter(known -> known.file().equals(resource.file()) && known.resource().equals(name))
            .map(known -> known.finding().path())
            .toList();
    found.stream()
        .filter(finding -> shapeless.stream().noneMatch(path -> under(finding.path(), path)))
        .forEach(finding -> findings.add(new Manifests.Located(resource.file(), name, finding)));
  }

  /** One mistake is one finding: what is of a wrong type is not missing, too. */
  private static boolean under(String path, String other) {
    return path.equals(other) || path.startsWith(other + ".") || path.startsWith(other + "[");
  }
}
