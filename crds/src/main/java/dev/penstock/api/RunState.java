package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a run. */
public enum RunState {
  /** Made, not admitted yet. */
  @JsonProperty("Queued")
  QUEUED,

  /** Admitted; a pod works or will. */
  @JsonProperty("Running")
  RUNNING,

  /** Committed and published. */
  @JsonProperty("Succeeded")
  SUCCEEDED,

  /** Ended without a commit of its own. */
  @JsonProperty("Failed")
  FAILED,

  /** Ended on request. */
  @JsonProperty("Cancelled")
  CANCELLED,

  /** Obsolete before it started. */
  @JsonProperty("Superseded")
  SUPERSEDED,

  /**
   * Ended, and what it did is not known yet; also what an older release reads for a newer state.
   */
  @JsonEnumDefaultValue
  @JsonProperty("Unknown")
  UNKNOWN;

  /** {@return whether no further state follows} */
  public boolean terminal() {
    return switch (this) {
      case QUEUED, RUNNING, UNKNOWN -> false;
      case SUCCEEDED, FAILED, CANCELLED, SUPERSEDED -> true;
    };
  }
}
