package dev.penstock.runner.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.api.runner.TerminationMessage;
import dev.penstock.runner.run.DryRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What is said of a dry run that could be committed. */
record DrySummary(DryRun run) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static DrySummary of(DryRun run) {
    return new DrySummary(run);
  }

  /**
   * {@return what would count, how it was done, and the statements that would be run}
   *
   * @param json whether a program reads it: then it is one object
   */
  List<String> lines(boolean json) {
    try {
      var account = JSON.readTree(run.receipt().json());
      if (json) {
        var event = JSON.createObjectNode().put("event", "dryRun");
        event.put("run", run.proposal().run()).set("receipt", account);
        event.set("statements", JSON.valueToTree(run.statements()));
        return List.of(JSON.writeValueAsString(event));
      }
      List<String> lines = new ArrayList<>();
      lines.add(sentence());
      lines.addAll(ReceiptText.body(account));
      run.statements()
          .forEach((table, statements) ->
              statements.forEach(
                  statement -> lines.add("  would be run for %s: %s".formatted(table, statement))));
      return lines;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A receipt can not be read again", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the last words of a pod} */
  TerminationMessage message() {
    return new TerminationMessage(
        TerminationMessage.DRY_RUN,
        sentence() + statements(),
        null,
        run.proposal().spec(),
        null,
        run.targets(),
        run.millis());
  }

  private String sentence() {
    return "Dry run of %s: nothing is committed; %,d rows read, entry %d would bring %s; %d check%s passed"
        .formatted(
            run.proposal().pipeline(),
            run.read().values().stream().mapToLong(Long::longValue).sum(),
            run.proposal().number(),
            String.join(
                ", ",
                run.targets().stream()
                    .map(target -> "%,d rows to %s".formatted(target.rows(), target.name()))
                    .toList()),
            run.receipt().checks().size(),
            run.receipt().checks().size() == 1 ? "" : "s");
  }

  private String statements() {
    return run.statements().isEmpty()
        ? ""
        : "; it would run "
            + String.join("; ", run.statements().values().stream().flatMap(List::stream).toList());
  }
}
