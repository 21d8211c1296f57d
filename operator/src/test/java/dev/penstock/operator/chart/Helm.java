package dev.penstock.operator.chart;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Helm, as a platform engineer calls it.
 *
 * @param program the real one
 * @param home of the checkout
 */
public record Helm(Path program, Path home) {
  /** Far above what any call takes. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String NAMESPACE = "penstock-system";

  /** {@return the chart of that name, as it is committed} */
  public Path chart(String name) {
    return home.resolve("charts").resolve(name);
  }

  /**
   * {@return what the chart penstock renders for a release of its own name}
   *
   * @param options more words, as {@code --set replicas=1}
   * @throws IOException when Helm refuses, with all that it said
   */
  public String template(String... options) throws IOException, InterruptedException {
    return templateOf("penstock", options);
  }

  /** The same for a release of that name. */
  public String templateOf(String release, String... options)
      throws IOException, InterruptedException {
    return command("template", release, chart("penstock").toString())
        .and("--namespace", NAMESPACE, "--kube-version", "1.36.0")
        .and(options)
        .run();
  }

  /** {@return what Helm finds in a chart} */
  public String lint(String chart, String... options) throws IOException, InterruptedException {
    return command("lint", "--strict", chart(chart).toString()).and(options).run();
  }

  /**
   * {@return what Helm said on a cluster}
   *
   * @param words with {@code --namespace}
   */
  public String on(String kubeconfig, List<String> words) throws IOException, InterruptedException {
    return command(words.toArray(String[]::new)).with("KUBECONFIG", kubeconfig).run();
  }

  private Command command(String... words) {
    return Command.of(program.toString()).and(words).within(PATIENCE);
  }
}
