package dev.penstock.runner.spi;

/**
 * The ability of a {@link Source} to keep the session of one split for the next, instead of a login
 * for each. Without it a split costs its own.
 */
public interface Resting {
  /**
   * Closes the sessions that no split is read over: no more are read for a while, and others may
   * need the connections. May be called by any thread.
   */
  void rest();
}
