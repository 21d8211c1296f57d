package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What an empty table gets of the past, when a pipeline fills it for the first time. */
public enum Backfill {
  /** Nothing: the rows of the run that comes, and of those after it. */
  @JsonProperty("FromNow")
  FROM_NOW,

  /** Every row that the commit log names for the target, from its parts. */
  @JsonProperty("FromLog")
  FROM_LOG,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
