package dev.penstock.sandbox;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** Where the sandbox keeps what outlives a JVM: a user's cache, outside of every checkout. */
public record SandboxHome(Path cache, Path checkout) {
  public SandboxHome {
    cache = cache.toAbsolutePath().normalize();
    checkout = checkout.toAbsolutePath().normalize();
  }

  /** The home of the checkout that the system property {@code penstock.home} names. */
  public static SandboxHome current() {
    String checkout = System.getProperty("penstock.home");
    if (checkout == null) {
      throw new IllegalStateException(
          "The system property penstock.home must name the checkout; the launcher sets it");
    }
    return of(Path.of(checkout), System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** The user's cache, shared by all checkouts. */
  public static Path userCache() {
    return of(Path.of("."), System.getenv(), Path.of(System.getProperty("user.home"))).cache();
  }

  static SandboxHome of(Path checkout, Map<String, String> environment, Path userHome) {
    String own = environment.getOrDefault("PENSTOCK_CACHE", "");
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        !own.isEmpty()
            ? Path.of(own)
            : !shared.isEmpty() ? Path.of(shared) : userHome.resolve(".cache");
    return new SandboxHome(base.resolve("penstock"), checkout);
  }

  /** Tools that were built once, for everything that shares this hash of their definition. */
  public Path tools(String hash) {
    return cache.resolve("tools").resolve(hash);
  }

  /** The state of this checkout's sandbox; two checkouts never share one. */
  public Path sandbox() {
    return cache.resolve("sandboxes").resolve(shortHash(checkout.toString()));
  }

  private static String shortHash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
