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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What a run writes, as datasets of OpenLineage: a target is one or two. */
final class Outputs {
  private final Request request;
  private final Map<String, Lineage> lineage = new HashMap<>();
  private final Map<String, Set<String>> shaped = new HashMap<>();

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
    var columns =
        target.columns().stream()
            .filter(column -> side.files() || !ignored(target, column.name()))
            .toList();
    var facets = output.putObject("facets");
    var fields = Facets.of(facets, "schema", Facets.SCHEMA).putArray("fields");
    columns.forEach(
        column -> Facets.field(fields, side.spelling().apply(column.name()), column.type()));
    var from = lineage.get(target.name());
    if (from != null) {
      var facet = Facets.of(facets, "columnLineage", Facets.COLUMN_LINEAGE);
      var known = facet.putObject("fields");
      for (var column : columns) {
        var origins = origins(from, target.name(), column.name());
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

  /** A value that a policy may change on its way is not taken as it is. */
  private Set<Origin> origins(Lineage from, String target, String column) {
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
