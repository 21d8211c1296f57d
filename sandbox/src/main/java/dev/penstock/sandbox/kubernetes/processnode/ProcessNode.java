package dev.penstock.sandbox.kubernetes.processnode;

import dev.penstock.sandbox.kubernetes.process.RecordedProcesses;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node whose pods are processes of this machine. It belongs to this JVM; closing it ends every
 * process it has started and no other. What a killed JVM leaves is on record, and the cluster ends
 * it.
 */
public final class ProcessNode implements AutoCloseable {
  /** The node's name, which its user's name repeats. */
  public static final String NAME = "127.0.0.1";

  /** Of the node and of all its pods. */
  public static final String ADDRESS = "127.0.0.1";

  /** Tells a process node from a real one. */
  public static final String LABEL = "penstock.dev/node";

  public static final String LABEL_VALUE = "process";

  /** What everyone who looks at the node or at one of its pods should know. */
  public static final String LABEL_SENTENCE =
      "This is a process node: the pod is a local process; limits, users, read-only roots and"
          + " networks are not enforced";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessNode.class);
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final Settings settings;
  private final NodeRegistration registration;
  private final LogServer logs;
  private final Programs programs = new Programs();
  private final Map<String, PodLife> lives = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable SharedIndexInformer<Pod> pods;

  private ProcessNode(KubernetesClient client, Settings settings, LogServer logs)
      throws IOException {
    this.client = client;
    this.settings = settings;
    this.logs = logs;
    this.registration =
        new NodeRegistration(client, capacity(settings.pods()), logs.port(), settings.clock());
  }

  /**
   * Where a node works.
   *
   * @param pods a private folder for the files of pods
   * @param processes records what it starts and keeps the logs
   * @param pki the folder with ca.crt, kubelet.crt and kubelet.key
   */
  public record Settings(Path pods, RecordedProcesses processes, Path pki, Clock clock) {}

  /**
   * Registers the node and takes pods from now on.
   *
   * @param client of the user system:node:127.0.0.1; the node closes it
   */
  public static ProcessNode start(KubernetesClient client, Settings settings) throws IOException {
    var logs = LogServer.start(settings.pki(), settings.processes());
    try {
      var node = new ProcessNode(client, settings, logs);
      node.begin();
      return node;
    } catch (IOException | RuntimeException e) {
      logs.close();
      throw e;
    }
  }

  /** Makes the image of a program known; pods that wait for it start. */
  public void importProgram(Program program) {
    programs.add(program);
  }

  @Override
  public void close() {
    var informer = pods;
    if (informer != null) {
      informer.stop();
    }
    // The lives end their processes when they are interrupted.
    threads.shutdownNow();
    threads.close();
    logs.close();
    client.close();
  }

  private void begin() {
    registration.register();
    threads.submit(this::keepAlive);
    pods = client.pods().inAnyNamespace().withField("spec.nodeName", NAME).inform(new Watcher());
  }

  /** What happens to the pods of this node, as the API server tells it. */
  private final class Watcher implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      look(pod);
    }

    @Override
    public void onUpdate(Pod before, Pod pod) {
      look(pod);
    }

    @Override
    public void onDelete(Pod pod, boolean finalStateUnknown) {
      var life = lives.remove(pod.getMetadata().getUid());
      if (life != null) {
        life.delete(Duration.ZERO);
      }
    }

    private void look(Pod pod) {
      var life = lives.computeIfAbsent(pod.getMetadata().getUid(), uid -> begin(pod));
      if (pod.getMetadata().getDeletionTimestamp() != null) {
        life.delete(
            Duration.ofSeconds(
                Optional.ofNullable(pod.getMetadata().getDeletionGracePeriodSeconds()).orElse(0L)));
      }
    }
  }

  private PodLife begin(Pod pod) {
    var reporter = new PodReporter(client, pod, settings.clock());
    var container =
        new PodContainer(
            pod,
            settings.pods().resolve(pod.getMetadata().getUid()),
            programs,
            new ClusterObjects(client),
            new ApiAccess(URI.create(client.getConfiguration().getMasterUrl())),
            settings.processes());
    var life = new PodLife(container, reporter, settings.clock());
    threads.submit(() -> run(life, PodContainer.name(pod)));
    return life;
  }

  private void run(PodLife life, String name) {
    try {
      life.run();
    } catch (InterruptedException e) {
      // The node stops, and this thread with it.
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      if (!threads.isShutdown()) {
        LOG.error("pod={} the process node can not run it", name, e);
      }
    }
  }

  private void keepAlive() {
    while (!threads.isShutdown()) {
      try {
        Thread.sleep(HEARTBEAT);
        registration.renewLease();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (KubernetesClientException e) {
        if (!threads.isShutdown()) {
          LOG.warn("The lease of the process node is not renewed: {}", e.getMessage());
        }
      }
    }
  }

  private static NodeRegistration.Capacity capacity(Path folder) throws IOException {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return new NodeRegistration.Capacity(
        Runtime.getRuntime().availableProcessors(),
        system.getTotalMemorySize(),
        Files.getFileStore(folder).getUsableSpace());
  }
}
