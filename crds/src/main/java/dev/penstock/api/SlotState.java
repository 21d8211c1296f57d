package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What became of a time at which the schedule says run. */
public enum SlotState {
  /** Its run was made and waits. */
  @JsonProperty("Queued")
  QUEUED,

  /** Its run works. */
  @JsonProperty("Running")
  RUNNING,

  /** Its run succeeded. */
  @JsonProperty("Succeeded")
  SUCCEEDED,

  /** Its run failed. */
  @JsonProperty("Failed")
  FAILED,

  /** Its run was ended on request. */
  @JsonProperty("Cancelled")
  CANCELLED,

  /** Its run was obsolete before it started. */
  @JsonProperty("Superseded")
  SUPERSEDED,

  /** No run was made. */
  @JsonProperty("Skipped")
  SKIPPED,

  /** No fact tells; also what an older release reads for a newer state. */
  @JsonEnumDefaultValue
  @JsonProperty("Unknown")
  UNKNOWN;

  /** {@return whether the account of the slot is closed, as far as anyone knows} */
  public boolean settled() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case SUCCEEDED, FAILED, CANCELLED, SUPERSEDED, SKIPPED, UNKNOWN -> true;
    };
  }
}
