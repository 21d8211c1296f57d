package dev.penstock.operator.notify;

import dev.penstock.api.NotificationStep;
import java.time.Instant;
import java.util.Optional;

/** What is known to be delivered. A receipt may be asked for again and again. */
interface Receipts {
  /**
   * {@return the receipt of a message; empty: it is not known to be delivered}
   *
   * @param incident its id
   * @param number of a reminder, from 1; of every other message 0
   */
  Optional<Receipt> of(String incident, NotificationStep step, int number);

  /**
   * One message that was delivered.
   *
   * @param connection that it went to
   * @param thread what the notifier calls it; empty: it has no threads
   */
  record Receipt(Instant at, String connection, Optional<String> thread) {
    Incident.Told told(int reminders) {
      return new Incident.Told(at, reminders, connection, thread);
    }
  }
}
