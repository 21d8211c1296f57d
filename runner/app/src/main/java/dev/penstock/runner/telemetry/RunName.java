package dev.penstock.runner.telemetry;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/** A run's name elsewhere, where it has to be a UUID: its UID, which nearly always is one. */
final class RunName {
  private static final Pattern UID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private RunName() {}

  /** {@return the same for every attempt} */
  static UUID of(String run) {
    return UID.matcher(run).matches()
        ? UUID.fromString(run)
        : UUID.nameUUIDFromBytes(("penstock/" + run).getBytes(StandardCharsets.UTF_8));
  }
}
