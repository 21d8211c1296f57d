package dev.penstock.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prints pipelines and their runs as they stand on the resources. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Pipelines and their runs, as they stand on the resources.")
final class Get implements Callable<Integer> {
  /** sysexits.h: the cluster did not answer. */
  private static final int UNAVAILABLE = 69;

  private final Cells cells = new Cells(Clock.systemUTC());

  // Picocli puts the real one in.
  @Spec private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-n", "--namespace"},
      description = "The namespace to look into. Default: the one of the kubeconfig.")
  @Nullable String namespace;

  @Option(names = "--context", description = "The context of the kubeconfig. Default: the current.")
  @Nullable String context;

  @Option(
      names = {"-o", "--output"},
      description = "wide: more columns.")
  @Nullable String output;

  @Override
  public Integer call() {
    if (output != null && !output.equals("wide")) {
      throw new ParameterException(
          command.commandLine(), "There is no output " + output + ". Write -o wide.");
    }
    var wide = output != null;
    Config config = new ConfigBuilder(Config.autoConfigure(context)).build();
    String space = Objects.requireNonNullElse(namespace, config.getNamespace());
    if (space == null) {
      space = "default";
    }
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      var pipelines = list(client, space, "EtlPipeline", "etlpipelines");
      System.out.println(Column.table(new PipelineColumns(cells).all(), pipelines, wide));
      System.out.println();
      var runs = list(client, space, "EtlRun", "etlruns");
      System.out.println(Column.table(new RunColumns(cells).all(), runs, wide));
      return 0;
    } catch (KubernetesClientException e) {
      System.err.printf(
          "Namespace %s on %s can not be read: %s. Check the kubeconfig, and that the CRDs of"
              + " crds/manifests are installed.%n",
          space, config.getMasterUrl(), e.getMessage());
      return UNAVAILABLE;
    }
  }

  private static List<GenericKubernetesResource> list(
      KubernetesClient client, String namespace, String kind, String plural) {
    var definition =
        new ResourceDefinitionContext.Builder()
            .withGroup("penstock.dev")
            .withVersion("v1alpha1")
            .withKind(kind)
            .withPlural(plural)
            .withNamespaced(true)
            .build();
    return client
        .genericKubernetesResources(definition)
        .inNamespace(namespace)
        .list()
        .getItems()
        .stream()
        .sorted(Comparator.comparing(item -> item.getMetadata().getName()))
        .toList();
  }
}
