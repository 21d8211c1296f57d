package dev.penstock.bench;

import dev.penstock.sandbox.DirectoryTree;
import dev.penstock.sandbox.kubernetes.image.UnpackedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * How long {@code penstock run} takes from its start to its first batch, on a table of ten rows:
 * the image's own Java on the image's files, with what the image has learnt and without, in turns.
 * The first batch is said to be there when it lies in a sealed Parquet file, so a little later than
 * it is. What is waited for answers of database and store is measured on the way to them.
 */
public final class StartUp {
  private static final int WARM_UPS = 2;
  private static final int ROUNDS = 11;

  /** What Java is told besides what the image tells it. */
  private static final Map<String, List<String>> WAYS =
      new TreeMap<>(
          Map.of(
              "as in the image", List.of(),
              "without what it has learnt", List.of("-XX:AOTMode=off"),
              "as in a pod of one core", List.of("-XX:ActiveProcessorCount=1")));

  private final Path manifests;
  private final Waiting waiting;
  private final UnpackedImage image;

  private StartUp(Path manifests, Waiting waiting, UnpackedImage image) {
    this.manifests = manifests;
    this.waiting = waiting;
    this.image = image;
  }

  /**
   * One start, in milliseconds.
   *
   * @param batch until the first batch was sealed
   * @param waited of that, for answers
   * @param processor until then, all threads, compilers among them
   * @param end until the process had ended
   */
  private record Start(long batch, long waited, long processor, long end) {
    long own() {
      return batch - waited;
    }
  }

  /**
   * Runs it.
   *
   * @param args the runner's archive, as {@code ./penstock images --output DIR} writes it; then the
   *     rounds, if not 11
   */
  public static void main(String[] args) throws Exception {
    var archive = Path.of(args[0]);
    int rounds = args.length > 1 ? Integer.parseInt(args[1]) : ROUNDS;
    var folder = Files.createTempDirectory("penstock-bench");
    var waiting = new Waiting();
    try (var rows = TenRows.start(folder, waiting)) {
      var image = UnpackedImage.of(archive, folder.resolve("image"));
      new StartUp(rows.manifests("ten"), waiting, image).run(rounds);
      System.out.printf(Locale.ROOT, "the image: %.1f MB compressed%n", Files.size(archive) / 1e6);
    } finally {
      DirectoryTree.delete(folder);
    }
  }

  private void run(int rounds) throws IOException, InterruptedException {
    Map<String, List<Start>> starts = new TreeMap<>();
    for (int round = -WARM_UPS; round < rounds; round++) {
      for (var way : WAYS.entrySet()) {
        var start = start(way.getValue());
        if (round >= 0) {
          starts.computeIfAbsent(way.getKey(), w -> new ArrayList<>()).add(start);
        }
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d cores, medians of %d starts, ms%n%-28s %11s %7s %8s %10s %7s%n",
        Runtime.getRuntime().availableProcessors(),
        rounds,
        "",
        "first batch",
        "waited",
        "our own",
        "processor",
        "end");
    starts.forEach((way, all) ->
        System.out.printf(
            Locale.ROOT,
            "%-28s %11d %7d %8d %10d %7d%n",
            way,
            middle(all, Start::batch),
            middle(all, Start::waited),
            middle(all, Start::own),
            middle(all, Start::processor),
            middle(all, Start::end)));
  }

  private static long middle(List<Start> starts, ToLongFunction<Start> figure) {
    return Cost.middle(starts.stream().map(start -> figure.applyAsLong(start)).toList());
  }

  private Start start(List<String> options) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(image.command());
    words.addAll(words.indexOf("-cp"), options);
    words.addAll(List.of("run", "-f", manifests.toString()));
    long waited = waiting.nanos();
    long from = System.nanoTime();
    var process = new ProcessBuilder(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    List<String> said = new ArrayList<>();
    long batch = 0;
    long processor = 0;
    long waitedByThen = 0;
    try (var lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        said.add(line);
        if (batch == 0 && line.contains("event=span stage=seal ")) {
          batch = System.nanoTime() - from;
          waitedByThen = waiting.nanos() - waited;
          processor = process.info().totalCpuDuration().orElseThrow().toMillis();
        }
      }
    }
    int code = process.waitFor();
    if (code != 0 || batch == 0) {
      throw new IOException("The run ended with code %d: %s".formatted(code, said));
    }
    long end = System.nanoTime() - from;
    return new Start(millis(batch), millis(waitedByThen), processor, millis(end));
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
