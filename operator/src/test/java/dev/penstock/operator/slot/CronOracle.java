package dev.penstock.operator.slot;

import dev.penstock.sandbox.SandboxHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The parser of Kubernetes' CronJob controller as a program, built once from {@code
 * src/test/go/cron-oracle} and kept in the user's cache under a key of its files and the compiler.
 */
final class CronOracle {
  private static final Path MODULE = Path.of("src/test/go/cron-oracle");
  private static final String NAME = "cron-oracle";

  private final Path program;

  private CronOracle(Path program) {
    this.program = program;
  }

  /** What it is asked. */
  record Question(String zone, String schedule, Instant after, Instant last) {
    private String line() {
      return String.join(
          "\t",
          zone,
          schedule,
          Long.toString(after.getEpochSecond()),
          Long.toString(last.getEpochSecond()));
    }
  }

  static CronOracle build(String compiler) throws IOException, InterruptedException {
    var folder = SandboxHome.userCache().resolve("tools").resolve(NAME + "-" + key(compiler));
    var program = folder.resolve("bin").resolve(NAME);
    if (!Files.isExecutable(program)) {
      Files.createDirectories(program.getParent());
      var made = Files.createTempFile(program.getParent(), NAME, ".part").toAbsolutePath();
      run(MODULE, "", "go", "build", "-mod=readonly", "-trimpath", "-o", made.toString(), ".");
      // The final name is given only to what is whole; of two builders the later one wins.
      Files.move(made, program, StandardCopyOption.ATOMIC_MOVE);
    }
    return new CronOracle(program);
  }

  /** {@return for each question its times} */
  List<List<Instant>> ask(List<Question> questions) throws IOException, InterruptedException {
    var in = questions.stream().map(Question::line).collect(Collectors.joining("\n", "", "\n"));
    return run(Path.of("."), in, program.toString()).lines().map(CronOracle::times).toList();
  }

  private static List<Instant> times(String line) {
    return Arrays.stream(line.strip().split(" "))
        .filter(word -> !word.isEmpty())
        .map(word -> Instant.ofEpochSecond(Long.parseLong(word)))
        .toList();
  }

  private static String key(String compiler) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(compiler.getBytes(StandardCharsets.UTF_8));
      for (var file : List.of("go.mod", "go.sum", "main.go")) {
        digest.update(Files.readAllBytes(MODULE.resolve(file)));
      }
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String run(Path folder, String in, String... command)
      throws IOException, InterruptedException {
    var errors = Files.createTempFile(NAME, ".err");
    try {
      var process =
          new ProcessBuilder(new ArrayList<>(List.of(command)))
              .directory(folder.toFile())
              .redirectError(errors.toFile())
              .start();
      var writer = Thread.ofVirtual().start(() -> write(process, in));
      var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      writer.join();
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + Files.readString(errors));
      }
      return out;
    } finally {
      Files.delete(errors);
    }
  }

  private static void write(Process process, String in) {
    try (var pipe = process.getOutputStream()) {
      pipe.write(in.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
