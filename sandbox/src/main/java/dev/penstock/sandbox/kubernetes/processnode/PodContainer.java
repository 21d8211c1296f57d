package dev.penstock.sandbox.kubernetes.processnode;

import dev.penstock.sandbox.kubernetes.process.ContainedProcess;
import dev.penstock.sandbox.kubernetes.process.Folders;
import dev.penstock.sandbox.kubernetes.process.RecordedProcesses;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The one container of a pod: its files, its environment, its command. Used by one thread. */
final class PodContainer {
  private static final int LONGEST_MESSAGE = 4096;

  /** The name of a file, with a UID and an ending, has at most 255 characters. */
  private static final int LONGEST_NAME = 180;

  private static final String MESSAGE = "/dev/termination-log";

  private final Pod pod;
  private final Path folder;
  private final Programs programs;
  private final RecordedProcesses processes;
  private final ApiAccess access;
  private final PodPaths paths;
  private final Volumes volumes;
  private final PodEnvironment environment;
  private Optional<Instant> renewTokensAt = Optional.empty();

  /**
   * Prepares nothing yet.
   *
   * @param folder of this pod alone; made by the first start, deleted when it is forgotten
   */
  PodContainer(
      Pod pod,
      Path folder,
      Programs programs,
      ApiObjects objects,
      ApiAccess access,
      RecordedProcesses processes) {
    this.pod = pod;
    this.folder = folder;
    this.programs = programs;
    this.processes = processes;
    this.access = access;
    this.paths = new PodPaths(folder.resolve("root"), mounts(pod));
    this.volumes = new Volumes(pod, objects, paths);
    this.environment = new PodEnvironment(pod, objects, paths);
  }

  /** The name under which a pod's process and log are kept. */
  static String name(Pod pod) {
    var metadata = pod.getMetadata();
    return nameBegin(metadata.getNamespace(), metadata.getName()) + metadata.getUid();
  }

  /** What the names of all pods begin with that have or had this name. */
  static String nameBegin(String namespace, String pod) {
    var name = "pod_%s_%s".formatted(namespace, pod);
    return name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "_";
  }

  Pod pod() {
    return pod;
  }

  String restartPolicy() {
    return pod.getSpec().getRestartPolicy();
  }

  Optional<ReadinessProbe> readiness() {
    return ReadinessProbe.of(container());
  }

  /** Starts it; what it left in its volumes before is still there. */
  ContainedProcess start() throws IOException, InterruptedException, NotYetException {
    Folders.privateFolder(paths.root());
    renewTokensAt = volumes.layOut();
    var message = messageFile();
    Folders.privateFolder(paths.onDisk(messagePath(container()) + "/.."));
    Files.writeString(message, "");
    var values = environment.resolve(given());
    var directory = directory();
    Folders.privateFolder(directory);
    return processes.contain(name(pod), command(values), values, directory);
  }

  /** Writes fresh tokens if it is time. */
  void renewTokens() throws IOException {
    if (renewTokensAt.filter(at -> !at.isAfter(Instant.now())).isPresent()) {
      try {
        renewTokensAt = volumes.layOut();
        access.variables(paths, kubeconfig());
      } catch (NotYetException e) {
        renewTokensAt = Optional.of(Instant.now().plusSeconds(10));
      }
    }
  }

  Optional<Instant> renewTokensAt() {
    return renewTokensAt;
  }

  /** What it left for the pod's status, at most 4 kB. */
  String terminationMessage() throws IOException {
    var file = messageFile();
    if (!Files.exists(file)) {
      return "";
    }
    var bytes = Files.readAllBytes(file);
    return new String(bytes, 0, Math.min(bytes.length, LONGEST_MESSAGE), StandardCharsets.UTF_8);
  }

  /** Deletes its files but the log. */
  void forget() throws IOException {
    Folders.delete(folder);
  }

  private List<String> command(Map<String, String> values) throws NotYetException {
    var words = new ArrayList<String>();
    if (container().getCommand().isEmpty()) {
      programs.command(container().getImage()).forEach(word -> words.add(paths.fill(word)));
    }
    Stream.concat(container().getCommand().stream(), container().getArgs().stream())
        .map(word -> paths.rewrite(Expansion.expand(word, values)))
        .forEach(words::add);
    return words;
  }

  private Map<String, String> given() throws IOException {
    var given = new LinkedHashMap<String, String>();
    given.put("PATH", System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin"));
    given.put("HOSTNAME", pod.getMetadata().getName());
    given.put("HOME", paths.root().toString());
    given.putAll(access.variables(paths, kubeconfig()));
    return given;
  }

  private Path directory() {
    return Optional.ofNullable(container().getWorkingDir()).map(paths::onDisk).orElse(paths.root());
  }

  private Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  private Path messageFile() {
    return paths.onDisk(messagePath(container()));
  }

  private Container container() {
    return pod.getSpec().getContainers().getFirst();
  }

  private static List<String> mounts(Pod pod) {
    var container = pod.getSpec().getContainers().getFirst();
    return Stream.concat(
            container.getVolumeMounts().stream().map(VolumeMount::getMountPath),
            Stream.of(messagePath(container)))
        .toList();
  }

  private static String messagePath(Container container) {
    return Optional.ofNullable(container.getTerminationMessagePath()).orElse(MESSAGE);
  }
}
