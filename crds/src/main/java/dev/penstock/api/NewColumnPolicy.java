package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a column of the rows that the table does not have. */
public enum NewColumnPolicy {
  /** The table gets it, nullable: rows that are there hold NULL. */
  @JsonProperty("Add")
  ADD,

  /** The table goes without; parts and S3 have it. */
  @JsonProperty("Ignore")
  IGNORE,

  /** The run is refused. */
  @JsonProperty("Fail")
  FAIL,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
