package dev.penstock.sandbox.gitops;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.GitOpsTools;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A team, its repository, Argo CD and three environments; all of it ends with the sandbox.
 *
 * @param environments in the order in which a commit travels
 * @param first the first commit, which Argo CD has not been told to carry yet
 */
public record GitOps(
    ArgoCd argo, Team team, List<Environment> environments, Promotion promotion, String first) {
  public GitOps {
    environments = List.copyOf(environments);
  }

  /**
   * Starts it beside a sandbox whose cluster has the operator.
   *
   * @param example the folder examples/gitops
   */
  public static GitOps start(Sandbox sandbox, StateDirectory state, Path example, GitOpsTools tools)
      throws IOException, InterruptedException {
    var cluster = (Cluster) sandbox.cluster().orElseThrow();
    var environments = new Environments(sandbox, state, example.resolve("overlays")).start();
    environments.forEach(environment -> furnish(cluster.client(), environment));
    var argo =
        sandbox.with(
            "Argo CD (%s)".formatted(GitOpsTools.version()),
            () -> ArgoCd.start(cluster, tools, example.resolve("argocd/argocd-cm.yaml")));
    var team = Team.on(argo, example);
    var first = team.begin(environments);
    team.let("project.yaml");
    return new GitOps(
        argo, team, environments, new Promotion(argo, cluster.client(), environments), first);
  }

  /** The environment of that name. */
  public Environment environment(String name) {
    return environments.stream()
        .filter(environment -> environment.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No environment is named " + name));
  }

  /** A namespace with the Secrets, which somebody else than Git brings. */
  private static void furnish(KubernetesClient client, Environment environment) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(environment.namespace())
                .endMetadata()
                .build())
        .serverSideApply();
    client
        .load(new ByteArrayInputStream(environment.secrets().getBytes(StandardCharsets.UTF_8)))
        .inNamespace(environment.namespace())
        .serverSideApply();
  }
}
