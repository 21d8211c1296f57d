package dev.penstock.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunSummary;
import dev.penstock.api.StatusCondition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints pipelines and their runs as they stand on the resources. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description = "Pipelines and their runs, as they stand on the resources.")
final class Get implements Callable<Integer> {
  /** sysexits.h: the cluster did not answer. */
  private static final int UNAVAILABLE = 69;

  private static final String NONE = "-";

  private final ObjectMapper json = new ObjectMapper();

  @Option(
      names = {"-n", "--namespace"},
      description = "The namespace to look into. Default: the one of the kubeconfig.")
  @Nullable String namespace;

  @Option(names = "--context", description = "The context of the kubeconfig. Default: the current.")
  @Nullable String context;

  @Override
  public Integer call() {
    Config config = new ConfigBuilder(Config.autoConfigure(context)).build();
    String space = Objects.requireNonNullElse(namespace, config.getNamespace());
    if (space == null) {
      space = "default";
    }
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      System.out.println(pipelines(list(client, space, "EtlPipeline", "etlpipelines")));
      System.out.println();
      System.out.println(runs(list(client, space, "EtlRun", "etlruns")));
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

  TextTable pipelines(List<GenericKubernetesResource> items) {
    return new TextTable(
        List.of("PIPELINE", "SCHEDULE", "READY", "LAST RUN", "RESULT", "ROWS", "DURATION", "NEXT"),
        items.stream()
            .map(item -> {
              var spec = part(item, "spec", EtlPipelineSpec.class);
              var status = part(item, "status", EtlPipelineStatus.class);
              RunSummary last = status == null ? null : status.lastRun();
              return List.of(
                  item.getMetadata().getName(),
                  text(spec == null ? null : spec.schedule()),
                  ready(status),
                  text(last == null ? null : last.name()),
                  text(last == null ? null : last.result()),
                  text(last == null ? null : last.rows()),
                  text(last == null ? null : last.duration()),
                  text(status == null ? null : status.nextScheduleTime()));
            })
            .toList());
  }

  TextTable runs(List<GenericKubernetesResource> items) {
    return new TextTable(
        List.of("RUN", "PIPELINE", "RESULT", "REASON", "ROWS", "DURATION"),
        items.stream()
            .map(item -> {
              var spec = part(item, "spec", EtlRunSpec.class);
              var status = part(item, "status", EtlRunStatus.class);
              return List.of(
                  item.getMetadata().getName(),
                  text(spec == null ? null : spec.pipeline()),
                  text(status == null ? null : status.state()),
                  text(status == null ? null : status.reason()),
                  text(status == null ? null : status.rows()),
                  text(status == null ? null : status.duration()));
            })
            .toList());
  }

  private <T> @Nullable T part(GenericKubernetesResource item, String name, Class<T> type) {
    JsonNode node = json.valueToTree(item.getAdditionalProperties().get(name));
    return node.isObject() ? json.convertValue(node, type) : null;
  }

  private static String ready(@Nullable EtlPipelineStatus status) {
    if (status == null || status.conditions() == null) {
      return NONE;
    }
    return status.conditions().stream()
        .filter(condition -> "Ready".equals(condition.type()))
        .map(StatusCondition::status)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(NONE);
  }

  private String text(@Nullable Object value) {
    return switch (value) {
      case null -> NONE;
      case Enum<?> constant -> json.convertValue(constant, String.class);
      default -> value.toString();
    };
  }
}
