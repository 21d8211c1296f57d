package dev.penstock.sandbox.gitops;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What ends one thing, however often it is asked. */
@FunctionalInterface
interface Ending {
  void end() throws IOException, InterruptedException;

  /**
   * Ends each of them, whatever becomes of the others. An interrupt cuts none short, and stands
   * again when all are through.
   *
   * @throws IOException the first failure, with the others suppressed; a RuntimeException likewise
   */
  static void all(List<Ending> endings) throws IOException {
    var failures = new ArrayList<Exception>();
    var interrupted = false;
    for (var ending : endings) {
      var asked = true;
      while (asked) {
        asked = false;
        try {
          ending.end();
        } catch (InterruptedException e) {
          interrupted = true;
          asked = true;
        } catch (IOException | RuntimeException e) {
          failures.add(e);
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (failures.isEmpty()) {
      return;
    }
    var first = failures.removeFirst();
    failures.forEach(first::addSuppressed);
    switch (first) {
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(first);
    }
  }
}
