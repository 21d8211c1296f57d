package dev.penstock.operator.pipeline;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.validation.Finding;
import dev.penstock.api.validation.Validator;
import dev.penstock.operator.resource.EtlPipeline;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether a pipeline waits for itself by way of others, as they stand now. */
final class Circle {
  private Circle() {}

  static Optional<Finding> of(
      EtlPipeline pipeline, Validator validator, Context<EtlPipeline> context) {
    if (pipeline.getSpec() == null || pipeline.getSpec().after() == null) {
      return Optional.empty();
    }
    var seen = PipelineEventSources.pipelines(pipeline, context).values();
    // A way that is closed here may have been opened since: what isn't seen yet must refuse none.
    return of(pipeline, seen, validator)
        .flatMap(guess -> of(pipeline, current(pipeline, context), validator));
  }

  private static Optional<Finding> of(
      EtlPipeline pipeline, Collection<EtlPipeline> all, Validator validator) {
    Map<String, EtlPipelineSpec> specs = new TreeMap<>();
    all.stream()
        .filter(one -> one.getSpec() != null)
        .filter(one -> one.getMetadata().getDeletionTimestamp() == null)
        .forEach(one -> specs.put(one.getMetadata().getName(), one.getSpec()));
    var name = pipeline.getMetadata().getName();
    specs.put(name, pipeline.getSpec());
    return validator.cycle(name, specs);
  }

  private static List<EtlPipeline> current(EtlPipeline pipeline, Context<EtlPipeline> context) {
    return context
        .getClient()
        .resources(EtlPipeline.class)
        .inNamespace(pipeline.getMetadata().getNamespace())
        .list()
        .getItems();
  }
}
