package dev.penstock.sandbox.gitops;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What became of one commit, and when: times count from its push. */
public record Travel(String commit, List<Event> events) {
  public Travel {
    events = List.copyOf(events);
  }

  /** What can be seen of a commit in one environment. */
  public enum What {
    /** The namespace holds what the commit says. */
    SYNCED,
    /** A run of that spec has succeeded there. */
    VERIFIED,
    /** Argo CD counts the environment as Healthy, so that a rollout may go on. */
    HEALTHY,
    /** The run of that spec has failed there. */
    FAILED,
    /** Argo CD counts the environment as Degraded, so that a rollout stops. */
    DEGRADED
  }

  /**
   * One of these.
   *
   * @param environment by its name
   * @param detail why, where that is told
   */
  public record Event(String environment, What what, Duration after, String detail) {}

  /** When it was first seen; empty if it was not. */
  public Optional<Duration> when(String environment, What what) {
    return events.stream()
        .filter(event -> event.environment().equals(environment) && event.what() == what)
        .map(Event::after)
        .findFirst();
  }

  public boolean saw(String environment, What what) {
    return when(environment, what).isPresent();
  }
}
