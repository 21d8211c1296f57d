package dev.penstock.runner.change;

import com.fasterxml.jackson.annotation.JsonValue;

/** How much somebody should mind. */
public enum Weight {
  /** Nothing to do. */
  HARMLESS("harmless"),
  /** Right as it is, if it is meant. */
  NOTICE("notice"),
  /** A reader loses something, or the next run is refused. */
  BREAKING("breaking"),
  /** A manifest is wrong: the operator goes on with the last good one. */
  INVALID("invalid");

  private final String shown;

  Weight(String shown) {
    this.shown = shown;
  }

  @JsonValue
  @Override
  public String toString() {
    return shown;
  }
}
