package dev.penstock.operator.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was found when someone looked at the operator.
 *
 * @param informers one per cache
 * @param threads whether there are threads that reconcile
 * @param stuck for how long no reconciliation has ended while others waited; empty: none waits
 * @param silent for how long no request has reached the API server; empty: the last one did
 */
public record Vitals(
    List<Informer> informers,
    boolean threads,
    Optional<Duration> stuck,
    Optional<Duration> silent,
    Standing standing) {
  /** One lost packet is no reason to be called unready. */
  static final Duration UNREADY = Duration.ofSeconds(10);

  /** A restart cures no API server, only a client that hangs; so it comes late. */
  static final Duration DEAD = Duration.ofMinutes(5);

  /** A reconciliation makes a few requests of seconds each. */
  static final Duration STUCK = Duration.ofMinutes(10);

  public Vitals {
    informers = List.copyOf(informers);
  }

  /** One watch and its cache. */
  public record Informer(String name, boolean running, boolean synced) {}

  /** {@return whether the process is worth keeping; false asks for a restart} */
  public Answer live() {
    var troubles = new ArrayList<String>();
    if (!threads) {
      troubles.add("no thread reconciles");
    }
    stuck
        .filter(time -> time.compareTo(STUCK) > 0)
        .ifPresent(time -> troubles.add("nothing was reconciled for " + time));
    silent
        .filter(time -> time.compareTo(DEAD) > 0)
        .ifPresent(time -> troubles.add("the API server was not reached for " + time));
    informers.stream()
        .filter(informer -> !informer.running())
        .forEach(informer -> troubles.add("informer " + informer.name() + " has stopped"));
    switch (standing) {
      case LOST -> troubles.add("the lease is lost");
      case BLIND -> {
        if (silent.isEmpty()) {
          troubles.add("the lease is not looked at");
        }
      }
      case LEADS, WAITS -> {}
    }
    return Answer.of(troubles);
  }

  /** {@return whether it acts, or would as soon as the one that acts is gone} */
  public Answer ready() {
    var troubles = new ArrayList<String>();
    silent
        .filter(time -> time.compareTo(UNREADY) > 0)
        .ifPresent(time -> troubles.add("the API server was not reached for " + time));
    informers.stream()
        .filter(informer -> !informer.running() || !informer.synced())
        .forEach(informer -> troubles.add("cache " + informer.name() + " is not filled"));
    switch (standing) {
      case LOST -> troubles.add("the lease is lost");
      case BLIND -> troubles.add("the lease has not been seen lately");
      case LEADS, WAITS -> {}
    }
    return Answer.of(troubles);
  }
}
