package dev.penstock.operator.it;

import dev.penstock.operator.admission.JobStanding;
import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Every state that the Jobs of a namespace were ever in, in the order of the store. */
final class JobHistory implements Watcher<Job>, AutoCloseable {
  private final Map<String, Job> now = new TreeMap<>();
  private final List<Map<String, String>> active = new ArrayList<>();
  private final Set<String> handed = new HashSet<>();
  private final List<String> trouble = new ArrayList<>();
  private Watch watch = () -> {};

  private JobHistory() {}

  static JobHistory of(KubernetesClient client, String namespace) {
    var history = new JobHistory();
    history.watch = client.batch().v1().jobs().inNamespace(namespace).watch(history);
    return history;
  }

  @Override
  public synchronized void eventReceived(Action action, Job job) {
    var name = job.getMetadata().getName();
    if (action == Action.DELETED) {
      now.remove(name);
    } else {
      now.put(name, job);
    }
    var moment = new TreeMap<String, String>();
    now.values().stream()
        .filter(each -> JobStanding.of(each) == JobStanding.ADMITTED)
        .forEach(each ->
            moment.put(
                each.getMetadata().getName(), each.getMetadata().getLabels().get(Marks.PIPELINE)));
    active.add(moment);
  }

  @Override
  public synchronized void onClose(WatcherException cause) {
    trouble.add("the watch broke off: " + cause.getMessage());
  }

  /** {@return a Job that runs and was not returned before; empty text: none} */
  synchronized String newlyStarted() {
    var last = active.isEmpty() ? Map.<String, String>of() : active.getLast();
    return last.keySet().stream().filter(handed::add).findFirst().orElse("");
  }

  synchronized int mostAtOnce() {
    return active.stream().mapToInt(Map::size).max().orElse(0);
  }

  /** {@return each moment with more runs than that, or two of a pipeline} */
  synchronized List<String> violations(int limit) {
    var found = new ArrayList<>(trouble);
    for (var moment : active) {
      if (moment.size() > limit || new HashSet<>(moment.values()).size() < moment.size()) {
        found.add(moment.toString());
      }
    }
    return found;
  }

  @Override
  public void close() {
    watch.close();
  }
}
