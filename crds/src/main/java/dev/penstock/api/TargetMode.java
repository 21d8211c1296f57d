package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How rows enter a target. */
public enum TargetMode {
  /** Every run adds its rows. */
  @JsonProperty("Append")
  APPEND,

  /** The table holds the newest version of each key. */
  @JsonProperty("Upsert")
  UPSERT,

  /** The rows of a run are all that the target holds. */
  @JsonProperty("Replace")
  REPLACE,

  /** The rows of a run are all that the target holds of their days. */
  @JsonProperty("Window")
  WINDOW,

  /** The table holds every version of each key, and from when to when it was valid. */
  @JsonProperty("Scd2")
  SCD2,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
