package dev.penstock.operator.connection;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.operator.admission.Candidate;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * How many runs use a connection, as admission counts them, told at once and then at most every 30
 * seconds: runs of a minute would else write a status all the time.
 */
final class RunsInUse {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  private final Clock clock;
  private final Map<String, Instant> told = new ConcurrentHashMap<>();

  RunsInUse(Clock clock) {
    this.clock = clock;
  }

  /** {@return {@code 2/4}, or {@code 2} where there is no limit} */
  static String count(String connection, @Nullable EtlConnectionSpec spec, Collection<Job> jobs) {
    long active =
        jobs.stream()
            .flatMap(job -> Candidate.of(job).stream())
            .filter(Candidate::active)
            .filter(candidate -> candidate.connections().contains(connection))
            .count();
    var limit = spec == null || spec.limits() == null ? null : spec.limits().runs();
    return limit == null ? Long.toString(active) : "%d/%d".formatted(active, limit);
  }

  /**
   * What is to be told now.
   *
   * @param text what holds
   * @param again when that is to be told, if it may not be yet
   */
  record Told(@Nullable String text, Optional<Instant> again) {}

  /**
   * {@return what is to be told of a connection}
   *
   * @param before what its status says
   */
  Told tell(String uid, @Nullable String before, String now) {
    var time = clock.instant();
    told.values().removeIf(last -> !last.plus(PAUSE).isAfter(time));
    if (now.equals(before)) {
      return new Told(now, Optional.empty());
    }
    var last = told.get(uid);
    if (last != null && before != null) {
      return new Told(before, Optional.of(last.plus(PAUSE)));
    }
    told.put(uid, time);
    return new Told(now, Optional.empty());
  }
}
