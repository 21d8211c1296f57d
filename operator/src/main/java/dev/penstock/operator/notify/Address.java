package dev.penstock.operator.notify;

import java.util.Optional;

/**
 * Where a message goes.
 *
 * @param connection of that namespace
 * @param channel of Slack; empty: that of the connection
 */
record Address(String namespace, String connection, Optional<String> channel) {
  /** {@return what shares limits and pauses: the connection} */
  Lane lane() {
    return new Lane(namespace, connection);
  }

  /** A connection, whose messages go one after the other. */
  record Lane(String namespace, String connection) {}
}
