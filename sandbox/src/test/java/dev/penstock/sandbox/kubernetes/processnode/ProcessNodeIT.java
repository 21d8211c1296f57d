package dev.penstock.sandbox.kubernetes.processnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.ClusterHolder;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.ClusterSettings;
import dev.penstock.sandbox.kubernetes.Levels;
import dev.penstock.sandbox.kubernetes.process.Command;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pods as processes under the real control plane, whose controllers see no difference. */
@Timeout(1800)
class ProcessNodeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static Cluster cluster;

  @BeforeAll
  static void startNode() throws Exception {
    if (Levels.reached(ClusterLevel.PROCESS)) {
      cluster =
          Cluster.start(
              new ClusterSettings(
                  folder.resolve("state"),
                  SandboxHome.userCache(),
                  ClusterLevel.PROCESS,
                  System.out::println));
    }
  }

  @BeforeEach
  void needAControlPlane() {
    Levels.assume(ClusterLevel.PROCESS);
  }

  @AfterAll
  static void endNode() throws Exception {
    if (cluster != null) {
      cluster.close();
      assertThat(Cluster.endLeftovers(folder.resolve("state"))).isEmpty();
      assertThat(Levels.commandsThatMention(folder)).isEmpty();
    }
  }

  @Test
  void theNodeIsReadyAndSaysWhatItIs() {
    var node = client().nodes().withName(ProcessNode.NAME).require();

    assertThat(node.getMetadata().getLabels()).containsEntry("penstock.dev/node", "process");
    assertThat(node.getStatus().getConditions())
        .anySatisfy(condition -> {
          assertThat(condition.getType()).isEqualTo("Ready");
          assertThat(condition.getStatus()).isEqualTo("True");
          assertThat(condition.getMessage()).contains("process node", "limits");
        });
  }

  @Test
  void aJobOfACronJobCompletesAndLeavesItsMessageAndItsLog() throws Exception {
    client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("greeting")
                .withNamespace("default")
                .endMetadata()
                .withData(Map.of("word", "hello"))
                .build())
        .create();
    apply(
        """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: daily, namespace: default}
        spec:
          schedule: "0 0 1 1 *"
          jobTemplate:
            spec:
              template:
                metadata: {annotations: {run: first}}
                spec:
                  restartPolicy: Never
                  automountServiceAccountToken: false
                  containers:
                    - name: main
                      image: none
                      command: [sh, -c]
                      args:
                        - |
                          echo "$(cat /etc/greeting/word) $RUN in $WORK with $(ls /secrets/none | wc -l) secrets" |
                            tee /dev/termination-log
                          echo x >$WORK/file && ls /scratch
                      env:
                        - {name: WORK, value: /scratch}
                        - name: RUN
                          valueFrom: {fieldRef: {fieldPath: "metadata.annotations['run']"}}
                      volumeMounts:
                        - {name: greeting, mountPath: /etc/greeting}
                        - {name: none, mountPath: /secrets/none}
                        - {name: scratch, mountPath: /scratch}
                  volumes:
                    - {name: greeting, configMap: {name: greeting}}
                    - {name: none, secret: {secretName: none, optional: true}}
                    - {name: scratch, emptyDir: {}}
        """);
    kubectl("create", "job", "now", "--from=cronjob/daily");

    assertThat(condition("now", "Complete").getStatus()).isEqualTo("True");

    var pod = podOf("now");
    assertThat(pod.getStatus().getPhase()).isEqualTo("Succeeded");
    assertThat(terminated(pod).getExitCode()).isZero();
    assertThat(terminated(pod).getMessage())
        .matches("hello first in /.*/root/scratch with 0 secrets\\s+");
    assertThat(kubectl("logs", pod.getMetadata().getName(), "--tail=1")).isEqualTo("file");
    assertThat(kubectl("logs", pod.getMetadata().getName())).contains("hello first");
    assertThat(kubectl("describe", "pod", pod.getMetadata().getName()))
        .contains(ProcessNode.LABEL_SENTENCE);
  }

  @Test
  void anExitCodeThatThePolicyNamesFailsTheJobAtOnce() {
    apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: refused, namespace: default}
        spec:
          backoffLimit: 3
          podFailurePolicy:
            rules:
              - action: FailJob
                onExitCodes: {containerName: main, operator: In, values: [65]}
          template:
            spec:
              restartPolicy: Never
              containers:
                - {name: main, image: none, command: [sh, -c, "exit 65"]}
        """);

    assertThat(condition("refused", "Failed").getReason()).isEqualTo("PodFailurePolicy");
    assertThat(terminated(podOf("refused")).getExitCode()).isEqualTo(65);
  }

  @Test
  void aKilledProcessHasTheExitCodeOfItsSignal() {
    apply(
        """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: killed, namespace: default}
        spec:
          backoffLimit: 0
          template:
            spec:
              restartPolicy: Never
              containers:
                - {name: main, image: none, command: [sh, -c, "kill -9 $$$$"]}
        """);

    assertThat(condition("killed", "Failed").getReason()).isEqualTo("BackoffLimitExceeded");
    assertThat(terminated(podOf("killed")).getExitCode()).isEqualTo(137);
  }

  @Test
  void aDeletedPodGetsItsGraceAndThenTheKillWithAllItHasStarted() throws Exception {
    apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: stubborn, namespace: default}
        spec:
          terminationGracePeriodSeconds: 1
          automountServiceAccountToken: false
          containers:
            - name: main
              image: none
              command: [sh, -c, "trap 'echo asked' TERM; sleep 1000 & echo $! >/scratch/child; while :; do wait; done"]
              volumeMounts: [{name: scratch, mountPath: /scratch}]
          volumes: [{name: scratch, emptyDir: {}}]
        """);
    var pod = awaitPhase("stubborn", "Running");
    var scratch =
        folder.resolve("state/pods/%s/root/scratch".formatted(pod.getMetadata().getUid()));
    await()
        .atMost(PATIENCE)
        .until(() ->
            Files.exists(scratch.resolve("child")) && Files.size(scratch.resolve("child")) > 1);
    var child = Long.parseLong(Files.readString(scratch.resolve("child")).strip());
    assertThat(ProcessHandle.of(child)).isPresent();

    client().pods().inNamespace("default").withName("stubborn").delete();

    await()
        .atMost(PATIENCE)
        .until(() -> client().pods().inNamespace("default").withName("stubborn").get() == null);
    await()
        .atMost(PATIENCE)
        .until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
    await().atMost(PATIENCE).until(() -> !Files.exists(scratch));
    var log = folder.resolve("state/log").resolve(PodContainer.name(pod) + ".log");
    assertThat(log).content().contains("asked");
  }

  @Test
  void aPodThatNeedsARealNodeFailsWithTheSentence() {
    apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: host, namespace: default}
        spec:
          containers: [{name: main, image: none, command: ["true"]}]
          volumes: [{name: data, hostPath: {path: /data}}]
        """);

    var pod = awaitPhase("host", "Failed");

    assertThat(pod.getStatus().getReason()).isEqualTo("NotOnAProcessNode");
    assertThat(pod.getStatus().getMessage())
        .isEqualTo(
            "Pod host asks for hostPath volume data, which a process node does not have; it needs"
                + " a real node");
  }

  @Test
  void anImageIsAProgramAndAPodWaitsForOneThatIsNotKnown() {
    apply(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: hello, namespace: default}
        spec:
          restartPolicy: Never
          containers: [{name: main, image: "penstock.local/hello:1", imagePullPolicy: Never, args: [world]}]
        """);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(waitingReason(pod("hello"))).isEqualTo("ErrImageNeverPull"));

    cluster.importProgram(new Program("penstock.local/hello:1", List.of("/bin/echo", "hello")));

    var pod = awaitPhase("hello", "Succeeded");
    assertThat(client().resource(pod).inNamespace("default").get()).isNotNull();
    assertThat(client().pods().inNamespace("default").withName("hello").getLog())
        .isEqualTo("hello world\n");
  }

  @Test
  void aDeploymentIsReadyByHttpReachesTheApiAndIsStartedAgain() throws Exception {
    var port = freePort();
    var content = Files.createDirectories(folder.resolve("www"));
    Files.writeString(content.resolve("healthz"), "ok");
    cluster.importProgram(
        new Program(
            "penstock.local/server:1",
            List.of(
                "/bin/sh",
                "-c",
                "test -e ${/state}/second || { touch ${/state}/second; exit 1; }; "
                    + cluster.kubectl()
                    + " auth whoami; exec "
                    + Path.of(System.getProperty("java.home"), "bin", "jwebserver")
                    + " -b 127.0.0.1 -p "
                    + port
                    + " -d "
                    + content)));
    apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: server, namespace: default}
        spec:
          replicas: 1
          selector: {matchLabels: {app: server}}
          template:
            metadata: {labels: {app: server}}
            spec:
              containers:
                - name: main
                  image: penstock.local/server:1
                  imagePullPolicy: Never
                  ports: [{name: http, containerPort: %d}]
                  readinessProbe: {httpGet: {path: /healthz, port: http}}
                  volumeMounts: [{name: state, mountPath: /state}]
              volumes: [{name: state, emptyDir: {}}]
        """
            .formatted(port));

    await()
        .atMost(PATIENCE)
        .until(() ->
            Integer.valueOf(1)
                .equals(
                    client()
                        .apps()
                        .deployments()
                        .inNamespace("default")
                        .withName("server")
                        .get()
                        .getStatus()
                        .getReadyReplicas()));

    var pod =
        client()
            .pods()
            .inNamespace("default")
            .withLabel("app", "server")
            .list()
            .getItems()
            .getFirst();
    var status = pod.getStatus().getContainerStatuses().getFirst();
    assertThat(status.getRestartCount()).isEqualTo(1);
    assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(1);
    assertThat(kubectl("logs", pod.getMetadata().getName()))
        .contains("system:serviceaccount:default:default");
  }

  @Test
  void aNodeWhoseOwnerWasKilledIsEndedWithItsPods() throws Exception {
    var state = folder.resolve("killed");
    var holder = ClusterHolder.start(state, ClusterLevel.PROCESS);
    var pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: long, namespace: default}
        spec:
          containers:
            - {name: main, image: none, command: [sh, -c, "sleep 1001; echo %s"]}
        """
            .formatted(state);
    var config = Config.fromKubeconfig(state.resolve("kubeconfig/admin").toFile());
    try (var client = new KubernetesClientBuilder().withConfig(config).build()) {
      client.resource(pod).create();
      var created = client.pods().inNamespace("default").withName("long");
      await().atMost(PATIENCE).until(() -> "Running".equals(created.get().getStatus().getPhase()));
    }
    holder.destroyForcibly().waitFor();
    assertThat(Levels.commandsThatMention(state)).anyMatch(c -> c.contains("sleep 1001"));

    var ended = Cluster.endLeftovers(state);

    assertThat(ended).anyMatch(part -> part.startsWith("process pod_default_long_"));
    assertThat(Levels.commandsThatMention(state)).isEmpty();
    assertThat(state.resolve("pods")).doesNotExist();
  }

  private static KubernetesClient client() {
    return cluster.client();
  }

  private static void apply(String yaml) {
    client().resource(yaml).create();
  }

  private static String kubectl(String... words) throws Exception {
    return Command.of(cluster.kubectl().toString())
        .and(words)
        .with("KUBECONFIG", cluster.kubeconfig().toString())
        .run();
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

  private static Pod podOf(String job) {
    return client()
        .pods()
        .inNamespace("default")
        .withLabel("job-name", job)
        .list()
        .getItems()
        .getFirst();
  }

  private static Pod pod(String name) {
    return client().pods().inNamespace("default").withName(name).require();
  }

  private static Pod awaitPhase(String pod, String phase) {
    return await()
        .atMost(PATIENCE)
        .until(() -> pod(pod), found -> phase.equals(found.getStatus().getPhase()));
  }

  private static String waitingReason(Pod pod) {
    var statuses = pod.getStatus().getContainerStatuses();
    return statuses.isEmpty() || statuses.getFirst().getState().getWaiting() == null
        ? ""
        : statuses.getFirst().getState().getWaiting().getReason();
  }

  private static ContainerStateTerminated terminated(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst().getState().getTerminated();
  }

  private static int freePort() throws Exception {
    try (var socket = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
