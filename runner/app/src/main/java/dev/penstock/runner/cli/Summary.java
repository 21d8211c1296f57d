package dev.penstock.runner.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.runner.ExitCode;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.spi.PenstockException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is said of a run that has ended, to whoever started it. */
final class Summary {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Summary() {}

  /**
   * {@return a line that says what counts, and how it was done, as the receipt tells}
   *
   * @param json whether a program reads it: then it is one object
   */
  static List<String> lines(Pipeline pipeline, Outcome outcome, boolean json) {
    var receipt = outcome.receipt().map(Summary::tree);
    if (json) {
      var event =
          JSON.createObjectNode()
              .put("event", outcome.byThisAttempt() ? "committed" : "alreadyCommitted")
              .put("number", outcome.entry().number())
              .put("run", outcome.entry().run());
      receipt.ifPresent(account -> event.set("receipt", account));
      return List.of(event.toString());
    }
    List<String> lines = new ArrayList<>();
    lines.add(of(pipeline, outcome));
    receipt.map(ReceiptText::body).ifPresent(lines::addAll);
    return lines;
  }

  /** {@return the object that ends the events of a run that failed} */
  static String failure(PenstockException failure, ExitCode code) {
    return JSON.createObjectNode()
        .put("event", "failed")
        .put("reason", failure.reason().toString())
        .put("message", failure.message())
        .put("nextStep", failure.nextStep())
        .put("exitCode", code.code())
        .toString();
  }

  private static JsonNode tree(Receipt receipt) {
    try {
      return JSON.readTree(receipt.json());
    } catch (IOException e) {
      throw new IllegalStateException("A receipt can not be read again", e);
    }
  }

  static String of(Pipeline pipeline, Outcome outcome) {
    var entry = outcome.entry();
    List<String> said = new ArrayList<>();
    said.add(
        "%s: %s as entry %d"
            .formatted(
                pipeline.id().name(),
                outcome.byThisAttempt() ? "committed" : "was already committed",
                entry.number()));
    if (!outcome.read().isEmpty()) {
      said.add("%,d rows read".formatted(outcome.read().values().stream().mapToLong(r -> r).sum()));
    }
    for (var target : entry.targets()) {
      target
          .dataset()
          .ifPresent(path ->
              said.add(
                  "%,d rows in %d object%s of s3://%s/%s"
                      .formatted(
                          target.rows(),
                          target.parts().size(),
                          target.parts().size() == 1 ? "" : "s",
                          target.bucket().name(),
                          path)));
      target
          .warehouse()
          .ifPresent(side -> said.add("%,d rows in %s".formatted(target.rows(), side.table())));
    }
    said.add(String.format(Locale.ROOT, "%.1f s", outcome.millis() / 1000.0));
    return String.join(", ", said);
  }
}
