package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a text that is longer than its column of the table. */
public enum WiderTypePolicy {
  /** The VARCHAR gets wider, before the commit. */
  @JsonProperty("Widen")
  WIDEN,

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
