package dev.penstock.sandbox.cli;

import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;

/** The JVM in the background. A signal ends it, and the sandbox's shutdown hook ends the parts. */
record Serve(SandboxHome home, PrintStream out) {
  int hold(double scale, LevelChoice choice) throws InterruptedException {
    StateDirectory state = new StateDirectory(home.sandbox());
    try {
      Sandbox.start(
          new Sandbox.Settings(state, home.checkout(), scale, choice.level(), choice.named()),
          out::println);
    } catch (Sandbox.HeldException e) {
      // Two `up` at once: the other one's JVM goes on.
      return 0;
    }
    new CountDownLatch(1).await();
    return 0;
  }
}
