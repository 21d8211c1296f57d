package dev.penstock.operator.run;

import dev.penstock.api.RunState;
import dev.penstock.operator.admission.Limits;
import dev.penstock.operator.resource.EtlConnection;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.SecondaryToPrimaryMapper;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What wakes a run: its own Job and pods, and, while it waits, whatever may end the wait in its
 * namespace.
 */
final class RunEventSources {
  private static final String WAITING = "waiting";
  private static final String JOBS = "jobs";
  private static final String CONNECTIONS = "connections";
  private static final String PIPELINES = "pipelines";

  private RunEventSources() {}

  static List<EventSource<?, EtlRun>> of(EventSourceContext<EtlRun> context) {
    var runs = context.getPrimaryCache();
    runs.addIndexer(
        WAITING, run -> waits(run) ? List.of(run.getMetadata().getNamespace()) : List.of());
    return List.of(
        source(
            Job.class,
            JOBS,
            Marks.MANAGED,
            job ->
                Stream.concat(RunJob.runsOfJob(job).stream(), waiting(runs, job))
                    .collect(Collectors.toSet()),
            context),
        source(Pod.class, "pods", Marks.MANAGED, RunJob::runsOfPod, context),
        source(EtlConnection.class, CONNECTIONS, null, waitingFor(runs), context),
        source(EtlPipeline.class, PIPELINES, null, waitingFor(runs), context));
  }

  /** {@return what admission needs to know of the run's namespace, as far as the caches know it} */
  static Queue queue(EtlRun run, Context<EtlRun> context) {
    var namespace = run.getMetadata().getNamespace();
    var limits =
        Limits.of(source(context, EtlConnection.class, CONNECTIONS).list(namespace, all -> true));
    var jobs = source(context, Job.class, JOBS).list(namespace, job -> true).toList();
    return new Queue(jobs, limits);
  }

  /** {@return the run's pipeline as the cache knows it} */
  static @Nullable EtlPipeline pipeline(EtlRun run, Context<EtlRun> context) {
    var id = new ResourceID(run.getSpec().pipeline(), run.getMetadata().getNamespace());
    return source(context, EtlPipeline.class, PIPELINES).get(id).orElse(null);
  }

  /** The Jobs of a namespace and the limits of its connections. */
  record Queue(List<Job> jobs, Map<String, Integer> limits) {
    /** {@return the Jobs with this one, which the cache may not have yet} */
    List<Job> with(Job job) {
      var uid = job.getMetadata().getUid();
      var all = new ArrayList<Job>();
      jobs.stream().filter(other -> !other.getMetadata().getUid().equals(uid)).forEach(all::add);
      all.add(job);
      return all;
    }
  }

  private static <R extends HasMetadata> EventSource<R, EtlRun> source(
      Class<R> type,
      String name,
      @Nullable String selector,
      SecondaryToPrimaryMapper<R> mapper,
      EventSourceContext<EtlRun> context) {
    var configuration =
        InformerEventSourceConfiguration.from(type, EtlRun.class)
            .withName(name)
            .withSecondaryToPrimaryMapper(mapper)
            .withNamespacesInheritedFromController();
    if (selector != null) {
      configuration.withLabelSelector(selector);
    }
    return new InformerEventSource<>(configuration.build(), context);
  }

  private static <R extends HasMetadata> InformerEventSource<R, EtlRun> source(
      Context<EtlRun> context, Class<R> type, String name) {
    return (InformerEventSource<R, EtlRun>)
        context.eventSourceRetriever().getEventSourceFor(type, name);
  }

  private static <R extends HasMetadata> SecondaryToPrimaryMapper<R> waitingFor(
      IndexerResourceCache<EtlRun> runs) {
    return resource -> waiting(runs, resource).collect(Collectors.toSet());
  }

  private static Stream<ResourceID> waiting(
      IndexerResourceCache<EtlRun> runs, HasMetadata resource) {
    return runs.byIndex(WAITING, resource.getMetadata().getNamespace()).stream()
        .map(ResourceID::fromResource);
  }

  private static boolean waits(EtlRun run) {
    var status = run.getStatus();
    return status == null || status.state() == null || status.state() == RunState.QUEUED;
  }
}
