package dev.penstock.operator.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.upstream.Combination;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against an HTTP server that keeps runs by their names; the operator ends at any of its calls. */
class UpstreamRunTest {
  private static final int CALLS = 4;

  private final EtlPipeline report =
      Given.pipeline("report", "after: {pipelines: [{name: customers}]}\n");
  private final Map<String, EtlRun> runs = new ConcurrentSkipListMap<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile int fatal;
  private volatile boolean reached;
  private HttpServer server;
  private KubernetesClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/apis/penstock.dev/v1alpha1/namespaces/shop/", this::handle);
    server.start();
    var config = Config.empty();
    config.setMasterUrl("http://127.0.0.1:" + server.getAddress().getPort());
    config.setRequestRetryBackoffLimit(0);
    client = new KubernetesClientBuilder().withConfig(config).build();
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean last = calls.incrementAndGet() == fatal;
      if (last && !reached) {
        return;
      }
      var body = exchange.getRequestBody().readAllBytes();
      var name = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
      if (exchange.getRequestMethod().equals("POST")) {
        var run = Serialization.unmarshal(new String(body, StandardCharsets.UTF_8), EtlRun.class);
        boolean isNew = runs.putIfAbsent(run.getMetadata().getName(), run) == null;
        answer(exchange, last, isNew ? 201 : 409, isNew ? run : status(409, "AlreadyExists"));
      } else if (name.equals("report")) {
        answer(exchange, last, 200, report);
      } else if (name.equals("etlruns")) {
        answer(
            exchange,
            last,
            200,
            Map.of(
                "apiVersion",
                "penstock.dev/v1alpha1",
                "kind",
                "EtlRunList",
                "metadata",
                Map.of(),
                "items",
                List.copyOf(runs.values())));
      } else {
        var run = runs.get(name);
        answer(
            exchange, last, run == null ? 404 : 200, run == null ? status(404, "NotFound") : run);
      }
    }
  }

  private static Map<String, Object> status(int code, String reason) {
    return Map.of(
        "apiVersion", "v1", "kind", "Status", "status", "Failure", "reason", reason, "code", code);
  }

  private static void answer(HttpExchange exchange, boolean lost, int code, Object what)
      throws IOException {
    if (lost) {
      return;
    }
    var body = Serialization.asJson(what).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
  }

  private static Map<String, EtlPipeline> customers(long commit) {
    var upstream = Given.pipeline("customers");
    var success =
        new RunSummary(
            "r",
            "u" + commit,
            RunState.SUCCEEDED,
            null,
            null,
            null,
            commit,
            null,
            null,
            "2026-11-24T10:%02d:00Z".formatted(commit),
            null);
    upstream.setStatus(
        new EtlPipelineStatus(
            1L, List.of(), null, null, success, success, 0, null, null, null, null, null));
    return Map.of("customers", upstream);
  }

  private void make(long commit) {
    UpstreamRun.make(report, customers(commit), List.of(), any -> {}, client);
  }

  private void allEnd() {
    var ended =
        new EtlRunStatus(
            RunState.FAILED,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            "2026-11-24T11:00:00Z",
            null);
    runs.values().forEach(run -> run.setStatus(ended));
  }

  private List<String> combinations() {
    return runs.values().stream()
        .map(run -> run.getMetadata().getAnnotations().get(Marks.UPSTREAMS))
        .sorted()
        .collect(Collectors.toList());
  }

  /** With empty hands: its caches know no run, and no status was written. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whicheverCallIsTheLastOfAnOperatorTheNextMakesTheOneRun(boolean arrives) {
    reached = arrives;
    for (int commit = 1; commit <= CALLS; commit++) {
      calls.set(0);
      fatal = commit;
      try {
        make(commit);
      } catch (KubernetesClientException dead) {
        assertThat(calls.get()).isGreaterThanOrEqualTo(fatal);
      }
      fatal = 0;
      make(commit);
      assertThat(runs).as("of the same commit").hasSize(commit);
      allEnd();
      make(commit);
      assertThat(combinations()).doesNotHaveDuplicates().hasSize(commit);
    }
  }

  @Test
  void whatAnotherHasMadeMeanwhileIsTheSame() {
    make(1);
    var made = Map.copyOf(runs);
    // Its list was read before the other's run was there.
    var desired = UpstreamRun.desired(report, Combination.parse(combinations().getFirst()));
    RunOfItsName.make(desired, client);
    assertThat(runs).isEqualTo(made);
  }
}
