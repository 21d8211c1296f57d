package dev.penstock.sandbox.kubernetes.image;

import java.io.IOException;
import java.util.List;

/** A run of a program at the making of its image, from which its later starts learn. */
@FunctionalInterface
public interface Training {
  /**
   * Runs the program to a good end, over as much of what it does in earnest as can be had.
   *
   * @param program the words that start it, to which the training adds its own
   */
  void run(List<String> program) throws IOException, InterruptedException;
}
