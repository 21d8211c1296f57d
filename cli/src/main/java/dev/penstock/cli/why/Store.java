package dev.penstock.cli.why;

import dev.penstock.cli.cluster.Facts;
import dev.penstock.cli.cluster.Found;
import dev.penstock.cli.cluster.SeenPipeline;
import java.util.Objects;

/**
 * Where the commit log and the receipts of a pipeline lie (docs/commit-protocol.md).
 *
 * @param root as s3://acme-lake/_penstock/shop/orders
 */
public record Store(String root) {
  private static final String PREFIX = "_penstock";

  /** {@return the store of a pipeline; absent: its connection is gone or names no bucket} */
  public static Found<Store> of(SeenPipeline pipeline, Facts facts) {
    var store = pipeline.spec().store();
    if (store == null || store.connection() == null) {
      return new Found.Absent<>("pipeline %s names no store".formatted(pipeline.name()));
    }
    var connection = store.connection();
    var prefix = Objects.requireNonNullElse(store.prefix(), PREFIX);
    return facts
        .connection(connection)
        .flatMap(spec -> {
          var bucket = spec.s3() == null ? null : spec.s3().bucket();
          return bucket == null
              ? new Found.Absent<>("EtlConnection %s names no bucket".formatted(connection))
              : new Found.Here<>(
                  new Store(
                      "s3://%s/%s/%s/%s".formatted(bucket, prefix, facts.name(), pipeline.name())));
        });
  }

  /** {@return the key of the full account of a commit} */
  public String receipt(long number) {
    return "%s/receipts/%020d.json".formatted(root, number);
  }
}
