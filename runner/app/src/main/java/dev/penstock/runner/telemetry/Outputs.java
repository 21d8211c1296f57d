package dev.penstock.runner.telemetry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.penstock.api.model.Connection;
import dev.penstock.api.model.Target;
import dev.penstock.runner.commit.CommittedTarget;
import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.engine.Shaping;
import dev.penstock.runner.lineage.Dataset;
import dev.penstock.runner.lineage.Lineage;
import dev.penstock.runner.lineage.Origin;
import dev.penstock.runner.lineage.Use;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.run.Request;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.PartSchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What a run writes, as datasets of OpenLineage: a target is one or two. */
final class Outputs {
  private final Request request;
  private final Map<String, Lineage> lineage = new HashMap<>();
  private final Map<String, Set<String>> shaped = new HashMap<>();
  private final Map<String, List<String>> hashed = new HashMap<>();

  /** A side of a target. */
  private record Side(
      Target target, Dataset dataset, boolean files, UnaryOperator<String> spelling) {}

  Outputs(Request request) {
    this.request = request;
  }

  /** Learns where the columns of all targets come from. */
  void planned(Plan plan, Map<String, Lineage> columns) {
    for (var load : plan.loads()) {
      Optional.ofNullable(columns.get(load.target().from()))
          .ifPresent(found -> lineage.put(load.target().name(), found));
      Set<String> changed = new HashSet<>();
      load.shaping().limits().stream()
          .filter(limit -> limit.longer() != Shaping.Longer.FAIL)
          .forEach(limit -> changed.add(limit.column()));
      load.shaping().locals().forEach(local -> changed.add(local.column()));
      shaped.put(load.target().name(), changed);
      load.shaping()
          .fingerprint()
          .ifPresent(of ->
              hashed.put(load.target().name(), of.columns().stream().map(Column::name).toList()));
    }
  }

  /** Adds what a run is about to write. */
  void name(ArrayNode outputs) {
    sides().forEach(side -> add(outputs, side));
  }

  /** Adds what an entry has written. */
  void committed(ArrayNode outputs, Entry entry) {
    for (var side : sides()) {
      var output = add(outputs, side);
      entry.targets().stream()
          .filter(target -> target.name().equals(side.target().name()))
          .findFirst()
          .ifPresent(target -> told(output, side, target));
    }
  }

  private List<Side> sides() {
    List<Side> sides = new ArrayList<>();
    for (var target : request.pipeline().targets()) {
      target
          .s3()
          .ifPresent(set -> {
            if (request.connections().get(set.connection()) instanceof Connection.S3 s3) {
              sides.add(
                  new Side(
                      target, Dataset.of(s3.bucket(), set.path()), true, UnaryOperator.identity()));
            }
          });
      target
          .redshift()
          .ifPresent(table -> {
            if (request.connections().get(table.connection())
                instanceof Connection.Redshift redshift) {
              sides.add(
                  new Side(
                      target,
                      Dataset.of(redshift, table.qualified()),
                      false,
                      name -> name.toLowerCase(Locale.ROOT)));
            }
          });
    }
    return sides;
  }

  private static ObjectNode add(ArrayNode outputs, Side side) {
    return outputs
        .addObject()
        .put("namespace", side.dataset().namespace())
        .put("name", side.dataset().name());
  }

  private void told(ObjectNode output, Side side, CommittedTarget target) {
    List<CommittedTarget.Column> columns = new ArrayList<>();
    target.columns().stream()
        .filter(column -> side.files() || !ignored(target, column.name()))
        .forEach(columns::add);
    if (!side.files()) {
      columns.addAll(validity(target));
    }
    var facets = output.putObject("facets");
    var fields = Facets.of(facets, "schema", Facets.SCHEMA).putArray("fields");
    columns.forEach(
        column -> Facets.field(fields, side.spelling().apply(column.name()), column.type()));
    var from = lineage.get(target.name());
    if (from != null) {
      var facet = Facets.of(facets, "columnLineage", Facets.COLUMN_LINEAGE);
      var known = facet.putObject("fields");
      for (var column : columns) {
        var origins = origins(from, target, column.name());
        if (!origins.isEmpty()) {
          inputs(
              known.putObject(side.spelling().apply(column.name())).putArray("inputFields"),
              origins);
        }
      }
      if (!from.rows().isEmpty()) {
        inputs(facet.putArray("dataset"), from.rows());
      }
    }
    var statistics =
        Facets.of(output.putObject("outputFacets"), "outputStatistics", Facets.OUTPUT_STATISTICS)
            .put("rowCount", target.rows());
    if (side.files()) {
      statistics.put("size", target.bytes()).put("fileCount", target.parts().size());
    }
  }

  private static boolean ignored(CommittedTarget target, String column) {
    return target.ignored().stream().anyMatch(column::equalsIgnoreCase);
  }

  /** {@return what a table has that keeps versions, and no part of it} */
  private static List<CommittedTarget.Column> validity(CommittedTarget target) {
    return valid(target)
        .flatMap(from ->
            target.columns().stream()
                .filter(column -> column.name().equalsIgnoreCase(from))
                .findFirst())
        .map(instant ->
            Stream.of(PartSchema.VALID_FROM, PartSchema.VALID_TO, PartSchema.LAST_SEEN)
                .map(name -> new CommittedTarget.Column(name, instant.type(), Optional.empty()))
                .toList())
        .orElse(List.of());
  }

  /** {@return the column that says from when a row is valid, where versions are kept} */
  private static Optional<String> valid(CommittedTarget target) {
    return target
        .upsert()
        .filter(CommittedTarget.Upsert::keepsVersions)
        .map(how -> how.orderBy().getFirst());
  }

  private Set<Origin> origins(Lineage from, CommittedTarget target, String column) {
    return switch (column) {
      case PartSchema.HASH -> {
        Set<Origin> all = new LinkedHashSet<>();
        hashed.getOrDefault(target.name(), List.of()).stream()
            .filter(tracked -> !ignored(target, tracked))
            .forEach(tracked -> all.addAll(values(from, target.name(), tracked)));
        yield Origin.used(Use.TRANSFORMATION, all);
      }
      case PartSchema.VALID_FROM -> instants(from, target);
      // Those of other rows of the key.
      case PartSchema.VALID_TO, PartSchema.LAST_SEEN ->
          Origin.used(Use.AGGREGATION, instants(from, target));
      default -> values(from, target.name(), column);
    };
  }

  private Set<Origin> instants(Lineage from, CommittedTarget target) {
    return valid(target)
        .flatMap(
            valid -> from.columns().keySet().stream().filter(valid::equalsIgnoreCase).findFirst())
        .map(column -> values(from, target.name(), column))
        .orElse(Set.of());
  }

  /** A value that a policy may change on its way is not taken as it is. */
  private Set<Origin> values(Lineage from, String target, String column) {
    var origins = from.columns().getOrDefault(column, Set.of());
    return shaped.getOrDefault(target, Set.of()).contains(column)
        ? Origin.used(Use.TRANSFORMATION, origins)
        : origins;
  }

  private static void inputs(ArrayNode inputs, Set<Origin> origins) {
    record Input(Dataset dataset, String column) {}
    Map<Input, ArrayNode> known = new LinkedHashMap<>();
    for (var origin : origins) {
      known
          .computeIfAbsent(
              new Input(origin.dataset(), origin.column()),
              input ->
                  inputs
                      .addObject()
                      .put("namespace", input.dataset().namespace())
                      .put("name", input.dataset().name())
                      .put("field", input.column())
                      .putArray("transformations"))
          .addObject()
          .put("type", origin.use().direct() ? "DIRECT" : "INDIRECT")
          .put("subtype", origin.use().name());
    }
  }
}
