package dev.penstock.runner.change;

import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Dataset;
import java.util.Locale;
import java.util.Optional;

/**
 * Where rows lie, whichever connection leads there: what two pipelines must share to be writer and
 * reader of the same.
 */
sealed interface Place {
  /** A table of a database or a warehouse. */
  record Relation(String host, int port, String database, String table) implements Place {
    @Override
    public String toString() {
      return table;
    }
  }

  /**
   * A path of a bucket.
   *
   * @param endpoint empty: AWS itself
   */
  record Folder(String endpoint, String bucket, String path) implements Place {
    @Override
    public String toString() {
      return "s3://" + bucket + "/" + path;
    }
  }

  /** {@return the table behind a connection; empty for one that holds no tables} */
  static Optional<Place> table(Connection connection, String qualified) {
    return switch (connection) {
      case Connection.Postgres database ->
          Optional.of(
              new Relation(
                  lower(database.host()), database.port(), database.database(), qualified));
      case Connection.Redshift warehouse ->
          Optional.of(
              new Relation(
                  lower(warehouse.host()), warehouse.port(), warehouse.database(), qualified));
      case Connection.S3 store -> Optional.empty();
      case Connection.Notifying notifier -> Optional.empty();
    };
  }

  /** {@return the path behind a connection; empty for one that is no store} */
  static Optional<Place> folder(Connection connection, Dataset dataset) {
    return connection instanceof Connection.S3 store
        ? Optional.of(
            new Folder(lower(store.endpoint().orElse("")), store.bucket(), dataset.path()))
        : Optional.empty();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
