package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a row without a cursor means. */
public enum NullCursors {
  /** The data is wrong: the run is refused. */
  @JsonProperty("Fail")
  FAIL,

  /** Such rows are read by every run and delivered once per key. */
  @JsonProperty("Include")
  INCLUDE,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
