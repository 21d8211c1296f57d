package dev.penstock.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SandboxHomeTest {
  private static final Path USER = Path.of("/home/ada");

  @Test
  void theCacheIsTheUsersUnlessTheEnvironmentNamesAnother() {
    assertThat(home("/src/a", Map.of()).cache()).hasToString("/home/ada/.cache/penstock");
    assertThat(home("/src/a", Map.of("XDG_CACHE_HOME", "/x")).cache()).hasToString("/x/penstock");
    assertThat(home("/src/a", Map.of("XDG_CACHE_HOME", "/x", "PENSTOCK_CACHE", "/p")).cache())
        .hasToString("/p/penstock");
  }

  @Test
  void everyCheckoutHasASandboxOfItsOwn() {
    Path a = home("/src/a", Map.of()).sandbox();

    assertThat(a).isNotEqualTo(home("/src/b", Map.of()).sandbox());
    assertThat(a).isEqualTo(home("/src/../src/a", Map.of()).sandbox());
  }

  private static SandboxHome home(String checkout, Map<String, String> environment) {
    return SandboxHome.of(Path.of(checkout), environment, USER);
  }
}
