package dev.penstock.runner.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** The most memory that this process has had, as Linux counts it. */
public final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String HIGH_WATER = "VmHWM:";

  private PeakMemory() {}

  /** {@return bytes; empty on another system} */
  public static OptionalLong bytes() {
    try {
      return of(Files.readAllLines(STATUS, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  static OptionalLong of(Iterable<String> status) {
    for (var line : status) {
      if (line.startsWith(HIGH_WATER)) {
        var kilobytes = line.substring(HIGH_WATER.length()).replaceAll("\\D", "");
        return kilobytes.isEmpty()
            ? OptionalLong.empty()
            : OptionalLong.of(Long.parseLong(kilobytes) * 1024);
      }
    }
    return OptionalLong.empty();
  }
}
