package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a column of the table that the rows do not have. */
public enum MissingColumnPolicy {
  /** The run is refused. */
  @JsonProperty("Fail")
  FAIL,

  /** New rows hold NULL there. */
  @JsonProperty("SetNull")
  SET_NULL,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
