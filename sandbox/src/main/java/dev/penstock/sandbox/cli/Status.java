package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.SandboxDescription;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.Span;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.demo.Activity;
import dev.penstock.sandbox.disk.DiskUse;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One line for each part, from asking the part. */
final class Status {
  private final StateDirectory state;
  private final PrintStream out;
  private boolean allAnswer = true;

  Status(StateDirectory state, PrintStream out) {
    this.state = state;
    this.out = out;
  }

  int print() {
    Optional<SandboxDescription> described =
        state.processes().alive(StateDirectory.HOLDER).flatMap(holder -> state.description());
    Optional<Activity.Now> demo = Activity.in(state).now();
    if (described.isEmpty()) {
      out.println("penstock: " + notYet(demo));
      out.println(disk());
      return Main.NOT_NOW;
    }
    SandboxDescription sandbox = described.get();
    demo.ifPresent(now -> out.println("demo        " + sentence(now)));
    SandboxDescription.Shop shop = sandbox.shop();
    line(
        "shop",
        listens(shop.host(), shop.port()),
        "PostgreSQL, jdbc:postgresql://%s:%d/%s, user %s, scale %s"
            .formatted(
                shop.host(), shop.port(), shop.database(), shop.username(), sandbox.scale()));
    URI store = URI.create(sandbox.store().endpoint());
    line(
        "store",
        listens(store.getHost(), store.getPort()),
        "S3, %s, access key %s".formatted(store, sandbox.store().accessKeyId()));
    SandboxDescription.Warehouse warehouse = sandbox.warehouse();
    line(
        "warehouse",
        listens(warehouse.host(), warehouse.port()),
        "Redshift stand-in, jdbc:redshift://%s:%d/%s, user %s"
            .formatted(
                warehouse.host(), warehouse.port(), warehouse.database(), warehouse.username()));
    SandboxDescription.Kubernetes kubernetes = sandbox.kubernetes();
    if (kubernetes == null) {
      out.println("kubernetes  left out");
    } else {
      line(
          "kubernetes",
          answers(kubernetes),
          "level %s, KUBECONFIG=%s %s get pods -A"
              .formatted(kubernetes.level(), kubernetes.kubeconfig(), kubernetes.kubectl()));
      out.println(
          "pipelines   KUBECONFIG=%s ./penstock get --namespace shop"
              .formatted(kubernetes.kubeconfig()));
    }
    out.println("holder      pid %d, state in %s".formatted(sandbox.pid(), state.path()));
    out.println("manifests   -f %s -f %s".formatted(state.connectionsFile(), state.secretsFile()));
    out.println(disk());
    return allAnswer ? 0 : 1;
  }

  private String notYet(Optional<Activity.Now> demo) {
    if (demo.isPresent()) {
      return "the sandbox is not up yet; the demo with " + sentence(demo.get());
    }
    return state.processes().alive(StateDirectory.HOLDER).isPresent()
        ? "the sandbox is starting"
        : "no sandbox is up; `./penstock sandbox up` starts one";
  }

  private static String sentence(Activity.Now now) {
    return "pid %d is at \"%s\" for %s"
        .formatted(
            now.demo().pid(), now.phase(), new Span(Duration.between(now.since(), Instant.now())));
  }

  /** Never the reason to fail: what is counted may be deleted meanwhile. */
  private static String disk() {
    try {
      return "disk        %s; `./penstock sandbox clean` deletes what nobody uses"
          .formatted(DiskUse.of(SandboxHome.userCache()).sentence());
    } catch (IOException e) {
      return "disk        " + e.getMessage();
    }
  }

  private void line(String part, boolean answers, String what) {
    allAnswer &= answers;
    out.println("%-11s %s  %s".formatted(part, answers ? "up  " : "DOWN", what));
  }

  private static boolean answers(SandboxDescription.Kubernetes kubernetes) {
    try {
      Command.of(kubernetes.kubectl())
          .with("KUBECONFIG", kubernetes.kubeconfig())
          .and("get", "--raw", "/readyz")
          .within(Duration.ofSeconds(10))
          .run();
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean listens(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), 2_000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
