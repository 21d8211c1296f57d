package dev.penstock.sandbox;

import java.util.List;
import java.util.function.Consumer;

/** Told what happens to a sandbox while it starts, a line at a time, and what has ended at last. */
@FunctionalInterface
public interface Progress extends Consumer<String> {
  /**
   * The parts have ended; called once, on the thread that ended them.
   *
   * @param parts by name, the newest first
   */
  default void ended(List<String> parts) {}
}
