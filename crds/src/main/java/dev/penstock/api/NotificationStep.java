package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** A message that is due. */
public enum NotificationStep {
  /** That it began. */
  @JsonProperty("Opening")
  OPENING,

  /** That it goes on. */
  @JsonProperty("Reminder")
  REMINDER,

  /** That it is over. */
  @JsonProperty("Recovery")
  RECOVERY,

  /** That it began and is over, where neither could be told before. */
  @JsonProperty("Brief")
  BRIEF,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
