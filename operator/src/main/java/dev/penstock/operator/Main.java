package dev.penstock.operator;

import dev.penstock.api.runner.ExitCode;
import dev.penstock.operator.health.Answer;
import dev.penstock.operator.health.HealthServer;
import dev.penstock.operator.health.Question;
import dev.penstock.operator.metrics.OperatorMetrics;
import dev.penstock.operator.settings.Settings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's process: runs until it is asked to end by SIGTERM, or loses the lease. With {@code
 * ask URL} it is no operator, but asks one how it is, for {@code helm test}.
 */
public final class Main {
  private static final Logger log = LoggerFactory.getLogger(Main.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Main() {}

  /** Settings come from the environment; the only arguments are those of {@code ask URL}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length > 0) {
      System.exit(ask(List.of(arguments)).code());
      return;
    }
    Settings settings;
    try {
      settings = Settings.of(System.getenv());
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.exit(ExitCode.CONFIGURATION.code());
      return;
    }
    run(settings, Clock.systemUTC());
  }

  /** {@return DONE when the operator there says that it is well} Both are said. */
  static ExitCode ask(List<String> words) throws InterruptedException {
    if (words.size() != 2 || !words.getFirst().equals("ask")) {
      System.err.println("The operator takes no arguments but: ask URL. Leave them out.");
      return ExitCode.CONFIGURATION;
    }
    try {
      var answer = new Question(words.getLast(), PATIENCE).ask();
      System.out.println(answer.text());
      return answer.ok() ? ExitCode.DONE : ExitCode.TRANSIENT;
    } catch (IllegalArgumentException wrong) {
      System.err.println("%s can not be asked: %s.".formatted(words.getLast(), wrong.getMessage()));
      return ExitCode.CONFIGURATION;
    }
  }

  private static void run(Settings settings, Clock clock) throws IOException, InterruptedException {
    var asked = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(asked, ended), "shutdown"));
    var operator = new AtomicReference<@Nullable RunningOperator>();
    try (var metrics = new OperatorMetrics();
        var health = health(settings, operator, metrics)) {
      var wire = Wire.of(settings, metrics, clock);
      try (var client = wire.client().build();
          var running = RunningOperator.start(client, wire, metrics, settings, clock, Main::halt)) {
        operator.set(running);
        log.info(
            "started runner={} namespaces={} health={} election={}",
            settings.runner().name(),
            settings.namespaces().isEmpty() ? "all" : settings.namespaces(),
            health == null ? "none" : health.port(),
            settings.election().isPresent());
        asked.await();
        log.info("ending");
      }
    } finally {
      ended.countDown();
    }
  }

  private static @Nullable HealthServer health(
      Settings settings,
      AtomicReference<@Nullable RunningOperator> operator,
      OperatorMetrics metrics)
      throws IOException {
    if (settings.healthPort() == 0) {
      return null;
    }
    return HealthServer.start(
        settings.healthAddress(),
        settings.healthPort(),
        // The caches may take long; how long is the startup probe's to say.
        () -> answer(operator, RunningOperator::live, true),
        () -> answer(operator, RunningOperator::ready, false),
        metrics::scrape);
  }

  private static Answer answer(
      AtomicReference<@Nullable RunningOperator> operator,
      Function<RunningOperator, Answer> question,
      boolean starting) {
    var running = operator.get();
    return running == null
        ? new Answer(starting, "the caches are being filled")
        : question.apply(running);
  }

  /** Another replica acts from now on: nothing may end in good order that could still write. */
  private static void halt() {
    Runtime.getRuntime().halt(ExitCode.TRANSIENT.code());
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
