package dev.penstock.api.model;

/** How rows enter a target. */
public sealed interface Mode {
  /** Every run adds its rows. */
  record Append() implements Mode {}
}
