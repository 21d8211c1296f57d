package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a notifier is told of a pipeline. */
public enum NotifyEvent {
  /** Its newest runs have failed. */
  @JsonProperty("Failed")
  FAILED,

  /** One of the others is over. */
  @JsonProperty("Recovered")
  RECOVERED,

  /** Its newest success is older than {@code freshness}. */
  @JsonProperty("Stale")
  STALE,

  /** Its spec can not be put in place, for two minutes. */
  @JsonProperty("NotReady")
  NOT_READY,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN;

  /** {@return as manifests and messages write it} */
  public String word() {
    return switch (this) {
      case FAILED -> "Failed";
      case RECOVERED -> "Recovered";
      case STALE -> "Stale";
      case NOT_READY -> "NotReady";
      case UNKNOWN -> "Unknown";
    };
  }
}
