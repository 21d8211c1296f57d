package dev.penstock.api.validation;

import dev.penstock.api.DocumentsPolicy;
import dev.penstock.api.RedshiftTargetSpec;
import dev.penstock.api.S3TargetSpec;
import dev.penstock.api.TargetSpec;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Table;
import dev.penstock.api.model.Target;
import dev.penstock.api.validation.Finding.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Targets: each loads one relation, and no two load the same place. */
final class TargetCheck {
  private static final Pattern TABLE = Pattern.compile("[a-z_][a-z0-9_$]*[.][a-z_][a-z0-9_$]*");

  private final Findings findings;
  private final ConnectionBook connections;
  private final RelationCheck relations;
  private final PathsTaken paths;
  private final Map<Warehoused, String> tables = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  TargetCheck(
      Findings findings, ConnectionBook connections, RelationCheck relations, PathsTaken paths) {
    this.findings = findings;
    this.connections = connections;
    this.relations = relations;
    this.paths = paths;
  }

  List<Target> targets(Place place, @Nullable List<TargetSpec> specs) {
    return new NamedItems<>("Target", 1, 32, TargetSpec::name).check(place, specs, this::target);
  }

  private Optional<Target> target(Place item, TargetSpec spec) {
    int mark = findings.mark();
    var name = Names.label(item.field("name"), spec.name(), 63);
    if (!name.isEmpty() && !names.add(name)) {
      item.field("name")
          .refuse(
              Reason.DUPLICATE,
              "has the name of another target",
              "Give every target a name of its own");
    }
    var from = relations.named(item.field("from"), spec.from(), "from", "loads");
    var mode = ModeCheck.check(item, spec, relations);
    var sortBy = Columns.check(item.field("sortBy"), spec.sortBy(), "sortBy", 16);
    if (!sortBy.isEmpty() && spec.s3() != null && spec.s3().partitionBy() != null) {
      item.field("sortBy")
          .refuse(
              Reason.INVALID,
              "has sortBy, and partitionBy, whose parts lie in no order",
              "Remove one of them");
    }
    if (spec.s3() == null && spec.redshift() == null) {
      item.refuse(Reason.REQUIRED, "loads nothing", "Write s3, redshift or both under it");
    }
    if (spec.redshift() == null && spec.backfill() != null) {
      item.field("backfill")
          .refuse(
              Reason.INVALID,
              "has backfill, which is about a table",
              "Remove it or write redshift under it");
    }
    var dataset =
        spec.s3() == null ? Optional.<Dataset>empty() : s3(item.field("s3"), spec.s3(), name);
    var table =
        spec.redshift() == null
            ? Optional.<Table>empty()
            : redshift(item.field("redshift"), spec.redshift(), name, fromLog(item, spec));
    var schema = SchemaCheck.check(item, spec);
    var columns = ColumnPolicyCheck.check(item.field("columns"), spec.columns(), mode);
    return findings.since(
        mark, () -> new Target(name, from, mode, sortBy, dataset, table, schema, columns));
  }

  private Optional<Dataset> s3(Place place, S3TargetSpec spec, String target) {
    int mark = findings.mark();
    var at = place.field("connection");
    var connection = connections.find(at, spec.connection(), Connection.S3.class);
    connection.ifPresent(bucket -> Rights.write(at, bucket, "writes over"));
    var under = place.field("path");
    int before = findings.mark();
    var path = KeyPath.check(under, spec.path(), "path");
    connection.ifPresent(bucket -> {
      if (findings.mark() == before) {
        paths.dataset(under, bucket, path, target);
      }
    });
    var partitionBy = partitionBy(place.field("partitionBy"), spec.partitionBy());
    return connection.flatMap(
        bucket -> findings.since(mark, () -> new Dataset(bucket.name(), path, partitionBy)));
  }

  private static List<String> partitionBy(Place place, @Nullable List<String> specs) {
    var columns = Columns.check(place, specs, "partitionBy", 8);
    for (int i = 0; i < columns.size(); i++) {
      Names.directory(place.item(i), columns.get(i));
    }
    return columns;
  }

  private static boolean fromLog(Place item, TargetSpec spec) {
    return switch (spec.backfill()) {
      case null -> false;
      case FROM_NOW -> false;
      case FROM_LOG -> true;
      case UNKNOWN -> {
        item.field("backfill")
            .refuse(
                Reason.NOT_SUPPORTED,
                "has a backfill that this release does not know",
                "Write one of FromNow, FromLog");
        yield false;
      }
    };
  }

  private Optional<Table> redshift(
      Place place, RedshiftTargetSpec spec, String target, boolean fromLog) {
    int mark = findings.mark();
    var at = place.field("connection");
    var connection = connections.find(at, spec.connection(), Connection.Redshift.class);
    connection.ifPresent(warehouse -> Rights.write(at, warehouse, "writes over"));
    var under = place.field("table");
    int before = findings.mark();
    var table =
        under.matching(
            spec.table(), "table", 255, TABLE, "schema.table in lower case, as sales.orders");
    var parts = findings.mark() == before ? table.split("[.]") : new String[] {"", ""};
    if (findings.mark() == before) {
      connection.ifPresent(warehouse -> table(under, warehouse, parts[0], parts[1], target));
    }
    var distKey =
        Optional.ofNullable(spec.distKey())
            .map(key -> Names.identifier(place.field("distKey"), key, "distKey"));
    var sortKey = sortKey(place.field("sortKey"), spec.sortKey());
    var grants = GrantCheck.check(place.field("grants"), spec.grants());
    var postSql = PostSqlCheck.check(place.field("postSql"), spec.postSql());
    Items.optionalWord(place.field("documents"), spec.documents(), "documents");
    return connection.flatMap(warehouse ->
        findings.since(
            mark,
            () ->
                new Table(
                    warehouse.name(),
                    parts[0],
                    parts[1],
                    distKey,
                    sortKey,
                    fromLog,
                    grants,
                    postSql,
                    spec.documents() == DocumentsPolicy.SUPER)));
  }

  private void table(
      Place place, Connection.Redshift warehouse, String schema, String name, String target) {
    Rights.schema(place, warehouse, "writes", schema);
    if (schema.equals(warehouse.controlSchema())) {
      place.refuse(
          Reason.NOT_ALLOWED,
          "writes the schema %s, which holds the control tables".formatted(schema),
          "Choose another schema");
    }
    var key =
        new Warehoused(warehouse.host(), warehouse.port(), warehouse.database(), schema, name);
    var other = tables.putIfAbsent(key, target);
    if (other != null) {
      place.refuse(
          Reason.DUPLICATE,
          "writes the table %s.%s, which target %s writes too"
              .formatted(schema, name, Shown.of(other)),
          "Write each table by one target");
    }
  }

  private static List<String> sortKey(Place place, @Nullable List<String> specs) {
    var keys = new ArrayList<String>();
    int index = 0;
    for (var spec : place.list(specs, "sort column", 0, 16)) {
      var item = place.item(index++);
      var key = Names.identifier(item, spec, "sortKey");
      if (!key.isEmpty() && keys.contains(key)) {
        item.refuse(
            Reason.DUPLICATE, "has the sortKey %s twice".formatted(Shown.of(key)), "Remove one");
      }
      keys.add(key);
    }
    return keys;
  }

  private record Warehoused(String host, int port, String database, String schema, String name) {}
}
