package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a column is made as whose values are JSON. */
public enum DocumentsPolicy {
  /** A text, as it was written. */
  @JsonProperty("Varchar")
  VARCHAR,

  /** What the text says, parsed. */
  @JsonProperty("Super")
  SUPER,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
