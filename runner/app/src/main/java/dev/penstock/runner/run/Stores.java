package dev.penstock.runner.run;

import dev.penstock.runner.commit.Bucket;
import dev.penstock.runner.commit.Buckets;
import dev.penstock.runner.secret.Secrets;
import dev.penstock.runner.target.s3.KeyPair;
import dev.penstock.runner.target.s3.S3Bucket;
import java.util.LinkedHashMap;
import java.util.Map;

/** The buckets of a run, opened when first asked for. */
final class Stores implements Buckets, AutoCloseable {
  private final Connections connections;
  private final Secrets secrets;
  private final Map<String, S3Bucket> opened = new LinkedHashMap<>();

  Stores(Connections connections, Secrets secrets) {
    this.connections = connections;
    this.secrets = secrets;
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
          var keys =
              connection
                  .secret()
                  .map(secret ->
                      new KeyPair(
                          secrets.value(key, secret, "accessKeyId"),
                          secrets.value(key, secret, "secretAccessKey")));
          return S3Bucket.open(connection, keys);
        });
  }

  @Override
  public synchronized void close() {
    opened.values().forEach(S3Bucket::close);
  }
}
