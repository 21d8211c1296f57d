package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How many may mount a claim. */
public enum AccessMode {
  /** One node. */
  @JsonProperty("ReadWriteOnce")
  READ_WRITE_ONCE,

  /** One pod. */
  @JsonProperty("ReadWriteOncePod")
  READ_WRITE_ONCE_POD,

  /** Many nodes. */
  @JsonProperty("ReadWriteMany")
  READ_WRITE_MANY,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
