package dev.penstock.operator.notify;

import dev.penstock.api.NotificationStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How far one notifier has been told of one thing that is wrong with one pipeline. No incident: all
 * is well, and everybody who was to know knows.
 *
 * <p>Two things move it on: what is wrong now ({@link #seen}), and what was delivered ({@link
 * #told}). Both are total and pure; who calls writes the result to the pipeline's status before
 * anything is sent, so that whoever reads that status after a restart goes on where it was. While a
 * message is due nothing is forgotten: what began and ended meanwhile is one message that says
 * both.
 */
sealed interface Incident {
  /** Reminders go out that long after the message before; the last one counts for all further. */
  List<Duration> PAUSES = List.of(Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(24));

  /** {@return which incident it is, since when, and why} */
  Case what();

  /** {@return the same of another reason} */
  Incident of(Case other);

  /** {@return the message that is due; empty: none is} */
  Optional<NotificationStep> due();

  /**
   * Which incident it is.
   *
   * @param id of its messages: another incident has another
   * @param reason that was seen last, in CamelCase
   */
  record Case(String id, Instant since, String reason) {
    public Case {
      Objects.requireNonNull(id);
      Objects.requireNonNull(since);
      Objects.requireNonNull(reason);
    }

    Case because(String other) {
      return other.equals(reason) ? this : new Case(id, since, other);
    }
  }

  /**
   * What has been told.
   *
   * @param at when the newest message was delivered
   * @param reminders that were delivered
   * @param connection that it went to
   * @param thread what the notifier calls the first message; empty: it has no threads
   */
  record Told(Instant at, int reminders, String connection, Optional<String> thread) {
    public Told {
      if (reminders < 0) {
        throw new IllegalArgumentException("%d reminders".formatted(reminders));
      }
    }

    Instant remindAt() {
      return at.plus(PAUSES.get(Math.min(reminders, PAUSES.size() - 1)));
    }
  }

  /** It goes on and nobody has been told. */
  record Opening(Case what) implements Incident {
    @Override
    public Incident of(Case other) {
      return new Opening(other);
    }

    @Override
    public Optional<NotificationStep> due() {
      return Optional.of(NotificationStep.OPENING);
    }
  }

  /** It was over before anybody had been told that it began. */
  record Brief(Case what, Instant until) implements Incident {
    @Override
    public Incident of(Case other) {
      return new Brief(other, until);
    }

    @Override
    public Optional<NotificationStep> due() {
      return Optional.of(NotificationStep.BRIEF);
    }
  }

  /** It goes on and that has been told. */
  record Open(Case what, Told told) implements Incident {
    @Override
    public Incident of(Case other) {
      return new Open(other, told);
    }

    @Override
    public Optional<NotificationStep> due() {
      return Optional.empty();
    }
  }

  /** It goes on, was told, and is to be told again. */
  record Reminding(Case what, Told told) implements Incident {
    @Override
    public Incident of(Case other) {
      return new Reminding(other, told);
    }

    @Override
    public Optional<NotificationStep> due() {
      return Optional.of(NotificationStep.REMINDER);
    }
  }

  /** It was told that it began, and not yet that it is over. */
  record Closing(Case what, Told told, Instant until) implements Incident {
    @Override
    public Incident of(Case other) {
      return new Closing(other, told, until);
    }

    @Override
    public Optional<NotificationStep> due() {
      return Optional.of(NotificationStep.RECOVERY);
    }
  }

  /**
   * What a notifier is to know, and when.
   *
   * @param recoveries whether it is told that something is over
   * @param reminders whether it is told again now; not of a pipeline that is suspended
   * @param ids names a new incident
   */
  record Rules(boolean recoveries, boolean reminders, Supplier<String> ids) {}

  /** {@return what follows from what is wrong now} */
  static Optional<Incident> seen(
      Optional<Incident> before, Optional<Trouble> trouble, Rules rules, Instant now) {
    if (before.isEmpty()) {
      return trouble.map(
          wrong -> new Opening(new Case(rules.ids().get(), wrong.since(), wrong.reason())));
    }
    return trouble
        .map(wrong -> Optional.of(goesOn(before.get(), wrong, rules, now)))
        .orElseGet(() -> isOver(before.get(), rules, now));
  }

  private static Incident goesOn(Incident incident, Trouble trouble, Rules rules, Instant now) {
    // The failure that explained it may not be the newest run any more.
    var what = trouble.isExplained() ? incident.what().because(trouble.reason()) : incident.what();
    return switch (incident) {
      case Opening opening -> opening.of(what);
      // Nobody has heard of it: it never was over.
      case Brief brief -> new Opening(what);
      case Open(var same, var told) ->
          rules.reminders() && !now.isBefore(told.remindAt())
              ? new Reminding(what, told)
              : new Open(what, told);
      case Reminding reminding -> reminding.of(what);
      // That it was over is told first; what goes on is the next incident.
      case Closing closing -> closing;
    };
  }

  private static Optional<Incident> isOver(Incident incident, Rules rules, Instant now) {
    return switch (incident) {
      case Opening(var what) -> Optional.of(new Brief(what, now));
      case Open(var what, var told) -> closing(what, told, rules, now);
      case Reminding(var what, var told) -> closing(what, told, rules, now);
      case Brief brief -> Optional.of(brief);
      case Closing closing -> Optional.of(closing);
    };
  }

  private static Optional<Incident> closing(Case what, Told told, Rules rules, Instant now) {
    return rules.recoveries() ? Optional.of(new Closing(what, told, now)) : Optional.empty();
  }

  /**
   * {@return what follows from what was delivered; a message that is known already changes nothing}
   */
  static Optional<Incident> told(Incident incident, Receipts receipts, Rules rules) {
    var id = incident.what().id();
    return switch (incident) {
      case Opening(var what) -> {
        // Said to be over while it went on: another message has to say so.
        if (receipts.of(id, NotificationStep.BRIEF, 0).isPresent()) {
          yield Optional.of(new Opening(new Case(rules.ids().get(), what.since(), what.reason())));
        }
        yield Optional.of(
            receipts
                .of(id, NotificationStep.OPENING, 0)
                .<Incident>map(receipt -> new Open(what, receipt.told(0)))
                .orElse(incident));
      }
      case Brief(var what, var until) -> {
        if (receipts.of(id, NotificationStep.BRIEF, 0).isPresent()) {
          yield Optional.empty();
        }
        var opened = receipts.of(id, NotificationStep.OPENING, 0);
        yield opened.isPresent()
            ? rules.recoveries()
                ? Optional.of(new Closing(what, opened.get().told(0), until))
                : Optional.empty()
            : Optional.of(incident);
      }
      case Open open -> Optional.of(open);
      case Reminding(var what, var told) ->
          Optional.of(
              receipts
                  .of(id, NotificationStep.REMINDER, told.reminders() + 1)
                  .<Incident>map(receipt ->
                      new Open(
                          what,
                          new Told(
                              receipt.at(),
                              told.reminders() + 1,
                              told.connection(),
                              told.thread())))
                  .orElse(incident));
      case Closing closing ->
          receipts.of(id, NotificationStep.RECOVERY, 0).isPresent()
              ? Optional.empty()
              : Optional.of(closing);
    };
  }
}
