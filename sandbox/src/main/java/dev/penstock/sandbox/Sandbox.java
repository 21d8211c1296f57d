package dev.penstock.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.ClusterSettings;
import dev.penstock.sandbox.kubernetes.Kubernetes;
import dev.penstock.sandbox.kubernetes.KubernetesTools;
import dev.penstock.sandbox.kubernetes.NamedCluster;
import dev.penstock.sandbox.kubernetes.NamedContext;
import dev.penstock.sandbox.process.ProcessRecords;
import dev.penstock.sandbox.redshift.RedshiftStandIn;
import dev.penstock.sandbox.redshift.S3Access;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.shop.ShopDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A local world of real parts: the shop, the object store, the warehouse and, where the machine
 * carries it, Kubernetes. One JVM holds it; closing it, or the end of that JVM, ends all parts.
 * What a killed JVM left is ended by the next start.
 */
public final class Sandbox implements AutoCloseable {
  private final StateDirectory state;
  private final Progress progress;
  private final Deque<Part> parts = new ArrayDeque<>();
  private final Thread atExit = new Thread(this::end, "sandbox-end");
  private final Thread opener = Thread.currentThread();
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile boolean ending;
  private volatile @Nullable Running running;

  private Sandbox(StateDirectory state, Progress progress) {
    this.state = state;
    this.progress = progress;
  }

  /** Something to end; what a person need not know of has no name. */
  private record Part(String name, AutoCloseable resource) {}

  /**
   * What to start.
   *
   * @param checkout whose examples/connections.yaml says which buckets and databases there must be
   * @param scale the shop's scale factor
   * @param kubernetes how much of a cluster; LevelChoice says what the machine carries
   * @param named the cluster that a person named: there exactly at level NAMED
   */
  public record Settings(
      StateDirectory state,
      Path checkout,
      double scale,
      ClusterLevel kubernetes,
      Optional<NamedContext> named) {
    public Settings {
      if (named.isPresent() != (kubernetes == ClusterLevel.NAMED)) {
        throw new IllegalArgumentException("Level %s and context %s".formatted(kubernetes, named));
      }
    }

    /** On a cluster of the sandbox's own, or on none. */
    public Settings(StateDirectory state, Path checkout, double scale, ClusterLevel kubernetes) {
      this(state, checkout, scale, kubernetes, Optional.empty());
    }

    OwnAddress address() {
      return named.map(NamedContext::address).orElse(OwnAddress.LOOPBACK);
    }
  }

  private record Running(
      SandboxDescription description,
      List<ObjectNode> connections,
      Credentials credentials,
      ShopDatabase shop,
      ObjectStore store,
      RedshiftStandIn warehouse,
      Optional<Kubernetes> cluster) {}

  /** Another JVM holds the sandbox of this directory. */
  public static final class HeldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HeldException(StateDirectory state) {
      super("Another process holds the sandbox in " + state.path());
    }
  }

  public static Sandbox start(Settings settings, Progress progress) {
    StateDirectory state = settings.state();
    StateDirectory.Hold hold = state.hold().orElseThrow(() -> new HeldException(state));
    Sandbox sandbox = new Sandbox(state, progress);
    sandbox.parts.push(new Part("", hold));
    try {
      Runtime.getRuntime().addShutdownHook(sandbox.atExit);
      sandbox.open(settings);
      return sandbox;
    } catch (IOException e) {
      sandbox.closeAfter(e);
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      sandbox.closeAfter(e);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the sandbox started", e);
    } catch (RuntimeException e) {
      sandbox.closeAfter(e);
      throw e;
    }
  }

  /** Ends whatever a killed JVM left in this directory; needs no running sandbox. */
  public static void endLeftovers(StateDirectory state, Consumer<String> progress)
      throws IOException, InterruptedException {
    state.processes().endLeftovers();
    for (Path environment : state.environments()) {
      ProcessRecords.in(environment).endLeftovers();
    }
    Cluster.endLeftovers(state.kubernetes());
    NamedCluster.endLeftovers(state.kubernetes(), progress);
  }

  public SandboxDescription description() {
    return running().description();
  }

  public Credentials credentials() {
    return running().credentials();
  }

  public ShopDatabase shop() {
    return running().shop();
  }

  public ObjectStore store() {
    return running().store();
  }

  public RedshiftStandIn warehouse() {
    return running().warehouse();
  }

  /** The bucket that a connection of the examples names. */
  public String bucket(String connection) {
    return Manifests.bucket(running().connections(), connection);
  }

  /** The cluster, unless it was left out or the machine carries none. */
  public Optional<Kubernetes> cluster() {
    return running().cluster();
  }

  /**
   * Starts one more part, which ends with the sandbox, before those that are there already.
   *
   * @param what it is; what stands in brackets behind its name is left out when it ends
   */
  public <T extends AutoCloseable> T with(String what, Start<T> start)
      throws IOException, InterruptedException {
    return timed(what, start);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // The JVM is ending: the hook runs or has run, and ending twice is harmless.
    }
    end();
  }

  private Running running() {
    Running now = running;
    if (now == null) {
      throw new IllegalStateException("The sandbox in %s has ended".formatted(state.path()));
    }
    return now;
  }

  private void open(Settings settings) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      endLeftovers(state, progress);
      state.create();
      state.processes().record(StateDirectory.HOLDER, ProcessHandle.current());
      Files.deleteIfExists(state.descriptionFile());
      // The control plane mostly waits while it starts; the databases fill that time.
      Future<Optional<Kubernetes>> cluster = threads.submit(() -> startCluster(settings));
      try {
        running = describe(settings, startStores(settings), cluster.get());
      } catch (IOException | RuntimeException | InterruptedException e) {
        cluster.cancel(true);
        throw e;
      } catch (ExecutionException e) {
        throw new IllegalStateException("The cluster doesn't start: " + e.getCause(), e);
      }
    } finally {
      opened.countDown();
    }
  }

  private record Stores(
      Credentials credentials,
      List<ObjectNode> connections,
      ShopDatabase shop,
      ObjectStore store,
      RedshiftStandIn warehouse) {}

  private Stores startStores(Settings settings) throws IOException, InterruptedException {
    Credentials credentials = Credentials.keptIn(state.credentialsFile());
    List<ObjectNode> connections =
        Manifests.parse(Files.readString(settings.checkout().resolve("examples/connections.yaml")));
    ShopDatabase shop =
        timed(
            "shop (PostgreSQL 18, scale %s)".formatted(settings.scale()),
            () ->
                ShopDatabase.start(
                    new ShopDatabase.Settings(
                        state.path(),
                        settings.scale(),
                        credentials.shop().username(),
                        credentials.shop().password(),
                        settings.address())));
    forgetAtTheEnd(state.secretsFile());
    forgetAtTheEnd(state.connectionsFile());
    forgetAtTheEnd(state.part("store"));
    ObjectStore store =
        timed(
            "object store (s3proxy)",
            () ->
                ObjectStore.start(
                    new ObjectStore.Settings(
                        new ObjectStore.Storage.Directory(state.part("store")),
                        credentials.store().accessKeyId(),
                        credentials.store().secretAccessKey(),
                        Manifests.buckets(connections),
                        settings.address())));
    RedshiftStandIn warehouse =
        timed(
            "warehouse (Redshift stand-in)",
            () ->
                RedshiftStandIn.start(
                    new RedshiftStandIn.Settings(
                        state.path(),
                        Manifests.warehouseDatabase(connections),
                        credentials.warehouse().username(),
                        credentials.warehouse().password(),
                        new S3Access(
                            store.endpoint(),
                            credentials.store().accessKeyId(),
                            credentials.store().secretAccessKey(),
                            ObjectStore.REGION),
                        settings.address())));
    return new Stores(credentials, connections, shop, store, warehouse);
  }

  private Optional<Kubernetes> startCluster(Settings settings)
      throws IOException, InterruptedException {
    return settings.kubernetes() == ClusterLevel.NONE
        ? Optional.empty()
        : Optional.of(timed("Kubernetes", () -> cluster(settings)));
  }

  private Kubernetes cluster(Settings settings) throws IOException, InterruptedException {
    Path cache = SandboxHome.userCache();
    if (settings.named().isEmpty()) {
      return Cluster.start(
          new ClusterSettings(state.kubernetes(), cache, settings.kubernetes(), progress));
    }
    return NamedCluster.open(
        settings.named().get(),
        state.kubernetes(),
        KubernetesTools.build(cache, ClusterLevel.NAMED, progress),
        progress);
  }

  private Running describe(Settings settings, Stores stores, Optional<Kubernetes> cluster)
      throws IOException {
    ShopDatabase shop = stores.shop();
    ObjectStore store = stores.store();
    RedshiftStandIn warehouse = stores.warehouse();
    Credentials credentials = stores.credentials();
    Endpoints endpoints =
        new Endpoints(
            settings.address().host(),
            shop.port(),
            ShopDatabase.DATABASE,
            store.endpoint(),
            warehouse.port());
    Json.writePrivately(
        state.connectionsFile(),
        Manifests.print(Manifests.connected(stores.connections(), endpoints)));
    Json.writePrivately(
        state.secretsFile(),
        Manifests.print(
            Manifests.secrets(stores.connections(), credentials, warehouse.caCertificate())));
    SandboxDescription description =
        new SandboxDescription(
            ProcessHandle.current().pid(),
            settings.scale(),
            new SandboxDescription.Shop(
                settings.address().host(),
                shop.port(),
                ShopDatabase.DATABASE,
                credentials.shop().username()),
            new SandboxDescription.Store(
                store.endpoint().toString(), credentials.store().accessKeyId()),
            new SandboxDescription.Warehouse(
                settings.address().host(),
                warehouse.port(),
                Manifests.warehouseDatabase(stores.connections()),
                credentials.warehouse().username(),
                warehouse.caCertificateFile().toString()),
            cluster
                .map(c ->
                    new SandboxDescription.Kubernetes(
                        c.level().word(), c.kubeconfigs(), c.kubectl().toString()))
                .orElse(null),
            new SandboxDescription.Files(
                state.credentialsFile().toString(),
                state.connectionsFile().toString(),
                state.secretsFile().toString()));
    // Last of all: whoever sees this file may use what it names.
    Json.writePrivately(state.descriptionFile(), description);
    return new Running(
        description, stores.connections(), credentials, shop, store, warehouse, cluster);
  }

  /** Starts a part. */
  public interface Start<T> {
    T start() throws IOException, InterruptedException;
  }

  /** Starts a part, whose name ends before what is in brackets. */
  private <T extends AutoCloseable> T timed(String what, Start<T> start)
      throws IOException, InterruptedException {
    if (ending) {
      throw new IllegalStateException("The sandbox is ending");
    }
    long from = System.nanoTime();
    T part = start.start();
    synchronized (parts) {
      parts.push(new Part(what.replaceFirst(" \\(.*", ""), part));
    }
    progress.accept("%s: %s".formatted(what, Span.since(from)));
    return part;
  }

  /** Deletes what an earlier sandbox left there, and at the end what this one will have left. */
  private void forgetAtTheEnd(Path file) {
    DirectoryTree.delete(file);
    synchronized (parts) {
      parts.push(new Part("", () -> DirectoryTree.delete(file)));
    }
  }

  private void closeAfter(Exception problem) {
    try {
      close();
    } catch (RuntimeException e) {
      problem.addSuppressed(e);
    }
  }

  /** Ends the parts, the newest first; a start that is under way is broken off before. */
  private void end() {
    ending = true;
    if (opened.getCount() > 0 && Thread.currentThread() != opener) {
      opener.interrupt();
      try {
        opened.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    running = null;
    IllegalStateException problems = new IllegalStateException("Parts of the sandbox didn't end");
    // Its own thread: the interrupt that may have led here must not cut an end short.
    Thread closing = new Thread(() -> closeParts(problems), "sandbox-close");
    closing.start();
    joinWhole(closing);
    if (problems.getSuppressed().length > 0) {
      throw problems;
    }
  }

  private void closeParts(IllegalStateException problems) {
    synchronized (parts) {
      try {
        Files.deleteIfExists(state.descriptionFile());
      } catch (IOException e) {
        problems.addSuppressed(e);
      }
      List<String> ended = new ArrayList<>();
      while (!parts.isEmpty()) {
        Part part = parts.pop();
        try {
          part.resource().close();
          ended.add(part.name());
        } catch (Exception e) {
          problems.addSuppressed(e);
        }
      }
      ended.removeIf(String::isEmpty);
      if (!ended.isEmpty()) {
        progress.ended(List.copyOf(ended));
      }
    }
  }

  private static void joinWhole(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
