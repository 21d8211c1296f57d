package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.kubernetes.process.Folders;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Somebody's cluster, for a while. What is made on it through this class bears a mark, and closing
 * takes that away again and nothing else. Should the JVM be killed, the next {@link #open} on the
 * same folder or {@link #endLeftovers} does so.
 */
public final class NamedCluster implements Kubernetes {
  private static final String RECORD = "named.properties";
  private static final String CURRENT = "current-context.yaml";

  private final NamedContext context;
  private final Path state;
  private final KubernetesTools tools;
  private final KubernetesClient client;
  private final Mark mark;
  private final Consumer<String> progress;
  private boolean closed;

  private NamedCluster(
      NamedContext context,
      Path state,
      KubernetesTools tools,
      KubernetesClient client,
      Mark mark,
      Consumer<String> progress) {
    this.context = context;
    this.state = state;
    this.tools = tools;
    this.client = client;
    this.mark = mark;
    this.progress = progress;
  }

  /**
   * Takes away what a killed predecessor left and makes nothing yet.
   *
   * @param state a folder of this sandbox alone
   * @param progress takes one line per step, also while it closes
   */
  public static NamedCluster open(
      NamedContext context, Path state, KubernetesTools tools, Consumer<String> progress)
      throws IOException, InterruptedException {
    endLeftovers(state, progress);
    Folders.privateFolder(state);
    var mark = Mark.random();
    new Predecessor(context, mark).keepIn(state.resolve(RECORD));
    // kubectl and helm take the context from the first file that names one, and all else from the
    // person's own file behind it.
    Files.writeString(
        state.resolve(CURRENT),
        """
        {"apiVersion": "v1", "kind": "Config", "current-context": "%s"}
        """
            .formatted(context.name().replace("\\", "\\\\").replace("\"", "\\\"")));
    var client = new KubernetesClientBuilder().withConfig(context.config()).build();
    return new NamedCluster(context, state, tools, client, mark, progress);
  }

  /** Deletes what a killed sandbox of this folder has made on a named cluster, if it can. */
  public static void endLeftovers(Path state, Consumer<String> progress)
      throws IOException, InterruptedException {
    var predecessor = Predecessor.in(state.resolve(RECORD));
    if (predecessor.isPresent()) {
      predecessor.get().end(progress);
      Files.delete(state.resolve(RECORD));
    }
  }

  /** {@return whether something of this folder's sandbox may still be on a named cluster} */
  public static boolean isRemembered(Path state) {
    return Files.exists(state.resolve(RECORD));
  }

  /** The mark of the sandbox that uses this folder, for telling its own things from others'. */
  static Predicate<HasMetadata> markedBy(Path state) throws IOException {
    var predecessor = Predecessor.in(state.resolve(RECORD));
    return object -> predecessor.isPresent() && predecessor.get().mark().on(object);
  }

  @Override
  public ClusterLevel level() {
    return ClusterLevel.NAMED;
  }

  @Override
  public String kubeconfigs() {
    return state.resolve(CURRENT) + File.pathSeparator + context.kubeconfig();
  }

  @Override
  public KubernetesClient client() {
    return client;
  }

  @Override
  public Path kubectl() {
    return tools.kubectl();
  }

  @Override
  public Path helm() {
    return tools.helm();
  }

  /**
   * Makes a namespace, which closing deletes.
   *
   * @throws IOException when it is there already: it is somebody's
   */
  public synchronized void makeNamespace(String name) throws IOException {
    checkOpen();
    try {
      client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .withLabels(mark.labels())
                  .endMetadata()
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      throw new IOException("Namespace %s can't be made: %s".formatted(name, e.getMessage()), e);
    }
  }

  /**
   * Makes the definitions of a folder that are missing, which closing deletes; one that is there
   * stays as it is.
   *
   * @return a sentence for each
   */
  public synchronized List<String> makeDefinitions(Path folder) throws IOException {
    checkOpen();
    try {
      return definitions(folder).stream().map(this::makeDefinition).toList();
    } catch (KubernetesClientException e) {
      throw new IOException("A definition can't be made: " + e.getMessage(), e);
    }
  }

  private String makeDefinition(CustomResourceDefinition definition) {
    var name = definition.getMetadata().getName();
    if (client.resource(definition).get() != null) {
      return "%s was there and stays as it is".formatted(name);
    }
    client
        .resource(
            new CustomResourceDefinitionBuilder(definition)
                .editMetadata()
                .addToLabels(mark.labels())
                .endMetadata()
                .build())
        .create();
    return name + " made";
  }

  /** The definitions in the files of a folder. */
  static List<CustomResourceDefinition> definitions(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      var definitions = new ArrayList<CustomResourceDefinition>();
      for (var file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        definitions.add(
            Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class));
      }
      return definitions;
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException(
          "The sandbox is ending: nothing more is made on %s".formatted(context.name()));
    }
  }

  /** Deletes what was made here; a repeated call does nothing. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    // The end must not be cut short by the interrupt that may have led here.
    var interrupted = Thread.interrupted();
    try (client) {
      endOwnClients();
      if (new Traces(client, mark).remove(progress)) {
        Files.deleteIfExists(state.resolve(RECORD));
      }
      Files.deleteIfExists(state.resolve(CURRENT));
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A helm that is at work would go on making things while they are deleted. */
  private void endOwnClients() {
    var programs = List.of(tools.kubectl().toString(), tools.helm().toString());
    var running =
        ProcessHandle.current()
            .children()
            .filter(child -> child.info().command().filter(programs::contains).isPresent())
            .toList();
    running.forEach(ProcessHandle::destroy);
    for (var client : running) {
      client
          .onExit()
          .completeOnTimeout(client, 10, TimeUnit.SECONDS)
          .thenAccept(ProcessHandle::destroyForcibly)
          .join();
    }
  }

  /** What a sandbox writes down before it makes anything, for its successor. */
  private record Predecessor(NamedContext context, Mark mark) {
    static Optional<Predecessor> in(Path file) throws IOException {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      var kept = new Properties();
      try (var reader = Files.newBufferedReader(file)) {
        kept.load(reader);
      }
      return Optional.of(
          new Predecessor(
              new NamedContext(
                  Path.of(kept.getProperty("kubeconfig", "")),
                  kept.getProperty("context", ""),
                  OwnAddress.LOOPBACK),
              new Mark(kept.getProperty("mark", ""))));
    }

    void keepIn(Path file) throws IOException {
      var kept = new Properties();
      kept.setProperty("kubeconfig", context.kubeconfig().toString());
      kept.setProperty("context", context.name());
      kept.setProperty("mark", mark.id());
      try (var writer = Files.newBufferedWriter(file)) {
        kept.store(writer, "What was made on this cluster bears the label " + Mark.LABEL);
      }
    }

    /** A cluster that is gone has taken it along, and must stop nobody here. */
    void end(Consumer<String> progress) throws InterruptedException {
      if (!context.contexts().contains(context.name())) {
        progress.accept(
            "named cluster: %s has no context %s any more; if the cluster lives, what bears %s=%s"
                    .formatted(context.kubeconfig(), context.name(), Mark.LABEL, mark.id())
                + " is left on it");
        return;
      }
      try (var client = new KubernetesClientBuilder().withConfig(context.config()).build()) {
        new Traces(client, mark).remove(progress);
      } catch (KubernetesClientException e) {
        progress.accept(
            "named cluster: context %s doesn't answer; what bears %s=%s is left on it"
                .formatted(context.name(), Mark.LABEL, mark.id()));
      }
    }
  }
}
