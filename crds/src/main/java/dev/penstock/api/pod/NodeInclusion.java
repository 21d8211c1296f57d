package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether nodes that the pod can not use count in a spread. */
public enum NodeInclusion {
  /** They do not count. */
  @JsonProperty("Honor")
  HONOR,

  /** They count. */
  @JsonProperty("Ignore")
  IGNORE,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
