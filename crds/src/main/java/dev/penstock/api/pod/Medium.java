package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What holds an emptyDir, other than the disk of the node. */
public enum Medium {
  /** The memory of the node, which counts as memory of the pod. */
  @JsonProperty("Memory")
  MEMORY,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
