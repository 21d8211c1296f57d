package dev.penstock.sandbox.kubernetes;

import java.util.Optional;
import java.util.regex.Pattern;

/** The version of a Go compiler, without its patch level. */
public record GoVersion(int major, int minor) {
  /** The {@code go} line of the modules that Kubernetes is built from. */
  static final GoVersion NEEDED = new GoVersion(1, 26);

  private static final Pattern TEXT = Pattern.compile("\\bgo(\\d{1,4})\\.(\\d{1,4})");

  /** Reads what {@code go env GOVERSION} prints; empty when it is something else. */
  static Optional<GoVersion> parse(String text) {
    var matcher = TEXT.matcher(text);
    return matcher.find()
        ? Optional.of(
            new GoVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        : Optional.empty();
  }

  boolean builds() {
    return major > NEEDED.major || major == NEEDED.major && minor >= NEEDED.minor;
  }

  @Override
  public String toString() {
    return "%d.%d".formatted(major, minor);
  }
}
