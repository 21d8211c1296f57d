package dev.penstock.operator.connection;

import dev.penstock.api.EtlConnectionStatus;
import dev.penstock.api.StatusCondition;
import dev.penstock.operator.settings.Checks;
import dev.penstock.operator.status.ConnectionOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When a connection is to be checked next: on change of its spec, on request, and from time to
 * time; sooner while something is wrong, so that the status does not complain of what is over.
 */
final class CheckDue {
  private static final Duration WHILE_UNREACHABLE = Duration.ofHours(1);
  private static final Duration WHILE_REFUSED = Duration.ofMinutes(15);

  /** Of the interval: so that what was made together is not checked together for ever. */
  private static final int SPREAD = 10;

  private final Checks checks;

  CheckDue(Checks checks) {
    this.checks = checks;
  }

  /**
   * {@return the time; it may have passed}
   *
   * @param uid of the connection
   * @param hash of its spec
   * @param request that was made by annotation; null: none
   * @param noticed when a spec of that hash was first seen
   */
  Instant at(
      String uid,
      String hash,
      @Nullable String request,
      @Nullable EtlConnectionStatus status,
      Instant noticed) {
    var last = last(status);
    if (status == null || last.isEmpty()) {
      boolean waits = request == null && (status == null || !hash.equals(status.checkedHash()));
      return waits ? noticed.plus(checks.delay()) : noticed;
    }
    if (request != null && !request.equals(status.checkedRequest())) {
      return last.get();
    }
    var again = last.get().plus(pause(uid, status));
    return hash.equals(status.checkedHash())
        ? again
        : Stream.of(again, noticed.plus(checks.delay())).min(Instant::compareTo).orElse(again);
  }

  private Duration pause(String uid, EtlConnectionStatus status) {
    var reachable =
        Objects.requireNonNullElse(status.conditions(), List.<StatusCondition>of()).stream()
            .filter(condition -> ConnectionOutcome.REACHABLE.equals(condition.type()))
            .findFirst();
    if (reachable.map(StatusCondition::status).filter("True"::equals).isPresent()) {
      long spread = checks.interval().dividedBy(SPREAD).toSeconds();
      return checks.interval().plusSeconds(spread == 0 ? 0 : Math.floorMod(uid.hashCode(), spread));
    }
    var sooner =
        reachable
                .map(StatusCondition::reason)
                .filter(ConnectionOutcome.CHECK_REFUSED::equals)
                .isPresent()
            ? WHILE_REFUSED
            : WHILE_UNREACHABLE;
    return sooner.compareTo(checks.interval()) < 0 ? sooner : checks.interval();
  }

  private static Optional<Instant> last(@Nullable EtlConnectionStatus status) {
    if (status == null || status.lastCheckTime() == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(status.lastCheckTime()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
