package dev.penstock.runner.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.spi.PenstockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path directory;
  private Secrets secrets;

  @BeforeEach
  void mount() throws Exception {
    Path mounted = Files.createDirectories(directory.resolve("secrets/shop-db"));
    Files.writeString(mounted.resolve("password"), " with spaces \n");
    Files.writeString(directory.resolve("elsewhere"), "x");
    secrets = new Secrets(directory.resolve("secrets"));
  }

  @Test
  void aValueLosesNothingButTheLineBreakAtItsEnd() {
    assertThat(secrets.value("shop", "shop-db", "password")).isEqualTo(" with spaces ");
  }

  @Test
  void aMissingKeySaysWhatToCreate() {
    assertThatThrownBy(() -> secrets.value("shop", "shop-db", "username"))
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "SecretMissing: Secret shop-db of connection shop has no key username."
                + " Create Secret shop-db with the key username in the pipeline's namespace.");
  }

  @Test
  void aNameDoesNotLeaveTheDirectory() {
    assertThat(secrets.file("..", "elsewhere")).isEmpty();
    assertThat(secrets.file("shop-db", "../shop-db/password")).isPresent();
    assertThat(secrets.file("shop-db", "../../elsewhere")).isEmpty();
  }
}
