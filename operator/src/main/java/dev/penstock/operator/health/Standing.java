package dev.penstock.operator.health;

/** What a replica is among the replicas. */
public enum Standing {
  /** It acts: it holds the lease, or there is no other. */
  LEADS,
  /** Another acts; this one watches the lease. */
  WAITS,
  /** It does not act and does not see the lease. */
  BLIND,
  /** It has held the lease, may not act any more, and has to end. */
  LOST
}
