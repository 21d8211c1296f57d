package dev.penstock.runner.run;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Pipeline;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.commit.KeptLogs;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The commit log of a pipeline, to be looked at: nothing is proved, claimed or written but by
 * {@link #kept}, and no warehouse is opened.
 */
public final class PipelineLog implements AutoCloseable {
  private final Stores stores;
  private final CommitLog log;
  private final KeptLogs kept;

  private PipelineLog(Stores stores, CommitLog log, KeptLogs kept) {
    this.stores = stores;
    this.log = log;
    this.kept = kept;
  }

  /** Opens the store of a pipeline; the first question shows whether it can be reached. */
  public static PipelineLog open(
      Pipeline pipeline, Map<String, Connection> connections, Secrets secrets) {
    var application = "penstock/%s/log".formatted(pipeline.id().name());
    var stores = new Stores(new Connections(connections), secrets, application);
    try {
      var bucket = stores.of(pipeline.store().connection());
      var root = root(pipeline);
      return new PipelineLog(stores, new CommitLog(bucket, root), new KeptLogs(bucket, root));
    } catch (RuntimeException e) {
      stores.close();
      throw e;
    }
  }

  /** {@return the key prefix below which everything of a pipeline lies} */
  static String root(Pipeline pipeline) {
    return "%s/%s/%s"
        .formatted(pipeline.store().prefix(), pipeline.id().namespace(), pipeline.id().name());
  }

  /** {@return where the log lies, as people write it} */
  public String location() {
    return log.location();
  }

  /** {@return the newest committed entries, the newest first; none: nothing was committed} */
  public List<Entry> newest(int limit) {
    List<Entry> entries = new ArrayList<>();
    for (long number = log.head(); number > 0 && entries.size() < limit; number--) {
      entries.add(log.read(number));
    }
    return entries;
  }

  /**
   * {@return the number of the newest entry}
   *
   * @throws ConfigurationException of {@link Reason#NOTHING_COMMITTED}
   */
  public long head() {
    long head = log.head();
    if (head < 1) {
      throw new ConfigurationException(
          Reason.NOTHING_COMMITTED,
          "The commit log at %s has no entry".formatted(location()),
          "Run the pipeline once, or give the namespace and the connections under which it ran");
    }
    return head;
  }

  /** {@return the receipt of a commit as JSON; empty: none was written} */
  public Optional<byte[]> receipt(long number) {
    return log.readReceipt(number);
  }

  /** {@return what attempts have printed; lies beside the receipts} */
  public KeptLogs kept() {
    return kept;
  }

  @Override
  public void close() {
    stores.close();
  }
}
