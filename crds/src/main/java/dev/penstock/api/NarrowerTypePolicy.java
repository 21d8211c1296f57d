package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a column of the table that is wider than the rows need. */
public enum NarrowerTypePolicy {
  /** The table stays as it is, and takes the rows. */
  @JsonProperty("Keep")
  KEEP,

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
