package dev.penstock.api.pod;

import com.fasterxml.jackson.annotation.JsonEnumDefaultValue;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;

/** What happens to a pod that would break a spread. */
public enum WhenUnsatisfiable {
  /** It waits. */
  @JsonProperty("DoNotSchedule")
  DO_NOT_SCHEDULE,

  /** It is placed where it breaks the spread least. */
  @JsonProperty("ScheduleAnyway")
  SCHEDULE_ANYWAY,

  /**
   * A value of a newer release; never in the CRD, kept so that one resource can not stop the
   * informer.
   */
  @JsonIgnore
  @JsonEnumDefaultValue
  UNKNOWN
}
