package dev.penstock.operator.it;

import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Writes down every Job that was ever made, and every run whose end was taken back. */
final class Chronicle implements AutoCloseable {
  private final Map<String, Set<String>> jobs = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> takenBack = new ConcurrentLinkedQueue<>();
  private final SharedIndexInformer<Job> jobInformer;
  private final SharedIndexInformer<EtlRun> runInformer;

  Chronicle(KubernetesClient client) {
    jobInformer = client.batch().v1().jobs().inAnyNamespace().inform(seen(this::note));
    runInformer =
        client
            .resources(EtlRun.class)
            .inAnyNamespace()
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(EtlRun run) {}

                  @Override
                  public void onUpdate(EtlRun before, EtlRun after) {
                    compare(before, after);
                  }

                  @Override
                  public void onDelete(EtlRun run, boolean unknown) {}
                });
  }

  /** {@return the names of all Jobs that the namespace ever had} */
  List<String> jobs(String namespace) {
    return new ArrayList<>(jobs.getOrDefault(namespace, Set.of()));
  }

  /** {@return the ended runs of the namespace that changed afterwards, in words} */
  List<String> takenBack(String namespace) {
    return takenBack.stream().filter(line -> line.startsWith(namespace + "/")).toList();
  }

  @Override
  public void close() {
    jobInformer.close();
    runInformer.close();
  }

  private void note(Job job) {
    var metadata = job.getMetadata();
    jobs.computeIfAbsent(metadata.getNamespace(), any -> ConcurrentHashMap.newKeySet())
        .add(metadata.getName() + " " + metadata.getUid());
  }

  private void compare(EtlRun before, EtlRun after) {
    boolean same = before.getMetadata().getUid().equals(after.getMetadata().getUid());
    if (same && ended(before) && !before.getStatus().equals(after.getStatus())) {
      takenBack.add(
          "%s/%s: %s became %s"
              .formatted(
                  after.getMetadata().getNamespace(),
                  after.getMetadata().getName(),
                  before.getStatus(),
                  after.getStatus()));
    }
  }

  private static boolean ended(EtlRun run) {
    return run.getStatus() != null && run.getStatus().completionTime() != null;
  }

  private static <T extends HasMetadata> ResourceEventHandler<T> seen(
      java.util.function.Consumer<T> note) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T resource) {
        note.accept(resource);
      }

      @Override
      public void onUpdate(T before, T after) {}

      @Override
      public void onDelete(T resource, boolean unknown) {}
    };
  }
}
