package dev.penstock.operator.notify;

import dev.penstock.api.NotificationStatus;
import dev.penstock.api.NotificationStep;
import dev.penstock.api.NotifyEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Incidents as they stand on a status. */
final class Written {
  private static final int WORD = 64;

  private Written() {}

  static NotificationStatus of(String entry, NotifyEvent event, Incident incident) {
    var told =
        switch (incident) {
          case Incident.Opening opening -> Optional.<Incident.Told>empty();
          case Incident.Brief brief -> Optional.<Incident.Told>empty();
          case Incident.Open open -> Optional.of(open.told());
          case Incident.Reminding reminding -> Optional.of(reminding.told());
          case Incident.Closing closing -> Optional.of(closing.told());
        };
    var until =
        switch (incident) {
          case Incident.Brief brief -> Optional.of(brief.until());
          case Incident.Closing closing -> Optional.of(closing.until());
          case Incident.Opening opening -> Optional.<Instant>empty();
          case Incident.Open open -> Optional.<Instant>empty();
          case Incident.Reminding reminding -> Optional.<Instant>empty();
        };
    var what = incident.what();
    return new NotificationStatus(
        entry,
        event,
        what.id(),
        text(what.since()),
        cut(what.reason()),
        incident.due().orElse(null),
        told.map(t -> text(t.at())).orElse(null),
        told.map(Incident.Told::reminders).filter(count -> count > 0).orElse(null),
        told.map(Incident.Told::connection).map(Written::cut).orElse(null),
        told.flatMap(Incident.Told::thread).orElse(null),
        until.map(Written::text).orElse(null));
  }

  /** {@return the incident; empty: it was not written by us} What is over then begins anew. */
  static Optional<Incident> read(NotificationStatus status) {
    var id = status.id();
    var reason = status.reason();
    var since = Troubles.time(status.sinceTime());
    if (id == null || reason == null || since.isEmpty()) {
      return Optional.empty();
    }
    var what = new Incident.Case(id, since.get(), reason);
    var told = told(status);
    var until = Troubles.time(status.untilTime());
    return switch (status.due()) {
      case null -> told.map(t -> new Incident.Open(what, t));
      case OPENING -> Optional.of(new Incident.Opening(what));
      case BRIEF -> until.map(time -> new Incident.Brief(what, time));
      case REMINDER -> told.map(t -> new Incident.Reminding(what, t));
      case RECOVERY -> told.flatMap(t -> until.map(time -> new Incident.Closing(what, t, time)));
      case UNKNOWN -> Optional.empty();
    };
  }

  /** {@return the number of the message that is due, as receipts know it} */
  static int number(NotificationStatus status) {
    return status.due() == NotificationStep.REMINDER
        ? Objects.requireNonNullElse(status.reminders(), 0) + 1
        : 0;
  }

  private static Optional<Incident.Told> told(NotificationStatus status) {
    return Troubles.time(status.toldTime())
        .map(at ->
            new Incident.Told(
                at,
                Math.max(0, Objects.requireNonNullElse(status.reminders(), 0)),
                text(status.connection()),
                Optional.ofNullable(status.thread())));
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String text(@Nullable String word) {
    return Objects.requireNonNullElse(word, "");
  }

  static String cut(String word) {
    return word.length() <= WORD ? word : word.substring(0, WORD);
  }
}
