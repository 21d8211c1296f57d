package dev.penstock.operator.pipeline;

import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import dev.penstock.operator.upstream.Combination;
import dev.penstock.operator.upstream.Waiting;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** The EtlRun of a combination of commits, under the name that belongs to this one alone. */
final class UpstreamRun {
  private UpstreamRun() {}

  /**
   * Makes the run that is due. What the caches know is good enough to wait by; before one is made,
   * the pipeline and its runs are read from the API server.
   *
   * @param told learns of it before it is made
   * @return the account afterwards; empty: the pipeline has changed, and is looked at again
   */
  static Optional<Waiting> make(
      EtlPipeline seen,
      Map<String, EtlPipeline> others,
      Collection<EtlRun> runs,
      Consumer<Combination> told,
      KubernetesClient client) {
    var metadata = seen.getMetadata();
    var pipeline =
        client
            .resources(EtlPipeline.class)
            .inNamespace(metadata.getNamespace())
            .withName(metadata.getName())
            .get();
    if (pipeline == null
        || pipeline.getMetadata().getDeletionTimestamp() != null
        || !pipeline.getMetadata().getUid().equals(metadata.getUid())
        || !Objects.equals(pipeline.getMetadata().getGeneration(), metadata.getGeneration())) {
      return Optional.empty();
    }
    var all = new ArrayList<>(runs);
    all.addAll(current(pipeline, client));
    var due = Waiting.of(pipeline, true, others, all).flatMap(Waiting::due);
    due.ifPresent(told);
    due.ifPresent(combination -> all.add(made(desired(pipeline, combination), client)));
    return Waiting.of(pipeline, true, others, all);
  }

  private static List<EtlRun> current(EtlPipeline pipeline, KubernetesClient client) {
    return client
        .resources(EtlRun.class)
        .inNamespace(pipeline.getMetadata().getNamespace())
        .withLabel(Marks.PIPELINE, pipeline.getMetadata().getName())
        .list()
        .getItems();
  }

  private static EtlRun made(EtlRun desired, KubernetesClient client) {
    RunOfItsName.make(desired, client);
    return desired;
  }

  static EtlRun desired(EtlPipeline pipeline, Combination combination) {
    var metadata = pipeline.getMetadata();
    var run = new EtlRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName(combination.run(metadata.getName(), metadata.getUid()))
            .withNamespace(metadata.getNamespace())
            .withLabels(
                Map.of(Marks.MANAGED_BY, Marks.PENSTOCK, Marks.PIPELINE, metadata.getName()))
            .withAnnotations(Map.of(Marks.UPSTREAMS, combination.text()))
            .withOwnerReferences(Owners.to(pipeline))
            .build());
    run.setSpec(new EtlRunSpec(metadata.getName(), RunTrigger.UPSTREAM));
    return run;
  }
}
