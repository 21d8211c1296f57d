package dev.penstock.sandbox.kubernetes;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Prometheus and promtool, in the same cache as {@link KubernetesTools} and by the same rules.
 * Built only for whoever asks for them.
 */
public final class PrometheusTools {
  private static final String PROMTOOL = "promtool";
  private static final String PROMETHEUS = "prometheus";

  private PrometheusTools() {}

  /** What this machine lacks to build them, in words; empty when it has all. */
  public static List<String> lacks(Machine machine) {
    return machine.goBuilds()
        ? List.of()
        : List.of("Go %s or newer on the PATH".formatted(GoVersion.NEEDED));
  }

  /**
   * The program that checks and tests rules, built when the cache lacks it.
   *
   * @param cache the user's cache of Penstock
   * @param progress takes one line per step
   */
  public static Path promtool(Path cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    return build(cache, PROMTOOL, progress);
  }

  /**
   * The server, without its pages, built when the cache lacks it.
   *
   * @param cache the user's cache of Penstock
   * @param progress takes one line per step
   */
  public static Path prometheus(Path cache, Consumer<String> progress)
      throws IOException, InterruptedException {
    return build(cache, PROMETHEUS, progress);
  }

  private static Path build(Path cache, String name, Consumer<String> progress)
      throws IOException, InterruptedException {
    var workshop = Workshop.in(cache);
    var goVersion = Command.of("go", "env", "GOVERSION").run().strip();
    var wanted =
        Tool.of(GoModule.prometheus(), workshop.tools(), goVersion).stream()
            .filter(tool -> tool.name().equals(name))
            .toList();
    if (!Workshop.missing(wanted).isEmpty()) {
      workshop.alone(progress, () -> workshop.make(wanted, progress));
    }
    return wanted.getFirst().file();
  }
}
