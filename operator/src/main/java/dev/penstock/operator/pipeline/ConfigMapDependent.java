package dev.penstock.operator.pipeline;

import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.BooleanWithUndefined;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.CRUDKubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependent;

/** Applies {@link PipelineConfigMap}; the framework's default for ConfigMaps is no apply. */
@KubernetesDependent(
    useSSA = BooleanWithUndefined.TRUE,
    // One whose labels were taken is not in the cache and yet there.
    createResourceOnlyIfNotExistingWithSSA = false,
    informer = @Informer(labelSelector = Marks.MANAGED))
public final class ConfigMapDependent
    extends CRUDKubernetesDependentResource<ConfigMap, EtlPipeline> {

  public ConfigMapDependent() {
    super(ConfigMap.class);
  }

  @Override
  protected ConfigMap desired(EtlPipeline pipeline, Context<EtlPipeline> context) {
    return PipelineConfigMap.desired(PipelineReconciler.rendering(context));
  }

  @Override
  protected boolean addOwnerReference() {
    return false; // desired() has it, without blocking the owner's deletion
  }
}
