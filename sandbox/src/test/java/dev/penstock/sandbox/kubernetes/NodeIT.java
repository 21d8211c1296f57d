package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.image.Image;
import dev.penstock.sandbox.kubernetes.image.Images;
import dev.penstock.sandbox.kubernetes.image.Probe;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pods on the real node, from an image of ours. */
@Timeout(1800)
class NodeIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path folder;
  private static Cluster cluster;
  private static Image image;

  @BeforeAll
  static void startNode() throws Exception {
    if (!Levels.reached(ClusterLevel.NODE)) {
      return; // each test says so itself: what a class says here, no report counts
    }
    var images = new Images(SandboxHome.userCache(), System.out::println);
    image = images.java("probe", Probe.class.getName(), List.of(), List.of(probeJar()));
    cluster = start(folder.resolve("state"));
    cluster.importImage(image.tar());
  }

  @BeforeEach
  void needsANode() {
    Levels.assume(ClusterLevel.NODE);
  }

  @AfterAll
  static void endNode() throws Exception {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void aJobRunsToItsEndAndTellsByItsTerminationMessage() {
    run("complete", "exit", "0", "rows=42");

    assertThat(condition("complete", "Complete").getStatus()).isEqualTo("True");
    assertThat(terminated("complete").getExitCode()).isZero();
    assertThat(terminated("complete").getMessage()).isEqualTo("rows=42");
    assertThat(client().batch().v1().jobs().inNamespace("default").withName("complete").getLog())
        .contains("probe says rows=42");
  }

  @Test
  void anExitCodeThatThePolicyNamesFailsTheJobAtOnce() {
    run("refused", "exit", "65", "bad rows");

    assertThat(condition("refused", "Failed").getReason()).isEqualTo("PodFailurePolicy");
    assertThat(terminated("refused").getExitCode()).isEqualTo(65);
  }

  @Test
  void aHeapThatIsFullEndsTheProgramWithCodeThree() {
    run("full-heap", "fill-heap");

    assertThat(condition("full-heap", "Failed").getReason()).isEqualTo("BackoffLimitExceeded");
    assertThat(terminated("full-heap").getExitCode()).isEqualTo(3);
  }

  @Test
  void theMemoryLimitIsEnforced() {
    run("full-memory", "fill-memory");

    assertThat(condition("full-memory", "Failed").getReason()).isEqualTo("BackoffLimitExceeded");
    assertThat(terminated("full-memory").getReason()).isEqualTo("OOMKilled");
    assertThat(terminated("full-memory").getExitCode()).isEqualTo(137);
  }

  @Test
  void aPodReachesTheApiServerAsItWouldInAnyCluster() {
    run("api", "api");

    condition("api", "Complete");
    assertThat(terminated("api").getMessage()).isEqualTo("API server answers 200");
  }

  @Test
  void theImageRunsAsItsUserOnAReadOnlyRoot() {
    run("who", "who");

    condition("who", "Complete");
    assertThat(terminated("who").getMessage())
        .isEqualTo("user 10001, root read-only, scratch writable");
  }

  /** So nothing that runs on this node has to listen on another address for its probes. */
  @Test
  void theKubeletAsksAProbeOnLoopback() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(200, -1));
    server.start();
    try {
      client().resource(asked("asked", server.getAddress().getPort())).create();
      var pod = client().pods().inNamespace("default").withName("asked");
      pod.waitUntilReady(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(pod.get().getStatus().getPodIP()).isEqualTo(Node.NAME);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aNodeWhoseOwnerWasKilledIsEndedWithItsPodsMountsAndControlGroups() throws Exception {
    var state = folder.resolve("killed");
    var holder = ClusterHolder.start(state, ClusterLevel.NODE);
    holder.destroyForcibly().waitFor();
    assertThat(Levels.commandsThatMention(state)).isNotEmpty();
    var groups = CgroupRoot.of(ClusterFiles.of(state));
    assertThat(groups.present()).isNotEmpty();

    var ended = Cluster.endLeftovers(state);

    assertThat(ended).contains("process etcd", "process node");
    assertThat(Levels.commandsThatMention(state)).isEmpty();
    assertThat(groups.present()).isEmpty();
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(state.toString());
    assertThat(Cluster.endLeftovers(state)).isEmpty();
  }

  private static Cluster start(Path state) throws Exception {
    return Cluster.start(
        new ClusterSettings(
            state, SandboxHome.userCache(), ClusterLevel.NODE, System.out::println));
  }

  private static KubernetesClient client() {
    return cluster.client();
  }

  private static void run(String name, String... args) {
    client().resource(job(name, args)).create();
  }

  private static Job job(String name, String... args) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withNewPodFailurePolicy()
        .addNewRule()
        .withAction("FailJob")
        .withNewOnExitCodes()
        .withContainerName("probe")
        .withOperator("In")
        .withValues(65)
        .endOnExitCodes()
        .endRule()
        .endPodFailurePolicy()
        .withNewTemplate()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("probe")
        .withImage(image.reference())
        .withImagePullPolicy("IfNotPresent")
        .withArgs(args)
        .withNewResources()
        .withLimits(Map.of("memory", new Quantity("128Mi")))
        .endResources()
        .withNewSecurityContext()
        .withReadOnlyRootFilesystem(true)
        .withAllowPrivilegeEscalation(false)
        .withRunAsNonRoot(true)
        .endSecurityContext()
        .addNewVolumeMount()
        .withName("scratch")
        .withMountPath("/scratch")
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName("scratch")
        .withEmptyDir(new EmptyDirVolumeSource("Memory", null))
        .endVolume()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** A pod of whose readiness somebody else on this machine decides. */
  private static Pod asked(String name, int port) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("default")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("pause")
        .withImage("penstock.local/pause:1")
        .withImagePullPolicy("IfNotPresent")
        .withNewReadinessProbe()
        .withNewHttpGet()
        .withPath("/")
        .withNewPort(port)
        .endHttpGet()
        .withPeriodSeconds(1)
        .endReadinessProbe()
        .endContainer()
        .endSpec()
        .build();
  }

  private static JobCondition condition(String job, String type) {
    var resource = client().batch().v1().jobs().inNamespace("default").withName(job);
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                Optional.ofNullable(resource.get().getStatus()).stream()
                    .flatMap(status -> status.getConditions().stream())
                    .filter(c -> c.getType().equals(type))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static ContainerStateTerminated terminated(String job) {
    var pods = client().pods().inNamespace("default").withLabel("job-name", job);
    return pods.list()
        .getItems()
        .getFirst()
        .getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState()
        .getTerminated();
  }

  private static Path probeJar() throws Exception {
    var jar = folder.resolve("penstock-probe.jar");
    var name = Probe.class.getName().replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(jar));
        var content = Probe.class.getResourceAsStream("Probe.class")) {
      var entry = new JarEntry(name);
      entry.setTime(0);
      out.putNextEntry(entry);
      content.transferTo(out);
      out.closeEntry();
    }
    return jar;
  }
}
