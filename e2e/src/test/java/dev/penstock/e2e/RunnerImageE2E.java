package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.demo.Product;
import dev.penstock.sandbox.demo.ProductImages;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.image.Image;
import dev.penstock.sandbox.kubernetes.image.Images;
import dev.penstock.sandbox.kubernetes.image.UnpackedImage;
import dev.penstock.sandbox.kubernetes.process.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the runner's image has learnt of a training run; no cluster is needed for that. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "images hold this machine's Java and C library")
class RunnerImageE2E {
  /** With it Java refuses to start unless it takes the cache. */
  private static final String ONLY_WITH_THE_CACHE = "-XX:AOTMode=on";

  @TempDir static Path folder;
  private static Product product;
  private static Image image;
  private static UnpackedImage unpacked;

  @BeforeAll
  static void unpack() throws Exception {
    product = new Product(Path.of(System.getProperty("penstock.home")));
    var images =
        ProductImages.of(ClusterLevel.NODE, product, SandboxHome.userCache(), System.out::println);
    image = ((ProductImages.Archives) images).runner();
    unpacked = UnpackedImage.of(image.tar(), folder);
  }

  @Test
  void itsOwnJavaStartsWithWhatItHasLearnt() throws Exception {
    assertThat(help(ONLY_WITH_THE_CACHE)).contains("Usage: penstock");
  }

  @Test
  void aPodOfOneCoreWithItsOtherCollectorTakesItToo() throws Exception {
    assertThat(help(ONLY_WITH_THE_CACHE, "-XX:+UseSerialGC", "-Xmx200m"))
        .contains("Usage: penstock");
  }

  @Test
  void aCacheThatDoesNotFitIsLeftAndTheProgramRuns() throws Exception {
    var other = Files.copy(image.tar(), folder.resolve("no.aot"));
    assertThat(help("-XX:AOTCache=" + other)).contains("Usage: penstock");
  }

  @Test
  void nothingOfTheLibrariesWasLeftUnlearnt() throws Exception {
    var log = folder.resolve("loaded.log");
    var unused = help(ONLY_WITH_THE_CACHE, "-Xlog:class+load:file=" + log);
    assertThat(
            Files.readAllLines(log).stream()
                .filter(line -> line.contains("picocli.CommandLine source:")))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("shared objects file"));
  }

  @Test
  void aSecondImageOfTheSameJarsIsNotTrainedAgain() throws Exception {
    var again =
        new Images(SandboxHome.userCache(), line -> {})
            .runner(
                product.runnerJars(),
                program -> {
                  throw new AssertionError("trained again");
                });
    assertThat(again).isEqualTo(image);
  }

  /** What the program says, started with options after those of the image. */
  private static String help(String... options) throws Exception {
    List<String> words = new ArrayList<>(unpacked.command());
    words.addAll(words.indexOf("-cp"), List.of(options));
    words.add("--help");
    return new Command(words, Map.of(), Optional.empty(), Duration.ofMinutes(2)).run();
  }
}
