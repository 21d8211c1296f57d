package dev.penstock.runner.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pipelines over the shop's orders. */
public final class Orders {
  static final Path EXAMPLES = Path.of(System.getProperty("penstock.home"), "examples");

  private Orders() {}

  /**
   * A pipeline of which every run adds all orders to a path and a table of its own, so that tests
   * share nothing and commits can be told apart by their rows.
   */
  public static Path named(Path directory, String name) throws IOException {
    return Files.writeString(
        directory.resolve(name + ".yaml"),
        """
        apiVersion: penstock.dev/v1alpha1
        kind: EtlPipeline
        metadata:
          name: %s
        spec:
          store: {connection: lake}
          sources:
            - {name: orders, connection: shop-db, table: {name: public.orders}}
            - name: customers
              connection: shop-db
              table: {name: public.customers, columns: [customer_id, segment, country]}
          steps:
            - name: enriched
              sql: |
                SELECT o.*, c.segment, c.country, CAST(o.ordered_at AS DATE) AS order_date
                FROM orders o LEFT JOIN customers c USING (customer_id)
          targets:
            - name: orders
              from: enriched
              mode: Append
              s3: {connection: lake, path: sales/%s}
              redshift:
                connection: warehouse
                table: sales.%s
                distKey: customer_id
                sortKey: [order_date]
        """
            .formatted(name.replace('_', '-'), name, name));
  }
}
