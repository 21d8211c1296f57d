package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How a server is checked. */
public enum TlsMode {
  /** Plain text; for networks that are private by other means. */
  @JsonProperty("Disable")
  DISABLE,

  /** Encrypted, the certificate has a known issuer. */
  @JsonProperty("VerifyCa")
  VERIFY_CA,

  /** As VerifyCa, and the certificate names the host. */
  @JsonProperty("VerifyFull")
  VERIFY_FULL,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
