package dev.penstock.operator.notify.channel;

import dev.penstock.api.model.Notifier;
import java.time.Clock;
import java.time.Duration;

/** The ways to all kinds of receivers, with what they share. Whoever makes it closes it. */
public final class Channels implements AutoCloseable {
  private final Duration connecting;
  private final Duration patience;
  private final Post post;

  /**
   * @param connecting how long a connection may take
   * @param patience how long a whole exchange may take
   */
  public Channels(Duration connecting, Duration patience, Clock clock) {
    this.connecting = connecting;
    this.patience = patience;
    this.post = new Post(connecting, patience, clock);
  }

  /** {@return the way to that receiver, for one letter} */
  public Channel to(Notifier notifier, Keys keys) {
    return switch (notifier) {
      case Notifier.Slack slack -> new SlackChannel(slack, keys, post);
      case Notifier.Teams teams -> new TeamsChannel(keys, post);
      case Notifier.Email email -> new EmailChannel(email, keys, connecting, patience);
      case Notifier.PagerDuty service -> new PagerDutyChannel(service, keys, post);
      case Notifier.Webhook webhook -> new WebhookChannel(webhook, keys, post);
    };
  }

  @Override
  public void close() {
    post.close();
  }
}
