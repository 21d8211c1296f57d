package dev.penstock.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.Span;
import dev.penstock.sandbox.kubernetes.KubernetesTools.Outlook;
import dev.penstock.sandbox.kubernetes.image.Image;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Span TOOK = new Span(Duration.ofSeconds(107));

  @TempDir private Path folder;

  @Test
  void aWarmStartHasBuiltNothing() throws Exception {
    Built built = Built.before(launcher("penstock.built", "0"), Instant.now().plusSeconds(60));
    built.programs(new Outlook(List.of(), Duration.ZERO), TOOK);
    built.images(archives(), TOOK);

    assertThat(built.parts()).isEmpty();
  }

  @Test
  void aColdStartNamesEveryThingWithItsTime() throws Exception {
    Built built = Built.before(launcher("penstock.built", "75"), Instant.now().minusSeconds(60));
    built.programs(new Outlook(List.of("etcd", "helm"), Duration.ofMinutes(5)), TOOK);
    built.images(archives(), TOOK);

    assertThat(built.parts())
        .containsExactly("the Java programs (1m15s)", "etcd, helm (1m47s)", "the images (1m47s)");
  }

  @Test
  void theTimeBeforeThisJvmCountsIfTheLauncherSaysIt() {
    String began = "" + NOW.minusSeconds(80).getEpochSecond();

    assertThat(Built.waited(launcher("penstock.began", began), NOW)).hasSeconds(80);
    assertThat(Built.waited(new Properties(), NOW)).isZero();
    assertThat(Built.waited(launcher("penstock.began", "soon"), NOW)).isZero();
    assertThat(Built.waited(launcher("penstock.began", "99999999999"), NOW)).isZero();
  }

  private ProductImages archives() throws Exception {
    Image image = new Image("runner:1", Files.writeString(folder.resolve("runner.tar"), "tar"));
    return new ProductImages.Archives(image, image);
  }

  private static Properties launcher(String name, String value) {
    Properties properties = new Properties();
    properties.setProperty(name, value);
    return properties;
  }
}
