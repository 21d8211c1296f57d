package dev.penstock.bench;

import java.net.Socket;
import java.util.HashSet;
import java.util.Set;

/**
 * How long a program has waited for answers, of any of several servers at once. Threads share it.
 */
final class Waiting implements TellingWay.Listener {
  private final Set<Socket> asking = new HashSet<>();
  private long since;
  private long nanos;

  /** Notes that somebody has asked and waits from now on. */
  @Override
  public synchronized void asked(Socket session) {
    if (asking.isEmpty()) {
      since = System.nanoTime();
    }
    asking.add(session);
  }

  /** Notes that an answer has begun to come. */
  @Override
  public synchronized void answered(Socket session) {
    if (asking.remove(session) && asking.isEmpty()) {
      nanos += System.nanoTime() - since;
    }
  }

  /** {@return nanoseconds until now} */
  synchronized long nanos() {
    return asking.isEmpty() ? nanos : nanos + System.nanoTime() - since;
  }
}
