package dev.penstock.runner.run;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Connection.Iam;
import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.commit.Buckets;
import dev.penstock.runner.identity.Identity;
import dev.penstock.runner.identity.SessionName;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.target.s3.KeyPair;
import dev.penstock.runner.target.s3.S3Bucket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The buckets of a run, opened when first asked for. */
final class Stores implements Buckets, AutoCloseable {
  private static final String ID = "accessKeyId";
  private static final String KEY = "secretAccessKey";
  private static final String AUTHORITY = "ca.crt";

  private final Connections connections;
  private final Secrets secrets;
  private final String application;
  private final Map<String, S3Bucket> opened = new LinkedHashMap<>();
  private final List<Identity> identities = new ArrayList<>();

  /**
   * The buckets.
   *
   * @param application as warehouses show it; sessions of roles are named by it
   */
  Stores(Connections connections, Secrets secrets, String application) {
    this.connections = connections;
    this.secrets = secrets;
    this.application = application;
  }

  @Override
  public Bucket of(String connection) {
    return bucket(connection);
  }

  @Override
  public boolean has(String connection) {
    return connections.hasS3(connection);
  }

  synchronized S3Bucket bucket(String name) {
    return opened.computeIfAbsent(
        name,
        key -> {
          var connection = connections.s3(key);
          var authority = connection.secret().flatMap(secret -> secrets.file(secret, AUTHORITY));
          if (connection.iam().isPresent()) {
            return ofIdentity(connection, connection.iam().get(), authority);
          }
          return S3Bucket.withKeys(connection, keys(connection, authority.isPresent()), authority);
        });
  }

  private S3Bucket ofIdentity(Connection.S3 connection, Iam iam, Optional<Path> authority) {
    AuthorityAlone.in(connection, secrets, ID, KEY);
    var identity =
        Identity.open(connection.name(), iam, connection.region(), SessionName.of(application));
    identities.add(identity);
    return S3Bucket.withIdentity(connection, identity, authority);
  }

  /** Asked for each request, since a Secret may change while a run works. */
  private Optional<Supplier<KeyPair>> keys(Connection.S3 connection, boolean authority) {
    return connection
        .secret()
        // One that holds nothing but the authority leaves the rest to the pod's identity.
        .filter(secret ->
            !authority
                || secrets.file(secret, ID).isPresent()
                || secrets.file(secret, KEY).isPresent())
        .map(secret -> {
          Supplier<KeyPair> keys =
              () ->
                  new KeyPair(
                      secrets.value(connection.name(), secret, ID),
                      secrets.value(connection.name(), secret, KEY));
          // What is missing is said before anything is asked.
          var unused = keys.get();
          return keys;
        });
  }

  @Override
  public synchronized void close() {
    opened.values().forEach(S3Bucket::close);
    identities.forEach(Identity::close);
  }
}
