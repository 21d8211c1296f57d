package dev.penstock.runner.target.s3;

import static dev.penstock.api.ConnectionCapability.available;
import static dev.penstock.api.ConnectionCapability.limited;
import static dev.penstock.api.ConnectionCapability.missing;

import dev.penstock.api.ConnectionCapability;
import dev.penstock.api.model.Connection;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Asks a bucket for what a run would need of it. Where the connection allows to write it puts one
 * small object below {@value #FOLDER}, and deletes it; nothing else is touched.
 */
public final class StoreProbe {
  /** Where the object lies while it is asked for; outside of datasets and logs. */
  public static final String FOLDER = "_penstock/check/";

  private static final byte[] CONTENT = "penstock check".getBytes(StandardCharsets.UTF_8);

  private final S3Bucket bucket;
  private final List<ConnectionCapability> found = new ArrayList<>();

  private StoreProbe(S3Bucket bucket) {
    this.bucket = bucket;
  }

  /**
   * {@return what was found} A store that does not answer, or does not know the bucket or the keys,
   * is the error that a run would get.
   *
   * @param id that nobody else uses
   */
  public static List<ConnectionCapability> of(
      S3Bucket bucket, Connection.S3 connection, String id) {
    var probe = new StoreProbe(bucket);
    probe.list(connection);
    probe.objects(connection, FOLDER + id);
    return List.copyOf(probe.found);
  }

  private void list(Connection.S3 connection) {
    allowed(
        "ListObjects",
        "s3:ListBucket",
        () -> {
          bucket.list(FOLDER, "", 1);
          return "Bucket %s in %s can be listed."
              .formatted(connection.bucket(), bucket.region().orElse(connection.region()));
        });
  }

  private void objects(Connection.S3 connection, String key) {
    if (!connection.allow().write()) {
      found.add(
          limited(
              "PutObject", "It was not tried: spec.allow.access of the connection has no Write."));
      return;
    }
    boolean written =
        allowed(
            "PutObject",
            "s3:PutObject",
            () -> {
              bucket.put(key, CONTENT);
              return "Objects can be written.";
            });
    if (!written) {
      return;
    }
    try {
      conditional(key);
      if (connection.allow().read()) {
        read(key);
      }
    } finally {
      allowed(
          "DeleteObject",
          "s3:DeleteObject",
          () -> {
            bucket.delete(key);
            return "Objects can be deleted.";
          });
    }
  }

  private void conditional(String key) {
    try {
      found.add(
          switch (bucket.putIfAbsent(key, CONTENT)) {
            case TAKEN ->
                available(
                    "ConditionalPut", "If-None-Match keeps what is there, as commits need it.");
            case STORED ->
                missing(
                    "ConditionalPut",
                    "The store overwrote an object in spite of If-None-Match. Use a store that"
                        + " honours conditional writes for spec.store of pipelines.");
            case UNKNOWN ->
                ConnectionCapability.unknown(
                    "ConditionalPut", "The store gave no answer; the next check asks again.");
          });
    } catch (ConfigurationException e) {
      found.add(missing("ConditionalPut", e.line()));
    }
  }

  private void read(String key) {
    allowed(
        "GetObject",
        "s3:GetObject",
        () -> {
          var back = bucket.read(key);
          if (back.isEmpty() || !Arrays.equals(back.get(), CONTENT)) {
            throw new ConfigurationException(
                Reason.STORE_NOT_SUPPORTED,
                "An object that was just written is not what the store returns",
                "Use a store whose reads follow its writes");
          }
          return "Objects can be read.";
        });
  }

  private interface Act {
    String done();
  }

  /** {@return whether it could be done} */
  private boolean allowed(String name, String right, Act act) {
    try {
      found.add(available(name, act.done()));
      return true;
    } catch (ConfigurationException e) {
      switch (e.reason()) {
        case PERMISSION_DENIED ->
            found.add(
                missing(
                    name,
                    "The credentials may not, below %s. Allow %s on what pipelines use, and there."
                        .formatted(FOLDER, right)));
        case STORE_NOT_SUPPORTED -> {
          if (found.isEmpty()) {
            throw e;
          }
          found.add(missing(name, e.line()));
        }
        default -> throw e;
      }
      return false;
    }
  }
}
