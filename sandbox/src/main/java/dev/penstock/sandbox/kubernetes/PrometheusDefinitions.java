package dev.penstock.sandbox.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The CustomResourceDefinitions of the Prometheus operator, as its Go module holds them. Only they
 * are taken: the operator itself is not built.
 */
public final class PrometheusDefinitions {
  static final String MODULE = "github.com/prometheus-operator/prometheus-operator";
  static final String VERSION = "v0.85.0";

  /** Lines for go.sum: what is downloaded is what was tested. */
  private static final String SUMS =
      """
      %1$s %2$s h1:M5xLCLEoaW2IJfnuCwFzzpL+jSVQu3KGT84Pye+fW8s=
      %1$s %2$s/go.mod h1:nsm9EUSfVNwcdq2v3aOkCYKMqE6dDZVCZ6aFJ1ABXm8=
      """
          .formatted(MODULE, VERSION);

  private static final List<String> KINDS =
      List.of("prometheusrules", "servicemonitors", "podmonitors");
  private static final Duration DOWNLOAD = Duration.ofMinutes(10);

  private PrometheusDefinitions() {}

  /**
   * {@return the files of PrometheusRule, ServiceMonitor and PodMonitor, in Go's module cache}
   *
   * @param scratch an empty folder, for go's own files
   * @throws IOException when the module can not be had, or is not the one that was tested
   */
  public static List<Path> files(Path scratch) throws IOException, InterruptedException {
    Files.writeString(scratch.resolve("go.mod"), "module penstock.dev/definitions\n");
    Files.writeString(scratch.resolve("go.sum"), SUMS);
    var said =
        Command.of("go", "mod", "download", "-json", MODULE + "@" + VERSION)
            .in(scratch)
            .within(DOWNLOAD)
            .run();
    var answer = said.substring(said.indexOf('{'), said.lastIndexOf('}') + 1);
    var module = Path.of(new ObjectMapper().readTree(answer).path("Dir").asText());
    var folder = module.resolve("example/prometheus-operator-crd");
    return KINDS.stream()
        .map(kind -> folder.resolve("monitoring.coreos.com_%s.yaml".formatted(kind)))
        .toList();
  }
}
