package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How rows leave a database. */
public enum ExtractionMode {
  /** By COPY in binary: the fastest. */
  @JsonProperty("Copy")
  COPY,

  /** By a cursor of the server: what servers and poolers without COPY understand. */
  @JsonProperty("Cursor")
  CURSOR,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
