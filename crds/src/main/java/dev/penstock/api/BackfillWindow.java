package dev.penstock.api;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** How long a window of a backfill is, by the clock of the pipeline's time zone. */
public enum BackfillWindow {
  /** From full hour to full hour. */
  @JsonProperty("Hour")
  HOUR,

  /** From midnight to midnight: 23, 24 or 25 hours. */
  @JsonProperty("Day")
  DAY,

  /** From Monday to Monday. */
  @JsonProperty("Week")
  WEEK,

  /** From the first of a month to the first of the next. */
  @JsonProperty("Month")
  MONTH,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
