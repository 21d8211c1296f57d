package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How a toleration compares the value of a taint. */
public enum TolerationOperator {
  /** The value of the taint is the one written. */
  @JsonProperty("Equal")
  EQUAL,

  /** Any value. */
  @JsonProperty("Exists")
  EXISTS,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
