package dev.penstock.runner.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** The manifests of a small shop, and the same after an edit. */
public final class TwoStates {
  public static final String CONNECTIONS =
      """
      apiVersion: penstock.dev/v1alpha1
      kind: EtlConnection
      metadata: {name: shop-db}
      spec:
        postgres: {host: shop-db.internal, database: shop}
        credentials: {secret: {name: shop-db}}
      ---
      apiVersion: penstock.dev/v1alpha1
      kind: EtlConnection
      metadata: {name: copy-db}
      spec:
        postgres: {host: copy-db.internal, database: shop}
        credentials: {secret: {name: shop-db}}
      ---
      apiVersion: penstock.dev/v1alpha1
      kind: EtlConnection
      metadata: {name: lake}
      spec:
        s3: {bucket: acme-lake, region: us-east-1}
      ---
      apiVersion: penstock.dev/v1alpha1
      kind: EtlConnection
      metadata: {name: warehouse}
      spec:
        redshift:
          host: analytics.internal
          database: analytics
          copyRole: arn:aws:iam::123456789012:role/redshift-copy
          controlSchema: penstock
        credentials: {secret: {name: warehouse}}
      ---
      apiVersion: penstock.dev/v1alpha1
      kind: EtlConnection
      metadata: {name: warehouse-db}
      spec:
        postgres: {host: analytics.internal, port: 5439, database: analytics, extraction: Cursor}
        credentials: {secret: {name: warehouse}}
      """;

  /** A connection by which a pipeline may tell its incidents; no state has it. */
  public static final String SLACK =
      """
      apiVersion: penstock.dev/v1alpha1
      kind: EtlConnection
      metadata: {name: data-slack}
      spec:
        slack: {channel: "#data"}
        credentials: {secret: {name: data-slack}}
      """;

  public static final String ORDERS =
      """
      apiVersion: penstock.dev/v1alpha1
      kind: EtlPipeline
      metadata: {name: orders}
      spec:
        store: {connection: lake}
        schedule: "15 * * * *"
        runOnChange: true
        sources:
          - name: orders
            connection: shop-db
            table:
              name: public.orders
              columns: [order_id, customer_id, total, updated_at]
              incremental: {column: updated_at, key: [order_id], overlap: 10m}
          - name: customers
            connection: shop-db
            table: {name: public.customers, columns: [customer_id, segment]}
        steps:
          - name: enriched
            sql: |
              SELECT
                o.order_id,
                o.customer_id,
                CAST(o.total AS DECIMAL(12, 2)) AS total,
                o.updated_at,
                c.segment
              FROM orders o LEFT JOIN customers c USING (customer_id)
        checks:
          - {name: order-id, relation: enriched, notNull: [order_id]}
        targets:
          - name: orders
            from: enriched
            mode: Upsert
            key: [order_id]
            s3: {connection: lake, path: sales/orders}
            redshift: {connection: warehouse, table: sales.orders, distKey: customer_id}
      """;

  /** Reads what {@link #ORDERS} loads. */
  public static final String SEGMENTS =
      """
      apiVersion: penstock.dev/v1alpha1
      kind: EtlPipeline
      metadata: {name: segments}
      spec:
        store: {connection: lake}
        sources:
          - name: orders
            connection: warehouse-db
            query: {sql: "SELECT segment, sum(total) AS total FROM sales.orders GROUP BY segment"}
        targets:
          - {name: segments, from: orders, s3: {connection: lake, path: reports/segments}}
      """;

  private TwoStates() {}

  /** {@return a folder with one environment of all three} */
  public static Path write(Path folder, String environment) throws IOException {
    var directory = Files.createDirectories(folder.resolve(environment));
    // Each environment has a world of its own.
    Files.writeString(
        directory.resolve("connections.yaml"),
        CONNECTIONS
            .replace("acme-lake", "acme-" + environment)
            .replace("analytics.internal", "analytics." + environment + ".internal"),
        UTF_8);
    Files.writeString(directory.resolve("orders.yaml"), ORDERS, UTF_8);
    Files.writeString(directory.resolve("segments.yaml"), SEGMENTS, UTF_8);
    return folder;
  }

  /** Changes a file, which has to differ afterwards; an empty text deletes it. */
  public static void edit(Path file, UnaryOperator<String> change) throws IOException {
    var before = Files.readString(file);
    var after = change.apply(before);
    if (after.equals(before)) {
      throw new IllegalArgumentException("The edit of %s changes nothing".formatted(file));
    }
    if (after.isEmpty()) {
      Files.delete(file);
    } else {
      Files.writeString(file, after);
    }
  }
}
