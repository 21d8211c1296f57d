package dev.penstock.runner.change;

import com.cronutils.model.time.ExecutionTime;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.validation.Schedule;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When runs are made before and after.
 *
 * @param before absent: there was no such pipeline
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ScheduleChange(Optional<Timing> before, Optional<Timing> after) {
  private static final int TIMES = 3;
  private static final String UTC = "Etc/UTC";

  /**
   * When runs are made.
   *
   * @param schedule absent: only on request
   * @param next the first times from the moment that was asked for, in UTC; none while suspended
   * @param follows the pipelines after which it runs, in words; absent: none
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Timing(
      Optional<String> schedule,
      String timeZone,
      boolean suspended,
      List<String> next,
      Optional<String> follows) {
    public Timing {
      next = List.copyOf(next);
    }

    /** {@return the line and its zone, and after whom, in words} */
    public String words() {
      var causes =
          Stream.concat(
                  schedule.map(line -> line + " " + timeZone).stream(),
                  follows.map(others -> "after " + others).stream())
              .collect(Collectors.joining(" and "));
      return (causes.isEmpty() ? "only on request" : causes) + (suspended ? ", suspended" : "");
    }
  }

  /** {@return the change; empty where nothing about time differs} */
  static Optional<ScheduleChange> between(
      @Nullable EtlPipelineSpec before, @Nullable EtlPipelineSpec after, Instant now) {
    var was = Optional.ofNullable(before).map(spec -> timing(spec, now));
    var is = Optional.ofNullable(after).map(spec -> timing(spec, now));
    return was.equals(is) ? Optional.empty() : Optional.of(new ScheduleChange(was, is));
  }

  private static Timing timing(EtlPipelineSpec spec, Instant now) {
    boolean suspended = Boolean.TRUE.equals(spec.suspend());
    var zone = Objects.requireNonNullElse(spec.timeZone(), UTC);
    var schedule = Optional.ofNullable(spec.schedule());
    return new Timing(
        schedule,
        zone,
        suspended,
        suspended ? List.of() : schedule.map(line -> next(line, zone, now)).orElse(List.of()),
        Optional.of(Upstreams.words(spec.after())).filter(others -> !others.isEmpty()));
  }

  // A line or a zone that is wrong is a finding of its own.
  private static List<String> next(String line, String zone, Instant now) {
    List<String> times = new ArrayList<>();
    try {
      var cron = Schedule.parse(line);
      Optional<ZonedDateTime> at = Optional.of(now.atZone(ZoneId.of(zone)));
      while (cron.isPresent() && times.size() < TIMES) {
        at = ExecutionTime.forCron(cron.get()).nextExecution(at.get());
        if (at.isEmpty()) {
          break;
        }
        times.add(at.get().toInstant().toString());
      }
    } catch (DateTimeException e) {
      return List.of();
    }
    return times;
  }
}
