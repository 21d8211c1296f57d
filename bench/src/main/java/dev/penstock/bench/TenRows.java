package dev.penstock.bench;

import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.shop.ShopDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** A table of ten rows, a bucket, and the manifests of pipelines from the one into the other. */
final class TenRows implements AutoCloseable {
  private static final String BUCKET = "acme-lake";
  private static final String USER = "bench";
  private static final String PASSWORD = "bench-password";

  private static final String MANIFESTS =
      """
      apiVersion: penstock.dev/v1alpha1
      kind: EtlPipeline
      metadata: {name: %5$s}
      spec:
        store: {connection: lake}
        sources: [{name: ten, connection: shop-db, table: {name: public.ten}}]
        targets: [{name: ten, from: ten, mode: Append, s3: {connection: lake, path: sales/%5$s}}]
      ---
      apiVersion: penstock.dev/v1alpha1
      kind: EtlConnection
      metadata: {name: shop-db}
      spec:
        postgres: {host: 127.0.0.1, port: %1$d, database: shop, tls: Disable}
        credentials: {secret: {name: shop-db}}
      ---
      apiVersion: penstock.dev/v1alpha1
      kind: EtlConnection
      metadata: {name: lake}
      spec:
        s3: {bucket: acme-lake, region: us-east-1, endpoint: "http://127.0.0.1:%2$d", pathStyle: true}
        credentials: {secret: {name: lake}}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: shop-db}
      stringData: {username: %3$s, password: %4$s}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: lake}
      stringData: {accessKeyId: %3$s, secretAccessKey: %4$s}
      """;

  private final ObjectStore store;
  private final ShopDatabase shop;
  private final TellingWay toStore;
  private final TellingWay toShop;
  private final Path folder;

  private TenRows(Path folder, ObjectStore store, ShopDatabase shop, Waiting waiting)
      throws IOException {
    this.store = store;
    this.shop = shop;
    this.toStore = new TellingWay(store.endpoint().getPort(), waiting);
    this.toShop = new TellingWay(shop.port(), waiting);
    this.folder = folder;
  }

  static TenRows start(Path folder, Waiting waiting) throws IOException, SQLException {
    var store =
        ObjectStore.start(
            new ObjectStore.Settings(
                new ObjectStore.Storage.Memory(), USER, PASSWORD, List.of(BUCKET)));
    var shop =
        ShopDatabase.start(
            new ShopDatabase.Settings(folder.resolve("shop"), 0.001, USER, PASSWORD));
    try (var connection = shop.connect();
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE public.ten AS SELECT * FROM public.orders ORDER BY order_id LIMIT 10");
    }
    return new TenRows(folder, store, shop, waiting);
  }

  /**
   * Writes the manifests of a pipeline and all that it names.
   *
   * @param pipeline its name, and that of its path
   * @return the file that holds them
   */
  Path manifests(String pipeline) throws IOException {
    return Files.writeString(
        folder.resolve(pipeline + ".yaml"),
        MANIFESTS.formatted(toShop.port(), toStore.port(), USER, PASSWORD, pipeline));
  }

  @Override
  public void close() throws IOException {
    toShop.close();
    toStore.close();
    shop.close();
    store.close();
  }
}
