package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How a mail server is spoken to. */
public enum MailTls {
  /** Plain first, then encrypted or not at all; the certificate names the host. */
  @JsonProperty("StartTls")
  START_TLS,

  /** Encrypted from the first byte; the certificate names the host. */
  @JsonProperty("Implicit")
  IMPLICIT,

  /** Plain text; for relays that are private by other means. */
  @JsonProperty("Disable")
  DISABLE,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
