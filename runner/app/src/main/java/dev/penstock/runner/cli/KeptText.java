package dev.penstock.runner.cli;

import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.commit.KeptLogs;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** What the attempts of a run have kept of their logs, one after the other. */
record KeptText(KeptLogs logs, PrintWriter out) {
  /**
   * Prints it; {@return how the process ends}
   *
   * @throws ConfigurationException if there is nothing
   */
  int of(String run) {
    var all = logs.of(run);
    if (all.isEmpty()) {
      throw new ConfigurationException(
          Reason.NOTHING_COMMITTED,
          "Nothing is kept at %s".formatted(logs.location(run)),
          "An attempt that is killed, or does not reach the store, keeps no log; ask for the UID of"
              + " a run that has ended");
    }
    for (var kept : all) {
      out.println("--- attempt %s, begun %s".formatted(kept.attempt(), kept.begun()));
      out.print(new String(logs.text(kept), StandardCharsets.UTF_8));
    }
    out.flush();
    return ExitCode.DONE.code();
  }
}
