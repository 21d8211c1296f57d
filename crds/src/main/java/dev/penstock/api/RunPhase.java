package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What an attempt is at; in this order. */
public enum RunPhase {
  /** The log's past is settled. */
  @JsonProperty("Begin")
  BEGIN,

  /** Sources are opened, the run is planned. */
  @JsonProperty("Plan")
  PLAN,

  /** Relations that several others read are computed. */
  @JsonProperty("Prepare")
  PREPARE,

  /** Rows are read, computed, sealed, uploaded and loaded. */
  @JsonProperty("Move")
  MOVE,

  /** All parts are sealed; the last ones are uploaded, loaded and counted. */
  @JsonProperty("Finish")
  FINISH,

  /** The entry is put and published. */
  @JsonProperty("Commit")
  COMMIT,

  /**
   * A phase of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
