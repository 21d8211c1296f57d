package dev.penstock.operator.pipeline;

import dev.penstock.api.ChangeStatus;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.RunTrigger;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;

/** The EtlRun of a change of the spec, under the name that belongs to this change alone. */
final class ChangeRun {
  private ChangeRun() {}

  /** Makes it; one that is there already was made for the same change. */
  static void make(EtlPipeline pipeline, ChangeStatus change, KubernetesClient client) {
    RunOfItsName.make(desired(pipeline, change), client);
  }

  static EtlRun desired(EtlPipeline pipeline, ChangeStatus change) {
    var name = pipeline.getMetadata().getName();
    var run = new EtlRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName(change.run())
            .withNamespace(pipeline.getMetadata().getNamespace())
            .withLabels(Map.of(Marks.MANAGED_BY, Marks.PENSTOCK, Marks.PIPELINE, name))
            .withAnnotations(Map.of(Marks.SPEC_HASH, change.specHash()))
            .withOwnerReferences(Owners.to(pipeline))
            .build());
    run.setSpec(new EtlRunSpec(name, RunTrigger.CHANGE));
    return run;
  }
}
