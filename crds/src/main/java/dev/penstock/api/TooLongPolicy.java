package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a text of more bytes than its column is to hold. */
public enum TooLongPolicy {
  /** The run is refused before its commit. */
  @JsonProperty("Fail")
  FAIL,

  /** It is cut behind the last character that fits. */
  @JsonProperty("Truncate")
  TRUNCATE,

  /** There is NULL in its place. YAML reads a bare Null as no value, hence the name. */
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
