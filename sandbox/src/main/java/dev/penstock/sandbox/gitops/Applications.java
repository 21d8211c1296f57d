package dev.penstock.sandbox.gitops;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;

/** The Applications of the sandbox's Argo CD, asked for and told as its users do: on the API. */
public final class Applications {
  private static final PatchContext MERGE =
      new PatchContext.Builder().withPatchType(PatchType.JSON_MERGE).build();

  private final KubernetesClient client;

  Applications(KubernetesClient client) {
    this.client = client;
  }

  /** Empty while there is none of that name. */
  public Optional<Application> find(String name) {
    return Optional.ofNullable(resource(name).get()).map(Application::of);
  }

  /** Has Argo CD look at the repository now, as a webhook does. */
  public void refresh(String name) {
    resource(name)
        .patch(
            MERGE,
            """
            {"metadata": {"annotations": {"argocd.argoproj.io/refresh": "normal"}}}
            """);
  }

  /** Syncs one that does not do so by itself, as {@code argocd app sync --prune}. */
  public void sync(String name) {
    resource(name)
        .patch(
            MERGE,
            """
            {"operation": {"initiatedBy": {"username": "releaser"}, "sync": {"prune": true}}}
            """);
  }

  private Resource<GenericKubernetesResource> resource(String name) {
    return client
        .genericKubernetesResources("argoproj.io/v1alpha1", "Application")
        .inNamespace(ArgoCd.NAMESPACE)
        .withName(name);
  }
}
