package dev.penstock.operator.pipeline;

import dev.penstock.api.AfterSpec;
import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What wakes a pipeline, besides its own objects: its runs, and every connection of its namespace,
 * because one that it names may be missing yet, and the pipelines that it waits for.
 */
final class PipelineEventSources {
  private static final String BY_NAMESPACE = "by-namespace";
  private static final String BY_UPSTREAM = "by-upstream";
  private static final String CONNECTIONS = "connections";
  private static final String PIPELINES = "pipelines";

  private PipelineEventSources() {}

  static List<EventSource<?, EtlPipeline>> of(EventSourceContext<EtlPipeline> context) {
    var pipelines = context.getPrimaryCache();
    pipelines.addIndexer(BY_NAMESPACE, pipeline -> List.of(pipeline.getMetadata().getNamespace()));
    var connections =
        InformerEventSourceConfiguration.from(EtlConnection.class, EtlPipeline.class)
            .withName(CONNECTIONS)
            .withSecondaryToPrimaryMapper(connection ->
                pipelines.byIndex(BY_NAMESPACE, connection.getMetadata().getNamespace()).stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            // What is said of a connection changes nothing that is rendered.
            .withOnUpdateFilter((now, before) -> !Objects.equals(now.getSpec(), before.getSpec()))
            .withNamespacesInheritedFromController()
            .build();
    pipelines.addIndexer(BY_UPSTREAM, PipelineEventSources::upstreams);
    var others =
        InformerEventSourceConfiguration.from(EtlPipeline.class, EtlPipeline.class)
            .withName(PIPELINES)
            .withSecondaryToPrimaryMapper(other -> behind(pipelines, other))
            .withNamespacesInheritedFromController()
            .build();
    var runs =
        InformerEventSourceConfiguration.from(EtlRun.class, EtlPipeline.class)
            .withSecondaryToPrimaryMapper(PipelineEventSources::pipelineOf)
            .withNamespacesInheritedFromController()
            .build();
    return List.of(
        new InformerEventSource<>(connections, context),
        new InformerEventSource<>(others, context),
        new InformerEventSource<>(runs, context));
  }

  /** {@return the pipelines of the pipeline's namespace, by name, as far as they were seen} */
  static Map<String, EtlPipeline> pipelines(EtlPipeline pipeline, Context<EtlPipeline> context) {
    var source =
        (InformerEventSource<EtlPipeline, EtlPipeline>)
            context.eventSourceRetriever().getEventSourceFor(EtlPipeline.class, PIPELINES);
    var byName = new TreeMap<String, EtlPipeline>();
    source
        .list(pipeline.getMetadata().getNamespace(), other -> true)
        .forEach(other -> byName.put(other.getMetadata().getName(), other));
    return byName;
  }

  private static List<String> upstreams(EtlPipeline pipeline) {
    return Optional.ofNullable(pipeline.getSpec())
        .map(EtlPipelineSpec::after)
        .map(AfterSpec::pipelines)
        .orElse(List.of())
        .stream()
        .filter(Objects::nonNull)
        .map(upstream -> key(pipeline, upstream.name()))
        .toList();
  }

  /** {@return all that wait for it, also by way of others: a circle may be closed far away} */
  private static Set<ResourceID> behind(
      IndexerResourceCache<EtlPipeline> pipelines, EtlPipeline other) {
    var found = new HashSet<ResourceID>();
    var due = new ArrayDeque<>(List.of(key(other, other.getMetadata().getName())));
    while (!due.isEmpty()) {
      for (var next : pipelines.byIndex(BY_UPSTREAM, due.pop())) {
        if (found.add(ResourceID.fromResource(next))) {
          due.add(key(next, next.getMetadata().getName()));
        }
      }
    }
    return found;
  }

  private static String key(EtlPipeline pipeline, @Nullable String name) {
    return pipeline.getMetadata().getNamespace() + "/" + name;
  }

  /** {@return the connections of the pipeline's namespace, by name, as far as they were seen} */
  static Map<String, EtlConnectionSpec> seen(EtlPipeline pipeline, Context<EtlPipeline> context) {
    var source =
        (InformerEventSource<EtlConnection, EtlPipeline>)
            context.eventSourceRetriever().getEventSourceFor(EtlConnection.class, CONNECTIONS);
    return byName(source.list(pipeline.getMetadata().getNamespace(), connection -> true));
  }

  /** {@return the connections of the pipeline's namespace, by name, as they stand now} */
  static Map<String, EtlConnectionSpec> current(
      EtlPipeline pipeline, Context<EtlPipeline> context) {
    var namespace = pipeline.getMetadata().getNamespace();
    var list = context.getClient().resources(EtlConnection.class).inNamespace(namespace).list();
    return byName(list.getItems().stream());
  }

  private static Map<String, EtlConnectionSpec> byName(Stream<EtlConnection> connections) {
    var specs = new TreeMap<String, EtlConnectionSpec>();
    connections
        .filter(connection -> connection.getSpec() != null)
        .forEach(connection -> specs.put(connection.getMetadata().getName(), connection.getSpec()));
    return specs;
  }

  private static Set<ResourceID> pipelineOf(EtlRun run) {
    return Optional.ofNullable(run.getSpec()).stream()
        .flatMap(spec -> Optional.ofNullable(spec.pipeline()).stream())
        .map(name -> new ResourceID(name, run.getMetadata().getNamespace()))
        .collect(Collectors.toSet());
  }
}
