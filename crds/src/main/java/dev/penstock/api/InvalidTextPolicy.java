package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a text of a source whose bytes are not UTF-8. */
public enum InvalidTextPolicy {
  /** The run is refused. */
  @JsonProperty("Fail")
  FAIL,

  /** U+FFFD stands for each stretch of bytes that begins no character. */
  @JsonProperty("Replace")
  REPLACE,

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
