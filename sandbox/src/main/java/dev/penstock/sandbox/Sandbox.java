package dev.penstock.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.shop.ShopDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A local world of real parts: the shop, the object store, the warehouse and, where the machine
 * carries it, Kubernetes. One JVM holds it; closing it, or the end of that JVM, ends all parts.
 * What a killed JVM left is ended by the next start.
 */
public final class Sandbox implements AutoCloseable {
  private final StateDirectory state;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Thread atExit = new Thread(this::end, "sandbox-end");
  private @Nullable Running running;

  private Sandbox(StateDirectory state) {
    this.state = state;
  }

  /**
   * What to start.
   *
   * @param checkout whose examples/connections.yaml says which buckets and databases there must be
   * @param scale the shop's scale factor
   */
  public record Settings(StateDirectory state, Path checkout, double scale, boolean kubernetes) {}

  private record Running(
      SandboxDescription description,
      Credentials credentials,
      ShopDatabase shop,
      ObjectStore store) {}

  /** Another JVM holds the sandbox of this directory. */
  public static final class HeldException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HeldException(StateDirectory state) {
      super("Another process holds the sandbox in " + state.path());
    }
  }

  public static Sandbox start(Settings settings, Consumer<String> progress) {
    StateDirectory state = settings.state();
    StateDirectory.Hold hold = state.hold().orElseThrow(() -> new HeldException(state));
    Sandbox sandbox = new Sandbox(state);
    sandbox.parts.push(hold);
    try {
      Runtime.getRuntime().addShutdownHook(sandbox.atExit);
      sandbox.open(settings, progress);
      return sandbox;
    } catch (IOException e) {
      sandbox.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  /** Ends whatever a killed JVM left in this directory; needs no running sandbox. */
  public static void endLeftovers(StateDirectory state) {
    state.processes().endLeftovers();
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

  private void open(Settings settings, Consumer<String> progress) throws IOException {
    endLeftovers(state);
    state.create();
    state.processes().record(StateDirectory.HOLDER, ProcessHandle.current());
    Files.deleteIfExists(state.descriptionFile());
    Credentials credentials = Credentials.keptIn(state.credentialsFile());
    List<ObjectNode> connections =
        Manifests.parse(Files.readString(settings.checkout().resolve("examples/connections.yaml")));

    ShopDatabase shop =
        timed(
            progress,
            "shop (PostgreSQL 18, scale %s)".formatted(settings.scale()),
            () ->
                ShopDatabase.start(
                    new ShopDatabase.Settings(
                        state.path(),
                        settings.scale(),
                        credentials.shop().username(),
                        credentials.shop().password())));
    DirectoryTree.delete(state.part("store"));
    ObjectStore store =
        timed(
            progress,
            "object store (s3proxy)",
            () ->
                ObjectStore.start(
                    new ObjectStore.Settings(
                        new ObjectStore.Storage.Directory(state.part("store")),
                        credentials.store().accessKeyId(),
                        credentials.store().secretAccessKey(),
                        Manifests.buckets(connections))));
    Endpoints endpoints = new Endpoints(shop.port(), ShopDatabase.DATABASE, store.endpoint(), 5439);
    Json.writePrivately(
        state.connectionsFile(), Manifests.print(Manifests.connected(connections, endpoints)));
    Json.writePrivately(
        state.secretsFile(), Manifests.print(Manifests.secrets(connections, credentials, "")));
    SandboxDescription description =
        new SandboxDescription(
            ProcessHandle.current().pid(),
            settings.scale(),
            new SandboxDescription.Shop(
                Endpoints.HOST, shop.port(), ShopDatabase.DATABASE, credentials.shop().username()),
            new SandboxDescription.Store(
                store.endpoint().toString(), credentials.store().accessKeyId()),
            null,
            null,
            new SandboxDescription.Files(
                state.credentialsFile().toString(),
                state.connectionsFile().toString(),
                state.secretsFile().toString()));
    Json.writePrivately(state.descriptionFile(), description);
    running = new Running(description, credentials, shop, store);
  }

  private interface Start<T> {
    T start() throws IOException;
  }

  private <T extends AutoCloseable> T timed(Consumer<String> progress, String what, Start<T> start)
      throws IOException {
    long from = System.nanoTime();
    T part = start.start();
    synchronized (parts) {
      parts.push(part);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - from);
    progress.accept("%s: %.1f s".formatted(what, took.toMillis() / 1000.0));
    return part;
  }

  private void end() {
    synchronized (parts) {
      running = null;
      try {
        Files.deleteIfExists(state.descriptionFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      Optional<RuntimeException> problem = Optional.empty();
      while (!parts.isEmpty()) {
        try {
          parts.pop().close();
        } catch (Exception e) {
          RuntimeException last = new IllegalStateException("A part didn't end: " + e, e);
          problem.ifPresent(last::addSuppressed);
          problem = Optional.of(last);
        }
      }
      if (problem.isPresent()) {
        throw problem.get();
      }
    }
  }
}
