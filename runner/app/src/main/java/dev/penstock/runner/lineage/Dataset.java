package dev.penstock.runner.lineage;

import dev.penstock.api.model.Connection;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What holds rows, as OpenLineage names it.
 *
 * @param namespace where it is, as a URL
 * @param name of it there
 * @see <a href="https://openlineage.io/docs/spec/naming">Naming conventions</a>
 */
public record Dataset(String namespace, String name) {
  /** The endpoint of a cluster: its name, an account's own part, the region. */
  private static final Pattern CLUSTER =
      Pattern.compile("([^.]+)\\.[^.]+\\.([^.]+)\\.redshift\\.amazonaws\\.com(\\.cn)?");

  /** {@return a table of a database} */
  public static Dataset of(Connection.Postgres connection, String schema, String table) {
    return new Dataset(
        "postgres://%s:%d".formatted(connection.host(), connection.port()),
        "%s.%s.%s".formatted(connection.database(), schema, table));
  }

  /** {@return what lies below a path of a bucket} */
  public static Dataset of(String bucket, String path) {
    return new Dataset("s3://" + bucket, path);
  }

  /**
   * {@return a table of a warehouse}
   *
   * @param table with its schema
   */
  public static Dataset of(Connection.Redshift connection, String table) {
    var cluster = CLUSTER.matcher(connection.host().toLowerCase(Locale.ROOT));
    var host = cluster.matches() ? cluster.group(1) + "." + cluster.group(2) : connection.host();
    return new Dataset(
        "redshift://%s:%d".formatted(host, connection.port()),
        "%s.%s".formatted(connection.database(), table));
  }
}
