package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a run exists. */
public enum RunTrigger {
  /** A person or a tool made the EtlRun. */
  @JsonProperty("Request")
  REQUEST,

  /** The CronJob made its Job. */
  @JsonProperty("Schedule")
  SCHEDULE,

  /** The spec changed and {@code runOnChange} is set. */
  @JsonProperty("Change")
  CHANGE,

  /** A window of a backfill. */
  @JsonProperty("Backfill")
  BACKFILL,

  /** Pipelines of {@code spec.after} have committed. */
  @JsonProperty("Upstream")
  UPSTREAM,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
