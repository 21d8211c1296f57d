package dev.penstock.operator.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.operator.monitoring.Answers.Sample;
import dev.penstock.operator.monitoring.Answers.Series;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A real Prometheus that scrapes one operator every second, as the chart's monitors do. */
public final class PrometheusServer implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      global: {scrape_interval: 1s, evaluation_interval: 1s}
      rule_files: ["%s"]
      scrape_configs:
        - job_name: penstock
          honor_labels: true
          static_configs: [{targets: ["127.0.0.1:%d"], labels: {namespace: penstock-system}}]
      """;

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  private PrometheusServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  /**
   * Starts one; it answers soon.
   *
   * @param folder for its data, configuration and log
   * @param scraped the port of /metrics
   */
  public static PrometheusServer start(Path program, Path folder, Path rules, int scraped)
      throws IOException {
    var configuration = folder.resolve("prometheus.yml");
    Files.writeString(configuration, CONFIGURATION.formatted(rules, scraped));
    var address = "127.0.0.1:" + freePort();
    var process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new PrometheusServer(process, "http://" + address);
  }

  /** {@return whether it takes queries} */
  public boolean ready() throws InterruptedException {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** {@return the series that a query returns now} */
  public JsonNode ask(String query) throws IOException, InterruptedException {
    return data("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .path("result");
  }

  /** {@return what dashboards get from it for that time} */
  public Answers answers(Answers.Range range) {
    return new Answers() {
      @Override
      public List<Series> now(String query) throws IOException, InterruptedException {
        return series(
            data("/api/v1/query?query=%s&time=%s"
                    .formatted(URLEncoder.encode(query, StandardCharsets.UTF_8), range.end()))
                .path("result"));
      }

      @Override
      public List<Series> over(String query) throws IOException, InterruptedException {
        double step = (range.end() - range.start()) / STEPS;
        return series(
            data("/api/v1/query_range?query=%s&start=%s&end=%s&step=%s"
                    .formatted(
                        URLEncoder.encode(query, StandardCharsets.UTF_8),
                        range.start(),
                        range.end(),
                        step))
                .path("result"));
      }
    };
  }

  private static List<Series> series(JsonNode result) {
    var all = new ArrayList<Series>();
    for (var line : result) {
      var labels = new TreeMap<String, String>();
      line.path("metric").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
      var samples = new ArrayList<Sample>();
      var values = line.has("value") ? List.of(line.path("value")) : line.path("values");
      for (var value : values) {
        double number = Double.parseDouble(value.path(1).asText().replace("Inf", "Infinity"));
        if (Double.isFinite(number)) {
          samples.add(new Sample(value.path(0).asDouble(), number));
        }
      }
      if (!samples.isEmpty()) {
        all.add(new Series(labels, samples));
      }
    }
    return all;
  }

  /** {@return the alerts that are pending or firing} */
  public JsonNode alerts() throws IOException, InterruptedException {
    return data("/api/v1/alerts").path("alerts");
  }

  /** {@return the groups of rules, with what became of their last evaluation} */
  public JsonNode rules() throws IOException, InterruptedException {
    return data("/api/v1/rules").path("groups");
  }

  private JsonNode data(String path) throws IOException, InterruptedException {
    var answer = get(path);
    if (answer.statusCode() != 200) {
      throw new IOException("%s: %s".formatted(path, answer.body()));
    }
    return new ObjectMapper().readTree(answer.body()).path("data");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url + path)).build(), BodyHandlers.ofString());
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    http.close();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
