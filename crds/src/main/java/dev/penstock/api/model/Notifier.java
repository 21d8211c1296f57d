package dev.penstock.api.model;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Who is told of incidents, and by what. */
public sealed interface Notifier {
  /** {@return the kind, as the spec of a connection calls it} */
  String kind();

  /**
   * A workspace of Slack.
   *
   * @param channel empty: each pipeline's own, or the webhook's
   * @param endpoint of the Web API, without a slash at its end
   */
  record Slack(Optional<String> channel, URI endpoint) implements Notifier {
    @Override
    public String kind() {
      return "slack";
    }
  }

  /** A channel of Microsoft Teams. */
  record Teams() implements Notifier {
    @Override
    public String kind() {
      return "teams";
    }
  }

  /** People who read mail. */
  record Email(String host, int port, Transport transport, String from, List<String> to)
      implements Notifier {
    public Email {
      to = List.copyOf(to);
      if (to.isEmpty()) {
        throw new IllegalArgumentException("A mail to nobody");
      }
    }

    @Override
    public String kind() {
      return "email";
    }
  }

  /** A service of PagerDuty; {@code endpoint} has no slash at its end. */
  record PagerDuty(URI endpoint) implements Notifier {
    @Override
    public String kind() {
      return "pagerduty";
    }
  }

  /** An endpoint that takes CloudEvents. */
  record Webhook(URI url) implements Notifier {
    @Override
    public String kind() {
      return "webhook";
    }
  }

  /** How a mail server is spoken to. */
  enum Transport {
    START_TLS,
    IMPLICIT,
    PLAIN
  }
}
