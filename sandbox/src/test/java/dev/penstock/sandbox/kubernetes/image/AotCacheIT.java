package dev.penstock.sandbox.kubernetes.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is learnt here has to hold in the image, where the same jars lie in another folder. */
class AotCacheIT {
  @TempDir Path folder;
  private Path java;
  private Path cache;

  @BeforeEach
  void train() throws Exception {
    var images = Files.createDirectories(SandboxHome.userCache().resolve("images"));
    java = BaseLayer.in(images, line -> {}).java();
    cache =
        AotCache.trained(
            java,
            List.of("-XX:-UsePerfData"),
            List.of(jar(folder.resolve("program.jar"))),
            Greeting.class.getName(),
            program -> command(program).and("trained").run(),
            Files.createDirectory(folder.resolve("work")));
  }

  @Test
  void itHoldsForTheSameJarsInAnotherFolderWithTheTimesOfAnImage() throws Exception {
    var jar = moved();
    assertThat(started(jar)).contains("greetings from elsewhere");
  }

  @Test
  void itDoesNotHoldForAnotherJava() throws Exception {
    java = Path.of(System.getProperty("java.home"), "bin", "java");
    var jar = moved();
    assertThatThrownBy(() -> started(jar)).isInstanceOf(IOException.class);
  }

  @Test
  void aTrainingThatFailsMakesNoImage() throws Exception {
    var empty = Files.createDirectory(folder.resolve("failed"));
    assertThatThrownBy(() ->
            AotCache.trained(
                java,
                List.of(),
                List.of(folder.resolve("program.jar")),
                Greeting.class.getName(),
                program -> command(program).run(),
                empty))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("training run of %s failed", Greeting.class.getName())
        .hasMessageContaining("whom to greet");
  }

  /** A program to learn of. */
  static final class Greeting {
    private Greeting() {}

    public static void main(String[] args) {
      if (args.length == 0) {
        throw new IllegalArgumentException("It is not said whom to greet");
      }
      System.out.println("greetings from " + args[0]);
    }
  }

  private Path moved() throws IOException {
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    var jar = Files.copy(folder.resolve("program.jar"), elsewhere.resolve("program.jar"));
    return Files.setLastModifiedTime(jar, FileTime.from(Instant.ofEpochSecond(1)));
  }

  /** With a cache that does not hold this mode refuses to start. */
  private String started(Path jar) throws IOException, InterruptedException {
    return Command.of(java.toString(), "-XX:AOTMode=on", "-XX:AOTCache=" + cache)
        .and("-XX:-UsePerfData", "-cp", jar.toString(), Greeting.class.getName(), "elsewhere")
        .run();
  }

  private static Command command(List<String> words) {
    return new Command(words, Map.of(), Optional.empty(), Duration.ofMinutes(2));
  }

  private static Path jar(Path file) throws IOException {
    var name = Greeting.class.getName().replace('.', '/') + ".class";
    try (var out = new JarOutputStream(Files.newOutputStream(file));
        var content = Greeting.class.getResourceAsStream("AotCacheIT$Greeting.class")) {
      var entry = new JarEntry(name);
      entry.setTime(0);
      out.putNextEntry(entry);
      content.transferTo(out);
      out.closeEntry();
    }
    return file;
  }
}
