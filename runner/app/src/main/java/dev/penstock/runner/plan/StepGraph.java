package dev.penstock.runner.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Step;
import dev.penstock.runner.engine.SqlRefused;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of a pipeline in an order in which they can be computed, with what each one names.
 *
 * @param steps by name, each after what it names
 */
record StepGraph(Map<String, Node> steps) {
  /** Functions that read relations whose names are values. */
  private static final Set<String> HIDING = Set.of("query", "query_table");

  /**
   * A step.
   *
   * @param path where its SQL stands in the manifest
   * @param shape whose names are those of relations, as declared
   */
  record Node(Step step, String path, EngineSql sql, QueryShape shape) {}

  /**
   * Reads and orders the steps.
   *
   * @throws ConfigurationException for SQL that does not parse, for a name that is no relation and
   *     for steps that name each other in a circle
   */
  static StepGraph of(Pipeline pipeline, Parameters parameters, StepBinder binder) {
    var reader = new ShapeReader(binder);
    Map<String, String> declared = new LinkedHashMap<>();
    pipeline.sources().forEach(source -> declared.put(lower(source.name()), source.name()));
    pipeline.steps().forEach(step -> declared.put(lower(step.name()), step.name()));
    Map<String, Node> nodes = new LinkedHashMap<>();
    for (int i = 0; i < pipeline.steps().size(); i++) {
      var step = pipeline.steps().get(i);
      var path = "spec.steps[" + i + "].sql";
      var sql = parameters.in(step.sql(), "Step " + step.name(), path);
      nodes.put(
          step.name(), new Node(step, path, sql, shape(step, path, sql, reader, binder, declared)));
    }
    Map<String, Node> ordered = new LinkedHashMap<>();
    for (var name : nodes.keySet()) {
      visit(name, nodes, ordered, new ArrayList<>());
    }
    return new StepGraph(ordered);
  }

  private static QueryShape shape(
      Step step,
      String path,
      EngineSql sql,
      ShapeReader reader,
      StepBinder binder,
      Map<String, String> declared) {
    try {
      var tree =
          binder
              .parse(sql.text())
              .orElseThrow(() ->
                  new ConfigurationException(
                      Reason.STEP_INVALID,
                      "Step %s is not one SELECT statement".formatted(step.name()),
                      "Write exactly one SELECT in " + path));
      hidden(tree)
          .ifPresent(function -> {
            throw new ConfigurationException(
                Reason.STEP_INVALID,
                "Step %s calls %s, which hides what it reads".formatted(step.name(), function),
                "Name relations plainly in " + path);
          });
      var read = reader.query(tree);
      Map<String, Integer> uses = new LinkedHashMap<>();
      List<String> preserved = new ArrayList<>();
      read.uses()
          .forEach((name, times) -> {
            var known =
                Optional.ofNullable(declared.get(name))
                    .orElseThrow(() -> unknown(step, path, name, declared));
            uses.put(known, times);
            if (read.preserved().contains(name)) {
              preserved.add(known);
            }
          });
      return new QueryShape(uses, Set.copyOf(preserved), read.obstacles(), read.fewer());
    } catch (SqlRefused e) {
      throw sql.refused(e, "The SQL of step " + step.name(), path);
    }
  }

  private static Optional<String> hidden(JsonNode tree) {
    return tree.findValuesAsText("function_name").stream()
        .filter(name -> HIDING.contains(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  private static ConfigurationException unknown(
      Step step, String path, String name, Map<String, String> declared) {
    return new ConfigurationException(
        Reason.STEP_INVALID,
        "Step %s names relation %s, which is neither a source nor a step"
            .formatted(step.name(), name),
        "Name one of %s in %s".formatted(String.join(", ", declared.values()), path));
  }

  private static void visit(
      String name, Map<String, Node> nodes, Map<String, Node> ordered, List<String> open) {
    var node = nodes.get(name);
    if (node == null || ordered.containsKey(name)) {
      return;
    }
    open.add(name);
    for (var next : node.shape().uses().keySet()) {
      int at = open.indexOf(next);
      if (at >= 0) {
        var circle = new ArrayList<>(open.subList(at, open.size()));
        circle.add(next);
        throw new ConfigurationException(
            Reason.STEP_INVALID,
            circle.size() == 2
                ? "Step %s names itself".formatted(name)
                : "Steps name each other in a circle: " + String.join(" -> ", circle),
            "Take one of the names out of " + node.path());
      }
      visit(next, nodes, ordered, open);
    }
    open.removeLast();
    ordered.put(name, node);
  }

  /** {@return what a step names; nothing for a source} */
  QueryShape shape(String relation) {
    var node = steps.get(relation);
    return node == null ? QueryShape.EMPTY : node.shape();
  }

  /** {@return whether it is a step} */
  boolean contains(String relation) {
    return steps.containsKey(relation);
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
