package dev.penstock.sandbox.gitops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.sandbox.Credentials;
import dev.penstock.sandbox.Endpoints;
import dev.penstock.sandbox.Manifests;
import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.Sandbox;
import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.redshift.RedshiftStandIn;
import dev.penstock.sandbox.redshift.S3Access;
import dev.penstock.sandbox.s3.ObjectStore;
import dev.penstock.sandbox.shop.ShopDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Gives each environment of examples/gitops its own shop, warehouse and bucket. The first one takes
 * those that the sandbox has; all end with the sandbox.
 */
record Environments(Sandbox sandbox, StateDirectory state, Path overlays) {
  /** Enough to see, little to wait for. */
  private static final double SCALE = 0.001;

  private static final String FIRST = "dev";

  /** In the order in which a commit travels. */
  List<Environment> start() throws IOException, InterruptedException {
    return List.of(first(), started("pre-prod"), started("prod"));
  }

  private Environment first() throws IOException {
    return environment(
        FIRST,
        sandbox.shop(),
        sandbox.warehouse(),
        sandbox.description().warehouse().database(),
        sandbox.credentials());
  }

  private Environment started(String name) throws IOException, InterruptedException {
    var drawn = Credentials.random();
    // There is one store, and it has one pair of keys.
    var credentials =
        new Credentials(drawn.shop(), sandbox.credentials().store(), drawn.warehouse());
    var folder = Files.createDirectories(state.environment(name));
    var database = Manifests.warehouseDatabase(written(name));
    var shop =
        sandbox.with(
            "shop of %s (PostgreSQL 18, scale %s)".formatted(name, SCALE),
            () ->
                ShopDatabase.start(
                    new ShopDatabase.Settings(
                        folder,
                        SCALE,
                        credentials.shop().username(),
                        credentials.shop().password())));
    var warehouse =
        sandbox.with(
            "warehouse of %s (Redshift stand-in)".formatted(name),
            () ->
                RedshiftStandIn.start(
                    new RedshiftStandIn.Settings(
                        folder,
                        database,
                        credentials.warehouse().username(),
                        credentials.warehouse().password(),
                        new S3Access(
                            sandbox.store().endpoint(),
                            credentials.store().accessKeyId(),
                            credentials.store().secretAccessKey(),
                            ObjectStore.REGION))));
    return environment(name, shop, warehouse, database, credentials);
  }

  private Environment environment(
      String name,
      ShopDatabase shop,
      RedshiftStandIn warehouse,
      String database,
      Credentials credentials)
      throws IOException {
    var written = written(name);
    var buckets = Manifests.buckets(written);
    buckets.forEach(sandbox.store()::createBucket);
    var endpoints =
        new Endpoints(
            OwnAddress.LOOPBACK.host(),
            shop.port(),
            ShopDatabase.DATABASE,
            sandbox.store().endpoint(),
            warehouse.port());
    var connected = Manifests.connected(written, endpoints);
    connected.forEach(connection -> name(database, connection));
    return new Environment(
        name,
        shop,
        warehouse,
        credentials.warehouse(),
        buckets.getFirst(),
        Manifests.print(connected),
        Manifests.print(Manifests.secrets(written, credentials, warehouse.caCertificate())));
  }

  private List<ObjectNode> written(String name) throws IOException {
    return Manifests.parse(Files.readString(overlays.resolve(name).resolve("connections.yaml")));
  }

  private static void name(String database, ObjectNode connection) {
    if (connection.at("/spec/redshift") instanceof ObjectNode redshift) {
      redshift.put("database", database);
    }
  }
}
