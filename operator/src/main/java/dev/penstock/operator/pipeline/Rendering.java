package dev.penstock.operator.pipeline;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.model.Pipeline;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.settings.RunnerImage;
import dev.penstock.operator.settings.RunnerTelemetry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that decides what a pipeline's objects look like.
 *
 * @param resource whose spec was found valid
 * @param pipeline the same as a model
 * @param connections that a run opens, by name
 * @param manifests the text that the runner reads
 * @param image of the pipeline's own, or the operator's
 * @param telemetry where its runs tell lineage and traces
 */
record Rendering(
    EtlPipeline resource,
    Pipeline pipeline,
    Map<String, EtlConnectionSpec> connections,
    RunnerManifests manifests,
    RunnerImage image,
    RunnerTelemetry telemetry) {

  /** One whose runs tell nobody of lineage and traces. */
  static Rendering of(
      EtlPipeline resource,
      Pipeline pipeline,
      Map<String, EtlConnectionSpec> all,
      RunnerImage image) {
    return of(resource, pipeline, all, image, RunnerTelemetry.NONE);
  }

  static Rendering of(
      EtlPipeline resource,
      Pipeline pipeline,
      Map<String, EtlConnectionSpec> all,
      RunnerImage image,
      RunnerTelemetry telemetry) {
    var used = new TreeMap<String, EtlConnectionSpec>();
    pipeline
        .connections()
        .forEach(
            name -> Optional.ofNullable(all.get(name)).ifPresent(spec -> used.put(name, spec)));
    return new Rendering(
        resource,
        pipeline,
        used,
        RunnerManifests.of(resource, used),
        OwnImage.of(resource.getSpec().image()).orElse(image),
        telemetry);
  }

  String name() {
    return pipeline.id().name();
  }

  String configName() {
    return name() + "-" + manifests.hash();
  }

  /** {@return the names of the Secrets that a run may read, in a fixed order} */
  List<String> secrets() {
    var names = new TreeSet<String>();
    for (var spec : connections.values()) {
      var credentials = spec.credentials();
      var secret = credentials == null ? null : credentials.secret();
      if (secret != null && secret.name() != null) {
        names.add(secret.name());
      }
    }
    return List.copyOf(names);
  }
}
