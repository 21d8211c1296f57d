package dev.penstock.operator.pipeline;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps the newest records of ended runs; what people made is theirs to delete. */
final class OldRecords {
  static final int KEPT = 20;

  private OldRecords() {}

  static void sweep(EtlPipeline pipeline, Collection<EtlRun> runs, KubernetesClient client) {
    surplus(pipeline, runs).forEach(run -> client.resource(run).delete());
  }

  static List<EtlRun> surplus(EtlPipeline pipeline, Collection<EtlRun> runs) {
    return runs.stream()
        .filter(run -> Owners.owns(pipeline, run))
        .filter(run -> run.getStatus() != null && run.getStatus().completionTime() != null)
        .filter(run -> run.getMetadata().getDeletionTimestamp() == null)
        .sorted(
            Comparator.<EtlRun, String>comparing(run -> run.getStatus().completionTime())
                .reversed())
        .skip(kept(pipeline))
        .toList();
  }

  private static int kept(EtlPipeline pipeline) {
    return Optional.ofNullable(pipeline.getSpec())
        .map(EtlPipelineSpec::runsHistoryLimit)
        .filter(limit -> limit > 0) // written past validation
        .orElse(KEPT);
  }
}
