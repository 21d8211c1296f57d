package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How a label of a node is compared. */
public enum NodeOperator {
  /** The value is one of values. */
  @JsonProperty("In")
  IN,

  /** The value is none of values, or the label is absent. */
  @JsonProperty("NotIn")
  NOT_IN,

  /** The label is there. */
  @JsonProperty("Exists")
  EXISTS,

  /** The label is not there. */
  @JsonProperty("DoesNotExist")
  DOES_NOT_EXIST,

  /** The value is a whole number above the one of values. */
  @JsonProperty("Gt")
  GT,

  /** The value is a whole number below the one of values. */
  @JsonProperty("Lt")
  LT,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
