package dev.penstock.operator.pipeline;

import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** Applies {@link PipelineCronJob}. */
@KubernetesDependent(
    // One whose labels were taken is not in the cache and yet there; someone else's is found
    // before.
    createResourceOnlyIfNotExistingWithSSA = false,
    informer = @Informer(labelSelector = Marks.MANAGED))
public final class CronJobDependent extends CRUDKubernetesDependentResource<CronJob, EtlPipeline> {

  public CronJobDependent() {
    super(CronJob.class);
  }

  @Override
  protected CronJob desired(EtlPipeline pipeline, Context<EtlPipeline> context) {
    return PipelineCronJob.desired(PipelineReconciler.rendering(context));
  }

  @Override
  protected boolean addOwnerReference() {
    return false; // desired() has it, without blocking the owner's deletion
  }
}
