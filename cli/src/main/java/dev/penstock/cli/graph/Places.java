package dev.penstock.cli.graph;

import dev.penstock.api.EtlConnectionSpec;
import dev.penstock.api.QuerySpec;
import dev.penstock.cli.graph.Node.Kind;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where relations lie: two connections to one database are one place. */
record Places(Map<String, EtlConnectionSpec> connections) {
  Places {
    connections = Map.copyOf(connections);
  }

  Node table(@Nullable String connection, @Nullable String name) {
    var table = Objects.requireNonNullElse(name, "?");
    return new Node(Kind.TABLE, place(connection) + "/" + table, table, shown(connection));
  }

  Node dataset(@Nullable String connection, @Nullable String path) {
    var key = Objects.requireNonNullElse(path, "?");
    return new Node(Kind.DATASET, place(connection) + "/" + key, key, shown(connection));
  }

  /** Queries of the same words are one; what they read is not worked out. */
  Node query(@Nullable String connection, @Nullable String name, QuerySpec query) {
    var sql = Objects.requireNonNullElse(query.sql(), "").strip();
    return new Node(
        Kind.QUERY,
        "%s?%s".formatted(place(connection), sql),
        "query " + Objects.requireNonNullElse(name, "?"),
        shown(connection));
  }

  private static String shown(@Nullable String connection) {
    return Objects.requireNonNullElse(connection, "?");
  }

  private String place(@Nullable String connection) {
    var name = shown(connection);
    var spec = connections.get(name);
    if (spec == null) {
      return "connection " + name;
    }
    if (spec.s3() != null && spec.s3().bucket() != null) {
      var endpoint = Objects.requireNonNullElse(spec.s3().endpoint(), "s3");
      return "%s/%s".formatted(endpoint, spec.s3().bucket());
    }
    if (spec.postgres() != null && spec.postgres().host() != null) {
      var port = Objects.requireNonNullElse(spec.postgres().port(), 5432);
      return "%s:%d/%s".formatted(spec.postgres().host(), port, spec.postgres().database());
    }
    if (spec.redshift() != null && spec.redshift().host() != null) {
      var port = Objects.requireNonNullElse(spec.redshift().port(), 5439);
      return "%s:%d/%s".formatted(spec.redshift().host(), port, spec.redshift().database());
    }
    return "connection " + name;
  }
}
