package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonProperty;

/** Whether something that runs may need works over a connection. */
public enum CapabilityState {
  /** It works. */
  @JsonProperty("Available")
  AVAILABLE,

  /** It works in part, or pipelines have to do something about it. */
  @JsonProperty("Limited")
  LIMITED,

  /** It does not, and runs need it. */
  @JsonProperty("Missing")
  MISSING,

  /** The other side can not be asked; also what an older release reads for a newer state. */
  @JsonEnumDefaultValue
  @JsonProperty("Unknown")
  UNKNOWN
}
