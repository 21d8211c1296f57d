package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What a taint does to pods that do not tolerate it. */
public enum TaintEffect {
  /** None is placed. */
  @JsonProperty("NoSchedule")
  NO_SCHEDULE,

  /** None is placed if there is another node. */
  @JsonProperty("PreferNoSchedule")
  PREFER_NO_SCHEDULE,

  /** None is placed and those that run are evicted. */
  @JsonProperty("NoExecute")
  NO_EXECUTE,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
