package dev.penstock.operator.pipeline;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.RunSummary;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Keeps the newest records of ended runs; what people made is theirs to delete. A run whose end is
 * not yet in the pipeline's written status stays until it is, so that none goes uncounted.
 */
final class OldRecords {
  static final int KEPT = 20;

  private OldRecords() {}

  static void sweep(
      EtlPipeline pipeline,
      Collection<EtlRun> runs,
      List<RunSummary> uncounted,
      KubernetesClient client) {
    surplus(pipeline, runs, uncounted).forEach(run -> client.resource(run).delete());
  }

  static List<EtlRun> surplus(
      EtlPipeline pipeline, Collection<EtlRun> runs, List<RunSummary> uncounted) {
    var names = uncounted.stream().map(RunSummary::name).collect(Collectors.toSet());
    return runs.stream()
        .filter(run -> Owners.owns(pipeline, run))
        .filter(run -> run.getStatus() != null && run.getStatus().completionTime() != null)
        .filter(run -> run.getMetadata().getDeletionTimestamp() == null)
        .sorted(
            Comparator.<EtlRun, String>comparing(run -> run.getStatus().completionTime())
                .reversed())
        .skip(kept(pipeline))
        .filter(run -> !names.contains(run.getMetadata().getName()))
        .toList();
  }

  private static int kept(EtlPipeline pipeline) {
    return Optional.ofNullable(pipeline.getSpec())
        .map(EtlPipelineSpec::runsHistoryLimit)
        .filter(limit -> limit > 0) // written past validation
        .orElse(KEPT);
  }
}
