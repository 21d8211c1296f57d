package dev.penstock.runner.run;

import dev.penstock.api.TargetResult;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.runner.LogFinding;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.Ledger;
import dev.penstock.runner.commit.Run;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.PenstockException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a run whose pods can not say it: its entry in the log, and whether datasets and
 * warehouses show that entry. Nothing is written, claimed or repaired.
 *
 * @param entry of the run; empty: it has not committed
 * @param targets as a run reports them; {@code published} is empty where a warehouse did not answer
 * @param doubt why it is not known or not so that every side shows the entry, in a sentence; empty:
 *     every side does
 */
public record RunReport(Optional<Entry> entry, List<TargetResult> targets, Optional<String> doubt) {
  public RunReport {
    targets = List.copyOf(targets);
  }

  /**
   * Looks.
   *
   * @throws PenstockException when the log itself can not be read
   */
  public static RunReport of(
      Run run, Pipeline pipeline, Map<String, Connection> byName, Secrets secrets, Clock clock) {
    var connections = new Connections(byName);
    var root = PipelineLog.root(pipeline);
    var application = "penstock/%s/%s/report".formatted(pipeline.id().name(), run.id());
    try (var stores = new Stores(connections, secrets, application);
        var warehouses =
            new Warehouses(connections, secrets, pipeline.id(), stores, root, application, clock)) {
      var log = new CommitLog(stores.of(pipeline.store().connection()), root);
      long head = log.head();
      var entry = head < 1 ? Optional.<Entry>empty() : log.entryOf(run, log.read(head));
      return entry
          .map(found ->
              seen(
                  found, found.number() == head, new Visibility(stores, Runnable::run), warehouses))
          .orElseGet(() -> new RunReport(Optional.empty(), List.of(), Optional.empty()));
    }
  }

  /** {@return the report in one word} */
  public LogFinding finding() {
    if (entry.isEmpty()) {
      return LogFinding.NOTHING_COMMITTED;
    }
    return doubt.isEmpty() ? LogFinding.COMMITTED : LogFinding.NOT_PUBLISHED;
  }

  private static RunReport seen(
      Entry entry, boolean newest, Visibility visibility, Warehouses warehouses) {
    List<String> doubts = new ArrayList<>();
    try {
      // An earlier entry is shown, as the next one says by being there, or was superseded since.
      if (newest && !visibility.shows(entry)) {
        doubts.add("The dataset does not show all of its parts yet");
      }
    } catch (PenstockException e) {
      doubts.add(bare(e.message()));
    }
    List<TargetResult> results = new ArrayList<>();
    for (var target : entry.targets()) {
      Optional<Long> published = Optional.empty();
      try {
        published = published(target, warehouses);
        if (target.warehouse().isPresent() && published.orElse(0L) < entry.number()) {
          doubts.add("The warehouse does not show it in target %s yet".formatted(target.name()));
        }
      } catch (PenstockException e) {
        doubts.add(bare(e.message()));
      }
      results.add(
          new TargetResult(
              target.name(),
              target.rows(),
              (long) target.parts().size(),
              target.bytes(),
              published.orElse(null)));
    }
    return new RunReport(Optional.of(entry), results, doubts.stream().findFirst());
  }

  /** A driver's words may end with a full stop. */
  private static String bare(String message) {
    return message.replaceFirst("[.]+$", "");
  }

  private static Optional<Long> published(CommittedTarget target, Warehouses warehouses) {
    return target
        .warehouse()
        .flatMap(side ->
            warehouses
                .of(side.connection())
                .position(new Ledger.TableOf(target.name(), side.table())))
        .map(Ledger.Position::number);
  }
}
