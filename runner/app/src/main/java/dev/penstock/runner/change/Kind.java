package dev.penstock.runner.change;

import com.fasterxml.jackson.annotation.JsonValue;

/** What became of something between the two states. */
public enum Kind {
  ADDED("added"),
  REMOVED("removed"),
  CHANGED("changed"),
  SAME("same");

  private final String shown;

  Kind(String shown) {
    this.shown = shown;
  }

  @JsonValue
  @Override
  public String toString() {
    return shown;
  }
}
