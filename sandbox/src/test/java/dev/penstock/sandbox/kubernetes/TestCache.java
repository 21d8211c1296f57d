package dev.penstock.sandbox.kubernetes;

import java.nio.file.Path;

/** The user's cache, where tools that take minutes to build may already be. */
public final class TestCache {
  private TestCache() {}

  /** As the product finds it. */
  public static Path folder() {
    var own = System.getenv("PENSTOCK_CACHE");
    if (own != null) {
      return Path.of(own);
    }
    var xdg = System.getenv("XDG_CACHE_HOME");
    var caches = xdg != null ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
    return caches.resolve("penstock");
  }
}
