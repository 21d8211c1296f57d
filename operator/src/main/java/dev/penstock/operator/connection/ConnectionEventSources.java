package dev.penstock.operator.connection;

import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What wakes a connection: its checks, runs that use it, pipelines that name it or did. */
final class ConnectionEventSources {
  private static final String JOBS = "jobs";
  private static final String PIPELINES = "pipelines";
  private static final String BY_NAMESPACE = "by-namespace";

  private ConnectionEventSources() {}

  static List<EventSource<?, EtlConnection>> of(EventSourceContext<EtlConnection> context) {
    var connections = context.getPrimaryCache();
    connections.addIndexer(
        BY_NAMESPACE, connection -> List.of(connection.getMetadata().getNamespace()));
    var jobs =
        InformerEventSourceConfiguration.from(Job.class, EtlConnection.class)
            .withName(JOBS)
            .withLabelSelector(Marks.MANAGED)
            .withSecondaryToPrimaryMapper(ConnectionEventSources::named)
            .withNamespacesInheritedFromController()
            .build();
    var pipelines =
        InformerEventSourceConfiguration.from(EtlPipeline.class, EtlConnection.class)
            .withName(PIPELINES)
            // Of a pipeline that names it no more only the connections know.
            .withSecondaryToPrimaryMapper(pipeline ->
                connections.byIndex(BY_NAMESPACE, pipeline.getMetadata().getNamespace()).stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()))
            .withOnUpdateFilter((now, before) -> !Objects.equals(now.getSpec(), before.getSpec()))
            .withNamespacesInheritedFromController()
            .build();
    return List.of(
        new InformerEventSource<>(jobs, context), new InformerEventSource<>(pipelines, context));
  }

  /** {@return the Jobs of the connection's namespace, as far as they were seen} */
  static List<Job> jobs(EtlConnection connection, Context<EtlConnection> context) {
    return source(context, Job.class, JOBS)
        .list(connection.getMetadata().getNamespace(), job -> true)
        .toList();
  }

  /** {@return the pipelines of the connection's namespace, as far as they were seen} */
  static List<EtlPipeline> pipelines(EtlConnection connection, Context<EtlConnection> context) {
    return source(context, EtlPipeline.class, PIPELINES)
        .list(connection.getMetadata().getNamespace(), pipeline -> true)
        .toList();
  }

  private static <R extends HasMetadata> InformerEventSource<R, EtlConnection> source(
      Context<EtlConnection> context, Class<R> type, String name) {
    return (InformerEventSource<R, EtlConnection>)
        context.eventSourceRetriever().getEventSourceFor(type, name);
  }

  private static Set<ResourceID> named(Job job) {
    var metadata = job.getMetadata();
    var names = new HashSet<String>();
    if (CheckJob.is(job)) {
      metadata.getOwnerReferences().forEach(owner -> names.add(owner.getName()));
    } else {
      var annotations =
          Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of());
      names.addAll(Arrays.asList(annotations.getOrDefault(Marks.CONNECTIONS, "").split(",")));
    }
    return names.stream()
        .filter(name -> !name.isEmpty())
        .map(name -> new ResourceID(name, metadata.getNamespace()))
        .collect(Collectors.toSet());
  }
}
