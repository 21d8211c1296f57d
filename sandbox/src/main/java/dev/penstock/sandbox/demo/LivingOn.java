package dev.penstock.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.shop.LiveShop;
import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The shop lives on for a moment, and a second run of an incremental example follows: what that run
 * read is compared with what changed, and the stores with the source.
 */
final class LivingOn {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROUNDS = 6;

  /** The runner's default for {@code settle}, which the examples leave as it is. */
  private static final int SETTLE_SECONDS = 5;

  private final Sandbox sandbox;
  private final Example example;
  private final String namespace;
  private final PrintStream out;
  private long changed;
  private int receiptsBefore;

  LivingOn(Sandbox sandbox, Example example, String namespace, PrintStream out) {
    this.sandbox = sandbox;
    this.example = example;
    this.namespace = namespace;
    this.out = out;
  }

  /** The example whose second run is worth a look, if there is one. */
  static Optional<Example> of(List<Example> examples) {
    return examples.stream().filter(Example::followsChanges).findFirst();
  }

  Example example() {
    return example;
  }

  /** Returns when the changes are old enough for a run to read all of them. */
  void live() throws IOException, InterruptedException {
    receiptsBefore = receipts().size();
    Counts counts = new Counts(sandbox);
    long before = counts.inShop("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
    try (LiveShop shop = LiveShop.open(sandbox.shop()::connect, 1)) {
      for (int i = 0; i < ROUNDS; i++) {
        LiveShop.Round round = shop.round();
        out.printf(
            "  round %d: %d new orders, %d changed, %d late%n",
            round.number(), round.added(), round.changed(), round.late());
      }
      out.printf("  then %d more that were late%n", shop.settle());
    } catch (SQLException e) {
      throw new IOException("The shop can't live on: " + e.getMessage(), e);
    }
    changed =
        counts.inShop(
            "SELECT count(*) FROM %s WHERE updated_at > to_timestamp(%d / 1000000.0)"
                .formatted(example.source().table(), before));
    out.printf(
        "  %d rows of %s changed; a run reads what is %d s old by the source's clock (settle),"
            + " so wait for that%n",
        changed, example.source().table(), SETTLE_SECONDS);
    out.flush();
    awaitSettled(counts);
  }

  private void awaitSettled(Counts counts) throws IOException, InterruptedException {
    String young =
        "SELECT count(*) FROM %s WHERE updated_at > clock_timestamp() - interval '%d s'"
            .formatted(example.source().table(), SETTLE_SECONDS);
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (counts.inShop(young) > 0) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "Someone else changes %s all the time".formatted(example.source().table()));
      }
      Thread.sleep(Duration.ofMillis(200));
    }
  }

  /** What the second run read, and what all three stores hold after it. */
  List<Outcome.Line> compare() throws IOException {
    List<JsonNode> receipts = receipts();
    List<Outcome.Line> lines = new ArrayList<>();
    if (receipts.size() == receiptsBefore + 1) {
      lines.add(
          Outcome.Line.equal(
              example.name(),
              "rows read by run 2",
              changed,
              receipts.getLast().at("/read/" + example.source().name()).asLong(-1)));
    } else {
      out.printf(
          "  %d commits instead of one since the shop lived on: a scheduled run came in between,"
              + " so nobody can say what the second one should read%n",
          receipts.size() - receiptsBefore);
    }
    lines.addAll(new Counts(sandbox).compare(example, 2, ", run 2"));
    return lines;
  }

  /** The runner's own account of every commit, as it lies in the store, in their order. */
  private List<JsonNode> receipts() throws IOException {
    String bucket = sandbox.bucket(example.store().connection());
    String folder =
        "%s/%s/%s/receipts/".formatted(example.store().prefix(), namespace, example.name());
    List<JsonNode> receipts = new ArrayList<>();
    try (S3Client client = sandbox.store().client()) {
      for (S3Object object :
          client.listObjectsV2Paginator(b -> b.bucket(bucket).prefix(folder)).contents()) {
        receipts.add(
            JSON.readTree(
                client
                    .getObjectAsBytes(b -> b.bucket(bucket).key(object.key()))
                    .asByteArrayUnsafe()));
      }
    }
    return receipts;
  }
}
