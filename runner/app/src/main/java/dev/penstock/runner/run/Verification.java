package dev.penstock.runner.run;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.StagedParts;
import dev.penstock.runner.commit.Visibility;
import dev.penstock.runner.run.Discrepancy.Kind;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * Compares what the log says with what lies in the store and in the warehouses. Nothing is written,
 * claimed or repaired; what a run under way does meanwhile may be told as a finding.
 *
 * @param entries that were read, entry 0 included
 * @param objects that were looked at
 * @param ledgers that were compared with the log
 * @param unseen what entries say by connections that were not given: neither right nor wrong
 */
public record Verification(
    int entries, long objects, int ledgers, List<Discrepancy> discrepancies, List<Unseen> unseen) {
  public Verification {
    discrepancies = List.copyOf(discrepancies);
    unseen = List.copyOf(unseen);
  }

  /**
   * What is asked.
   *
   * @param deep whether objects are downloaded, for their checksums and for the versions that they
   *     tell
   * @param scratch where they lie meanwhile
   */
  public record Question(
      Pipeline pipeline,
      Map<String, Connection> connections,
      Secrets secrets,
      boolean deep,
      Path scratch) {
    public Question {
      connections = Map.copyOf(connections);
    }
  }

  /**
   * Looks.
   *
   * @throws dev.penstock.runner.spi.PenstockException when a side can not be asked, or nothing was
   *     ever committed
   */
  public static Verification of(Question question, Clock clock) throws InterruptedException {
    var pipeline = question.pipeline();
    var connections = new Connections(question.connections());
    var root = PipelineLog.root(pipeline);
    var application = "penstock/%s/verify/%s".formatted(pipeline.id().name(), UUID.randomUUID());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var stores = new Stores(connections, question.secrets(), application);
        var warehouses =
            new Warehouses(
                connections, question.secrets(), pipeline.id(), stores, root, application, clock)) {
      var log = new CommitLog(stores.of(pipeline.store().connection()), root);
      List<Discrepancy> found = new ArrayList<>();
      var history = history(log, found);
      var objects =
          new StoredObjects(
              stores, threads, question.deep(), question.scratch(), pipeline.store().connection());
      var lives = new Lives(history);
      objects.compare(history, lives, found);
      var newest = history.getLast();
      long head = newest.number();
      // What the newest entry's base left may be needed until every side holds it.
      boolean shown =
          found.stream().noneMatch(one -> one.kind() == Kind.NOT_VISIBLE)
              && (Unseen.of(newest, stores, warehouses).isEmpty() || log.attests(newest));
      var tables =
          new LoadedTables(
              warehouses,
              pipeline.id(),
              question.deep()
                  ? Optional.of(new VersionsCompared(stores, question.scratch()))
                  : Optional.empty());
      long keep = tables.compare(pipeline, history, lives, shown ? head : head - 1, found);
      garbage(log, history, pipeline, stores, root, keep, found);
      var unseen =
          Stream.concat(objects.unseen().stream(), tables.unseen().stream()).distinct().toList();
      return new Verification(history.size(), objects.looked(), tables.ledgers(), found, unseen);
    }
  }

  /** {@return the entries that are there; what is wrong with the others is found} */
  private static List<Entry> history(CommitLog log, List<Discrepancy> found) {
    long head = log.head();
    if (head < 1) {
      throw new ConfigurationException(
          Reason.NOTHING_COMMITTED,
          "The commit log at %s has no entry".formatted(log.location()),
          "Run the pipeline once, or give the namespace and the connections under which it ran");
    }
    List<Entry> entries = new ArrayList<>();
    for (long number = 0; number <= head; number++) {
      try {
        entries.add(log.read(number));
      } catch (ConfigurationException e) {
        found.add(
            new Discrepancy(
                Kind.ENTRY_GONE,
                e.message(),
                "Restore the entry from the bucket's versions: nothing can be read without it"));
      }
    }
    var id = entries.isEmpty() ? "" : entries.getFirst().log();
    for (var entry : entries) {
      if (!entry.log().equals(id)) {
        found.add(
            new Discrepancy(
                Kind.ENTRY_FOREIGN,
                "Entry %d of %s is of log %s, not %s"
                    .formatted(entry.number(), log.location(), entry.log(), id),
                "Restore this pipeline's entry from the bucket's versions"));
      }
    }
    return entries;
  }

  private static void garbage(
      CommitLog log,
      List<Entry> history,
      Pipeline pipeline,
      Stores stores,
      String root,
      long keep,
      List<Discrepancy> found) {
    if (found.stream().anyMatch(one -> one.kind() == Kind.ENTRY_GONE)) {
      // What a missing entry names can not be told from garbage.
      return;
    }
    var head = history.getLast();
    var visibility = new Visibility(stores, Runnable::run);
    for (var connection : Proposal.staging(pipeline)) {
      var left = new TreeSet<String>();
      new StagedParts(stores.of(connection), root)
          .garbage(log, head, visibility, 0, keep, left::add);
      if (!left.isEmpty()) {
        found.add(
            new Discrepancy(
                Kind.STAGING_LEFT,
                "Bucket %s holds %d staged objects that nobody can need, the first is %s"
                    .formatted(stores.of(connection).name(), left.size(), left.getFirst()),
                "./penstock sweep -f deletes them"));
      }
    }
  }
}
