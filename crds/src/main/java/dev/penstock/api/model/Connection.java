package dev.penstock.api.model;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A named endpoint. Credentials are a name of a Secret, never a value. */
public sealed interface Connection {
  /** {@return the name by which pipelines use it} */
  String name();

  /** {@return the Secret with its credentials; empty: the identity of the pod} */
  Optional<String> secret();

  /** {@return what pipelines share} */
  Limits limits();

  /** {@return what pipelines may do} */
  Allow allow();

  /** A PostgreSQL database. */
  record Postgres(
      String name,
      Optional<String> secret,
      Limits limits,
      Allow allow,
      String host,
      int port,
      String database,
      Tls tls,
      Extraction extraction)
      implements Connection {
    /** One that is read by COPY. */
    public Postgres(
        String name,
        Optional<String> secret,
        Limits limits,
        Allow allow,
        String host,
        int port,
        String database,
        Tls tls) {
      this(name, secret, limits, allow, host, port, database, tls, Extraction.COPY);
    }
  }

  /**
   * A bucket.
   *
   * @param endpoint empty: AWS itself
   * @param encryption of what is written; empty: the bucket's own default
   */
  record S3(
      String name,
      Optional<String> secret,
      Limits limits,
      Allow allow,
      String bucket,
      String region,
      Optional<String> endpoint,
      boolean pathStyle,
      Optional<Encryption> encryption,
      Checksums checksums)
      implements Connection {
    /** A bucket with everything else as it is where nothing is written. */
    public S3(
        String name,
        Optional<String> secret,
        Limits limits,
        Allow allow,
        String bucket,
        String region,
        Optional<String> endpoint,
        boolean pathStyle) {
      this(
          name,
          secret,
          limits,
          allow,
          bucket,
          region,
          endpoint,
          pathStyle,
          Optional.empty(),
          Checksums.unwritten(endpoint));
    }
  }

  /** A Redshift warehouse. */
  record Redshift(
      String name,
      Optional<String> secret,
      Limits limits,
      Allow allow,
      String host,
      int port,
      String database,
      String copyRole,
      String controlSchema,
      Tls tls)
      implements Connection {}

  /** Who is told of incidents; no run opens it, and no pod sees its Secret. */
  record Notifying(
      String name, Optional<String> secret, Limits limits, Allow allow, Notifier notifier)
      implements Connection {}

  /** How rows leave a database. */
  enum Extraction {
    COPY,
    CURSOR
  }

  /** How a server is checked. */
  enum Tls {
    DISABLE,
    VERIFY_CA,
    VERIFY_FULL
  }

  /** With whose keys a store encrypts. */
  sealed interface Encryption {
    /** Keys that the store keeps itself: SSE-S3. */
    record StoreKey() implements Encryption {}

    /**
     * A key of KMS: SSE-KMS.
     *
     * @param keyId ARN, id or alias; empty: the account's own key for S3
     */
    record Kms(Optional<String> keyId) implements Encryption {}
  }

  /** When a store is told checksums, and asked for them. */
  enum Checksums {
    WHEN_SUPPORTED,
    WHEN_REQUIRED;

    /** {@return what holds where nothing is written: older compatible stores refuse new headers} */
    public static Checksums unwritten(Optional<String> endpoint) {
      return endpoint.isPresent() ? WHEN_REQUIRED : WHEN_SUPPORTED;
    }
  }

  /**
   * What all pipelines of a namespace share.
   *
   * @param runs that may use the connection at once; empty: unlimited
   */
  record Limits(OptionalInt runs, int connectionsPerRun) {}

  /**
   * What pipelines may do.
   *
   * @param schemas that may be named; empty: all
   * @param queries whether SQL of one's own may be sent, which can name any schema
   */
  record Allow(boolean read, boolean write, Set<String> schemas, boolean queries) {
    public Allow {
      schemas = Set.copyOf(schemas);
    }

    /** {@return whether a table of that schema may be named} */
    public boolean schema(String schema) {
      return schemas.isEmpty() || schemas.contains(schema);
    }
  }
}
