package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What the value of a parameter is. */
public enum ParameterType {
  /** Characters. */
  @JsonProperty("Text")
  TEXT,

  /** Up to 18 digits. */
  @JsonProperty("Integer")
  INTEGER,

  /** Up to 38 digits, with a point. */
  @JsonProperty("Decimal")
  DECIMAL,

  /** true or false. */
  @JsonProperty("Boolean")
  BOOLEAN,

  /** 2026-03-01. */
  @JsonProperty("Date")
  DATE,

  /** 2026-03-01T10:15:00Z. */
  @JsonProperty("Timestamp")
  TIMESTAMP,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
