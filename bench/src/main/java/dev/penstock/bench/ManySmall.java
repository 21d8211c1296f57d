package dev.penstock.bench;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.kubernetes.image.UnpackedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Many small pipelines on one node: each brings ten rows into a bucket, by the image's own Java on
 * the image's files, one at a time and several at once. How many end in a minute, and what each of
 * them took of processor and memory. Pods are not made here; what a kubelet adds is its own.
 */
public final class ManySmall {
  private static final int RUNS = 24;
  private static final List<Integer> AT_ONCE = List.of(1, 2, 4, 8);
  private static final Duration GLANCE = Duration.ofMillis(10);

  private final TenRows rows;
  private final UnpackedImage image;

  private ManySmall(TenRows rows, UnpackedImage image) {
    this.rows = rows;
    this.image = image;
  }

  /**
   * One run.
   *
   * @param millis from its start to its end
   * @param processor milliseconds, as last seen before its end
   * @param memory the most that was resident, in KB, as last seen before its end
   */
  private record Ran(long millis, long processor, long memory) {}

  /**
   * Runs it.
   *
   * @param args the runner's archive, as {@code ./penstock images --output DIR} writes it
   */
  public static void main(String[] args) throws Exception {
    var folder = Files.createTempDirectory("penstock-bench");
    try (var rows = TenRows.start(folder, new Waiting())) {
      var image = UnpackedImage.of(Path.of(args[0]), folder.resolve("image"));
      new ManySmall(rows, image).run();
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  private void run() throws IOException, InterruptedException, ExecutionException {
    batch("warm", 2);
    System.out.printf(
        Locale.ROOT,
        "%d cores, %d pipelines of ten rows each; medians of one run%n%8s %12s %9s %7s %7s%n",
        Runtime.getRuntime().availableProcessors(),
        RUNS,
        "at once",
        "runs a min.",
        "wall ms",
        "CPU ms",
        "RSS MB");
    for (int atOnce : AT_ONCE) {
      long start = System.nanoTime();
      var ran = batch("at" + atOnce, atOnce);
      double minutes = (System.nanoTime() - start) / 60e9;
      System.out.printf(
          Locale.ROOT,
          "%8d %12.1f %9d %7d %7d%n",
          atOnce,
          ran.size() / minutes,
          Cost.middle(ran.stream().map(Ran::millis).toList()),
          Cost.middle(ran.stream().map(Ran::processor).toList()),
          Cost.middle(ran.stream().map(Ran::memory).toList()) / 1024);
    }
  }

  private List<Ran> batch(String name, int atOnce)
      throws IOException, InterruptedException, ExecutionException {
    List<Callable<Ran>> runs = new ArrayList<>();
    for (int i = 0; i < RUNS; i++) {
      var manifests = rows.manifests(name + "-" + i);
      runs.add(() -> once(manifests));
    }
    List<Ran> ran = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(atOnce)) {
      for (var one : threads.invokeAll(runs)) {
        ran.add(one.get());
      }
    }
    return ran;
  }

  private Ran once(Path manifests) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(image.command());
    words.addAll(List.of("run", "-f", manifests.toString()));
    long start = System.nanoTime();
    var process =
        new ProcessBuilder(words)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    process.getOutputStream().close();
    long processor = 0;
    long memory = 0;
    while (!process.waitFor(GLANCE)) {
      processor =
          Math.max(processor, process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis());
      memory = Math.max(memory, resident(process.pid()));
    }
    if (process.exitValue() != 0) {
      throw new IOException("A run ended with code " + process.exitValue());
    }
    return new Ran((System.nanoTime() - start) / 1_000_000, processor, memory);
  }

  /** The kernel's own note of the most; 0 once the process has ended. */
  private static long resident(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
