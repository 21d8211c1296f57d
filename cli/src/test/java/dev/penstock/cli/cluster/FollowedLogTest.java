package dev.penstock.cli.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an HTTP server that answers as API servers do, and breaks off where it is told to. */
class FollowedLogTest {
  private static final String RUNNING = state("running: {}");
  private static final String ENDED = state("terminated: {exitCode: 0}");

  private final Deque<String> pods = new ArrayDeque<>();
  private final Deque<Reply> logs = new ArrayDeque<>();
  private final ConcurrentLinkedQueue<String> queries = new ConcurrentLinkedQueue<>();
  private final List<String> told = new ArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch over = new CountDownLatch(1);
  private HttpServer server;
  private Namespace space;

  /**
   * What a request for the log gets.
   *
   * @param broken the connection ends within it
   * @param stalls it stays open, and nothing more comes
   */
  private record Reply(int code, String text, boolean broken, boolean stalls) {
    Reply(int code, String text, boolean broken) {
      this(code, text, broken, false);
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/namespaces/shop/pods/p", this::pod);
    server.createContext("/api/v1/namespaces/shop/pods/p/log", this::log);
    server.start();
    var config = Config.empty();
    config.setMasterUrl("http://127.0.0.1:" + server.getAddress().getPort());
    config.setRequestRetryBackoffLimit(0);
    space = new Namespace(new KubernetesClientBuilder().withConfig(config).build(), "shop");
  }

  @AfterEach
  void stop() {
    over.countDown();
    space.close();
    server.stop(0);
    threads.shutdownNow();
  }

  private static String state(String words) {
    return """
    apiVersion: v1
    kind: Pod
    metadata: {name: p, namespace: shop}
    status: {containerStatuses: [{name: runner, state: {%s}}]}
    """
        .formatted(words);
  }

  private void pod(HttpExchange exchange) throws IOException {
    var pod = Serialization.unmarshal(pods.pop(), Pod.class);
    var body = Serialization.asJson(pod).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.getResponseHeaders().add("Connection", "close");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private void log(HttpExchange exchange) throws IOException {
    queries.add(exchange.getRequestURI().getQuery());
    var reply = logs.pop();
    if (reply.stalls() && reply.text().isEmpty()) {
      stall(exchange);
      return;
    }
    var body = reply.text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Connection", "close");
    // A length that is never reached breaks the connection.
    exchange.sendResponseHeaders(
        reply.code(), reply.broken() || reply.stalls() ? body.length + 100 : body.length);
    exchange.getResponseBody().write(body);
    exchange.getResponseBody().flush();
    if (reply.stalls()) {
      stall(exchange);
      return;
    }
    exchange.close();
  }

  /** As a peer that is gone without a word. */
  private void stall(HttpExchange exchange) {
    try (exchange) {
      over.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private FollowedLog followed() {
    var pod = new PodBuilder().withNewMetadata().withName("p").endMetadata().build();
    return space.follow(pod, told::add);
  }

  @Test
  void linesAreToldOnceOverConnectionsThatEnd() throws InterruptedException {
    pods.addAll(List.of(RUNNING, RUNNING, ENDED));
    logs.add(
        new Reply(
            200,
            """
            2026-01-01T00:00:01.000000001Z one
            2026-01-01T00:00:01.5Z two
            2026-01-01T00:00:01.5Z two again
            """,
            false));
    // The server counts whole seconds only, so it repeats; the last line is not whole yet.
    logs.add(
        new Reply(
            200,
            """
            2026-01-01T00:00:01.000000001Z one
            2026-01-01T00:00:01.5Z two
            2026-01-01T00:00:01.5Z two again
            2026-01-01T00:00:01.5Z two once more
            2026-01-01T00:00:02Z thr\
            """,
            false));
    logs.add(
        new Reply(
            200,
            """
            2026-01-01T00:00:01.000000001Z one
            2026-01-01T00:00:01.5Z two
            2026-01-01T00:00:01.5Z two again
            2026-01-01T00:00:01.5Z two once more
            2026-01-01T00:00:02Z three
            2026-01-01T00:00:03Z\u0020
            2026-01-01T00:00:04Z the end\
            """,
            false));
    var log = followed();

    assertThat(log.read()).isFalse();
    assertThat(log.read()).isFalse();
    assertThat(log.read()).isTrue();

    assertThat(told)
        .containsExactly("one", "two", "two again", "two once more", "three", "", "the end");
    assertThat(queries)
        .allSatisfy(query -> assertThat(query).contains("follow=true").contains("timestamps=true"))
        .satisfiesExactly(
            first -> assertThat(first).doesNotContain("sinceTime"),
            second -> assertThat(second).contains("sinceTime=2026-01-01T00:00:01Z"),
            third -> assertThat(third).contains("sinceTime=2026-01-01T00:00:01Z"));
  }

  @Test
  void aConnectionThatBreaksIsFollowedByAnother() throws InterruptedException {
    pods.addAll(List.of(RUNNING, ENDED));
    logs.add(new Reply(200, "2026-01-01T00:00:01Z one\n2026-01-01T00:00:02Z tw", true));
    logs.add(new Reply(200, "2026-01-01T00:00:01Z one\n2026-01-01T00:00:02Z two\n", false));
    var log = followed();

    assertThat(log.read()).isFalse();
    assertThat(log.read()).isTrue();
    assertThat(told).containsExactly("one", "two");
  }

  @Test
  void aConnectionThatFallsSilentIsFollowedByAnotherAndItsHalfLineIsToldOnce()
      throws InterruptedException {
    pods.addAll(List.of(RUNNING, RUNNING, ENDED, ENDED));
    logs.add(new Reply(200, "2026-01-01T00:00:01Z one\n2026-01-01T00:00:02Z tw", false, true));
    logs.add(new Reply(200, "", false, true));
    // Also of a container that has ended meanwhile: what was half told is asked for again.
    logs.add(new Reply(200, "2026-01-01T00:00:01Z one\n2026-01-01T00:00:02Z tw", false, true));
    logs.add(new Reply(200, "2026-01-01T00:00:01Z one\n2026-01-01T00:00:02Z two\n", false));
    var pod = new PodBuilder().withNewMetadata().withName("p").endMetadata().build();
    var log = space.follow(pod, told::add, Duration.ofMillis(300));

    assertThat(log.read()).isFalse();
    assertThat(told).containsExactly("one");
    assertThat(log.read()).as("a server that has not even begun to answer").isFalse();
    assertThat(log.read()).as("what is left to come").isFalse();
    assertThat(log.read()).isTrue();
    assertThat(told).containsExactly("one", "two");
    assertThat(queries).hasSize(4);
  }

  @Test
  void linesOfAClockThatWasSetBackAreToldToo() throws InterruptedException {
    pods.addAll(List.of(RUNNING, ENDED));
    logs.add(
        new Reply(
            200,
            """
            2026-01-01T00:00:05Z one
            2026-01-01T00:00:02Z two
            2026-01-01T00:00:06Z three
            """,
            false));
    logs.add(
        new Reply(
            200,
            """
            2026-01-01T00:00:06Z three
            2026-01-01T00:00:07Z four
            2026-01-01T00:00:03Z five
            """,
            false));
    var log = followed();

    assertThat(log.read()).isFalse();
    assertThat(log.read()).isTrue();
    assertThat(told).containsExactly("one", "two", "three", "four", "five");
  }

  @Test
  void aServerThatIsAwayIsUnavailable() {
    server.stop(0);

    assertThatThrownBy(() -> followed().read())
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.exit()).isEqualTo(Exit.UNAVAILABLE))
        .hasMessageContaining("The log of pod p in namespace shop can not be read");
  }

  @Test
  void anAnswerThatIsNoLogIsNotToldAsOne() {
    pods.add(RUNNING);
    logs.add(
        new Reply(
            403,
            """
            {"kind":"Status","apiVersion":"v1","status":"Failure","message":"pods \\"p\\" is forbidden","code":403}\
            """,
            false));

    assertThatThrownBy(() -> followed().read())
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.exit()).isEqualTo(Exit.FORBIDDEN))
        .hasMessageContaining("pods \"p\" is forbidden");
    assertThat(told).isEmpty();
  }
}
