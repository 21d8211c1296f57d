package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** When a store is told checksums, and asked for them. */
public enum ChecksumMode {
  /** Each object and each of its pieces, as S3 itself knows them since 2022. */
  @JsonProperty("WhenSupported")
  WHEN_SUPPORTED,

  /** Only where the protocol demands one; for stores that refuse headers they do not know. */
  @JsonProperty("WhenRequired")
  WHEN_REQUIRED,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
