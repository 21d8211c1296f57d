package dev.penstock.operator.settings;

import java.time.Duration;

/**
 * How the replicas agree on the one that acts. Shorter times hand over sooner after a crash and
 * bear a shorter outage of the API server.
 *
 * @param namespace of the Lease
 * @param name of the Lease
 * @param identity of this process, which no other ever has
 * @param duration after which a lease that is not renewed may be taken by another; whole seconds
 * @param deadline after which a process that could not renew stops acting
 * @param period between two looks at the lease
 */
public record Election(
    String namespace,
    String name,
    String identity,
    Duration duration,
    Duration deadline,
    Duration period) {
  public Election {
    if (namespace.isBlank() || name.isBlank() || identity.isBlank()) {
      throw new IllegalArgumentException("A lease has a namespace, a name and a holder");
    }
    boolean ordered =
        period.isPositive() && period.compareTo(deadline) < 0 && deadline.compareTo(duration) < 0;
    if (!ordered || duration.toNanosPart() != 0) {
      throw new IllegalArgumentException(
          "The retry period %s must be shorter than the renew deadline %s, and that shorter than the lease duration %s, which is in whole seconds."
              .formatted(period, deadline, duration));
    }
  }
}
