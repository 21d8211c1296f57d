package dev.penstock.operator.health;

import java.util.List;

/**
 * What a probe is told.
 *
 * @param ok whether all is well
 * @param text for the person who reads it
 */
public record Answer(boolean ok, String text) {
  static Answer of(List<String> troubles) {
    return troubles.isEmpty()
        ? new Answer(true, "ok")
        : new Answer(false, String.join("\n", troubles));
  }
}
