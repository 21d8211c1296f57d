package dev.penstock.operator;

import dev.penstock.operator.health.HealthServer;
import dev.penstock.operator.settings.Settings;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's process: runs until it is asked to end by SIGTERM. */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final int CONFIGURATION = 78;

  private Main() {}

  /** Takes no arguments; settings come from the environment. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Settings settings;
    try {
      settings = Settings.of(System.getenv());
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(CONFIGURATION);
      return;
    }
    run(settings);
  }

  private static void run(Settings settings) throws IOException, InterruptedException {
    var asked = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(asked, ended), "shutdown"));
    var operator = new AtomicReference<@Nullable RunningOperator>();
    try (var health = health(settings, operator);
        var client = new KubernetesClientBuilder().build();
        var running = RunningOperator.start(client, settings, Clock.systemUTC())) {
      operator.set(running);
      log.info(
          "started runner={} namespaces={} health={}",
          settings.runner().name(),
          settings.namespaces().isEmpty() ? "all" : settings.namespaces(),
          health == null ? "none" : health.port());
      asked.await();
      log.info("ending");
    } finally {
      ended.countDown();
    }
  }

  private static @Nullable HealthServer health(
      Settings settings, AtomicReference<@Nullable RunningOperator> operator) throws IOException {
    if (settings.healthPort() == 0) {
      return null;
    }
    // Alive as long as it answers; ready when the caches are filled and every informer watches.
    return HealthServer.start(
        settings.healthAddress(),
        settings.healthPort(),
        () -> true,
        () -> {
          var running = operator.get();
          return running != null && running.healthy();
        });
  }

  private static void end(CountDownLatch asked, CountDownLatch ended) {
    asked.countDown();
    try {
      ended.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
