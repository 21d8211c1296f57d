package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How many of the pipelines that are waited for must have committed. */
public enum AfterWhen {
  /** Each of them. */
  @JsonProperty("All")
  ALL,

  /** One of them. */
  @JsonProperty("Any")
  ANY,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
