package dev.penstock.runner.plan;

import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Step;
import dev.penstock.api.model.Target;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.RowCheck;
import dev.penstock.runner.engine.Shaping;
import dev.penstock.runner.engine.SqlRefused;
import dev.penstock.runner.engine.StepBinder;
import dev.penstock.runner.engine.Variable;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PartSchema;
import dev.penstock.runner.spi.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What a run will do.
 *
 * @param relations every source and step with its columns, sources first, each step after what it
 *     names
 * @param sizes about how much each source holds, where it is known
 * @param variables the values of parameters
 * @param steps in the order in which they can be computed, with the SQL that the engine runs
 * @param loads what is sealed for which target, in the order of the manifest
 * @param checks that must hold before the commit
 * @param work the order of it all
 * @param held what its steps hold until the last row has come, where that is certain
 * @param streams whether it holds no row: neither steps nor checks nor the order of a target need a
 *     second one
 * @param replaced per source, by column whose texts may be no UTF-8, whether U+FFFD stands for what
 *     is wrong; else there is NULL in the text's place
 */
public record Plan(
    Pipeline pipeline,
    Map<String, Schema> relations,
    Map<String, Size> sizes,
    List<Variable> variables,
    List<Step> steps,
    List<Load> loads,
    List<RowCheck> checks,
    Work work,
    List<Held> held,
    boolean streams,
    Map<String, Map<String, Boolean>> replaced) {
  public Plan {
    replaced = Collections.unmodifiableMap(new LinkedHashMap<>(replaced));
    relations = Collections.unmodifiableMap(new LinkedHashMap<>(relations));
    sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
    variables = List.copyOf(variables);
    steps = List.copyOf(steps);
    loads = List.copyOf(loads);
    checks = List.copyOf(checks);
    held = List.copyOf(held);
  }

  /**
   * A target, the columns of its parts, whether they are sealed in waves, and what becomes of
   * values on their way there.
   */
  public record Load(Target target, PartSchema parts, Waves waves, Shaping shaping) {}

  /**
   * Plans a run.
   *
   * @param sources the columns of every source, by name
   * @param sizes of sources, where they are known
   * @param runId the value of the parameter of that name
   * @param engine for the database in which steps are bound
   * @throws ConfigurationException for the first thing that can not work
   */
  public static Plan of(
      Pipeline pipeline,
      Map<String, Schema> sources,
      Map<String, Size> sizes,
      String runId,
      EngineSettings engine) {
    var parameters = new Parameters(pipeline.parameters(), runId);
    try (StepBinder binder = StepBinder.open(engine, parameters.variables())) {
      var graph = StepGraph.of(pipeline, parameters, binder);
      WholeCheck.check(pipeline, graph);
      var relations = bind(pipeline, sources, graph, binder);
      LoadCheck.check(pipeline, relations);
      var checks = new CheckPlan(pipeline, relations, parameters, binder).checks();
      var checked = new LinkedHashSet<String>();
      checks.forEach(check -> checked.add(check.relation()));
      var wanted = new LinkedHashSet<>(checked);
      pipeline.targets().forEach(target -> wanted.add(target.from()));
      var holding = new Holding(graph, sizes, relations);
      var held = holding.below(List.copyOf(wanted));
      Fit.check(held, engine.holdingRows());
      List<Shaping> shapings = Shapings.of(pipeline, relations);
      List<String> sealed = new ArrayList<>();
      for (int i = 0; i < shapings.size(); i++) {
        var from = pipeline.targets().get(i).from();
        sealed.add(from);
        if (shapings.get(i).counts() || shapings.get(i).changes() && checked.contains(from)) {
          // Its rows are looked at before they are sealed.
          sealed.add(from);
        }
      }
      var order =
          new WorkOrder(
              pipeline.sources().stream().map(source -> source.name()).toList(),
              graph,
              sizes,
              sealed,
              checked);
      List<Load> loads = new ArrayList<>();
      for (int i = 0; i < shapings.size(); i++) {
        var target = pipeline.targets().get(i);
        var schema = java.util.Objects.requireNonNull(relations.get(target.from()));
        loads.add(
            new Load(
                target,
                PartSchema.of(shapings.get(i).of(schema)),
                order.waves(target.from()),
                shapings.get(i)));
      }
      List<Step> steps =
          graph.steps().values().stream()
              .map(node -> new Step(node.step().name(), node.sql().text()))
              .toList();
      return new Plan(
          pipeline,
          relations,
          sizes,
          parameters.variables(),
          steps,
          loads,
          checks,
          order.work(loads, checks),
          held,
          checks.isEmpty()
              && unsorted(pipeline)
              && shapings.stream().noneMatch(Shaping::counts)
              && holding.none(List.copyOf(wanted)),
          InvalidTexts.of(pipeline, relations, steps, binder));
    }
  }

  private static boolean unsorted(Pipeline pipeline) {
    return pipeline.targets().stream().allMatch(target -> target.sortBy().isEmpty());
  }

  /**
   * Reads the SQL of all steps and checks without knowing a column: whether it parses, names
   * relations that there are and parameters that are declared.
   *
   * @throws ConfigurationException for the first thing that can not work, with its place
   */
  public static void parse(Pipeline pipeline, EngineSettings engine) {
    var parameters = new Parameters(pipeline.parameters(), "none");
    try (StepBinder binder = StepBinder.open(engine, parameters.variables())) {
      WholeCheck.check(pipeline, StepGraph.of(pipeline, parameters, binder));
      CheckPlan.parse(pipeline, parameters, binder);
    }
  }

  private static Map<String, Schema> bind(
      Pipeline pipeline, Map<String, Schema> sources, StepGraph graph, StepBinder binder) {
    Map<String, Schema> relations = new LinkedHashMap<>();
    for (var source : pipeline.sources()) {
      var schema = sources.get(source.name());
      if (schema == null) {
        throw new IllegalArgumentException("Source " + source.name() + " is not open");
      }
      binder.declare(source.name(), schema);
      relations.put(source.name(), schema);
    }
    graph
        .steps()
        .forEach((name, node) -> {
          try {
            relations.put(name, binder.bind(name, node.sql().text(), node.path()));
          } catch (SqlRefused e) {
            throw node.sql().refused(e, "The SQL of step " + name, node.path());
          }
        });
    return relations;
  }
}
