package dev.penstock.runner.run;

import dev.penstock.runner.commit.Attempt;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.spi.PenstockException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away what an attempt has staged that will never put an entry. By sessions of its own: those
 * of the attempt may be broken or cancelled.
 *
 * @param ownSchemas per warehouse the schema that the attempt has made to stage in it
 */
record Discarding(
    Request request,
    Connections connections,
    String root,
    Clock clock,
    Map<String, String> ownSchemas) {
  private static final Logger LOG = LoggerFactory.getLogger(Discarding.class);

  /** Says what could not be taken away, and leaves it to the next commit's sweep. */
  void of(Attempt attempt) {
    // An attempt that was cancelled has been interrupted, and the store's client would stop by
    // that.
    boolean interrupted = Thread.interrupted();
    try (var stores = new Stores(connections, request.secrets(), request.application());
        var warehouses =
            new Warehouses(
                connections,
                request.secrets(),
                request.run().pipeline(),
                stores,
                root,
                request.application(),
                clock)) {
      ownSchemas.forEach((name, schema) ->
          attempted(
              attempt,
              () -> {
                var unused = warehouses.openWith(name, schema);
              }));
      for (var target : request.pipeline().targets()) {
        target
            .redshift()
            .ifPresent(table ->
                attempted(
                    attempt,
                    () ->
                        warehouses
                            .open(table.connection())
                            .ledger()
                            .staging(attempt, target.name(), List.of())
                            .drop()));
      }
      // By name again: nothing may ever drop the schema of the control tables.
      ownSchemas.forEach((name, schema) ->
          attempted(attempt, () -> warehouses.openWith(name, schema).ledger().dropSchema()));
      for (var connection : Proposal.staging(request.pipeline())) {
        attempted(attempt, () -> new StagedParts(stores.of(connection), root).discard(attempt));
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void attempted(Attempt attempt, Runnable act) {
    try {
      act.run();
    } catch (PenstockException e) {
      LOG.warn(
          "event=discard-failed base={} attempt={} reason={} message={}",
          attempt.base(),
          attempt.id(),
          e.reason(),
          e.message());
    }
  }
}
