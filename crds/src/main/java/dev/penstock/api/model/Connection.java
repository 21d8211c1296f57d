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

  /** A bucket; {@code endpoint} is empty for AWS itself. */
  record S3(
      String name,
      Optional<String> secret,
      Limits limits,
      Allow allow,
      String bucket,
      String region,
      Optional<String> endpoint,
      boolean pathStyle)
      implements Connection {}

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
