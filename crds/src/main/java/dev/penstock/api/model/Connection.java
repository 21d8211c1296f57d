package dev.penstock.api.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A named endpoint. Credentials are a name of a Secret, never a value. */
public sealed interface Connection {
  /** {@return the name by which pipelines use it} */
  String name();

  /**
   * {@return the Secret with its credentials; empty: temporary ones, or the identity of the pod}
   */
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
   * @param iam temporary credentials, beside which the Secret holds an authority alone; empty: the
   *     Secret's keys, or the identity of the pod
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
      Checksums checksums,
      Optional<Iam> iam)
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
          Checksums.unwritten(endpoint),
          Optional.empty());
    }
  }

  /**
   * A Redshift warehouse.
   *
   * @param temporary credentials, beside which the Secret holds an authority alone; empty: those of
   *     the Secret
   */
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
      Tls tls,
      Optional<Temporary> temporary)
      implements Connection {
    /** {@return the same with other control tables} */
    public Redshift withControlSchema(String schema) {
      return new Redshift(
          name, secret, limits, allow, host, port, database, copyRole, schema, tls, temporary);
    }

    /** One with the credentials of a Secret. */
    public Redshift(
        String name,
        Optional<String> secret,
        Limits limits,
        Allow allow,
        String host,
        int port,
        String database,
        String copyRole,
        String controlSchema,
        Tls tls) {
      this(
          name,
          secret,
          limits,
          allow,
          host,
          port,
          database,
          copyRole,
          controlSchema,
          tls,
          Optional.empty());
    }
  }

  /**
   * Who speaks to AWS.
   *
   * @param roleArn that the pod's identity assumes; empty: that identity itself
   * @param externalId that the role's trust policy demands; only with a role
   * @param session how long credentials hold, 15 minutes to an hour
   */
  record Iam(Optional<String> roleArn, Optional<String> externalId, Duration session) {
    public static final Duration SHORTEST = Duration.ofMinutes(15);
    public static final Duration LONGEST = Duration.ofHours(1);

    public Iam {
      if (session.compareTo(SHORTEST) < 0 || session.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("A session of %s".formatted(session));
      }
      if (externalId.isPresent() && roleArn.isEmpty()) {
        throw new IllegalArgumentException("An external id without a role");
      }
    }
  }

  /** Credentials of a warehouse that hold for a while, and who gives them. */
  record Temporary(Iam iam, Issuer issuer) {}

  /** Who gives credentials of a warehouse. */
  sealed interface Issuer {
    /** {@return where it is asked} */
    String region();

    /**
     * The API of provisioned clusters.
     *
     * @param user of the database; empty: the one that the cluster makes of the role
     */
    record Cluster(String id, String region, Optional<String> user) implements Issuer {}

    /** The API of serverless workgroups, where the user is always made of the role. */
    record Workgroup(String name, String region) implements Issuer {}
  }

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
