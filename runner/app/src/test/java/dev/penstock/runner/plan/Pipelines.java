package dev.penstock.runner.plan;

import dev.penstock.api.model.Check;
import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Parameter;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.PodShape;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Source;
import dev.penstock.api.model.SpecHash;
import dev.penstock.api.model.Step;
import dev.penstock.api.model.Store;
import dev.penstock.api.model.Target;
import dev.penstock.api.model.Timing;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds pipelines for tests, each valid from the beginning but for its missing target. */
public final class Pipelines {
  private final List<Parameter> parameters = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<Target> targets = new ArrayList<>();

  private ResourceName id = new ResourceName("sales", "orders");

  public static Pipelines reading(String... sources) {
    var pipeline = new Pipelines();
    for (var source : sources) {
      pipeline.sources.add(
          new Source(source, "shop-db", new Read.Table("public", source, List.of())));
    }
    return pipeline;
  }

  public Pipelines source(Source source) {
    sources.add(source);
    return this;
  }

  public Pipelines parameter(String name, Parameter.Type type, String value) {
    parameters.add(new Parameter(name, type, value));
    return this;
  }

  public Pipelines step(String name, String sql) {
    steps.add(new Step(name, sql));
    return this;
  }

  public Pipelines check(String name, String relation, Check.Rule... rules) {
    checks.add(new Check(name, relation, List.of(rules)));
    return this;
  }

  /** A target that appends to a dataset of its name. */
  public Pipelines into(String target, String from) {
    return into(target, from, new Mode.Append(), List.of());
  }

  public Pipelines into(String target, String from, Mode mode, List<String> partitionBy) {
    return into(
        new Target(
            target,
            from,
            mode,
            Optional.of(new Dataset("lake", "sales/" + target, partitionBy)),
            Optional.empty()));
  }

  public Pipelines into(Target target) {
    targets.add(target);
    return this;
  }

  /** Instead of {@code sales/orders}. */
  public Pipelines named(String name) {
    id = new ResourceName("sales", name);
    return this;
  }

  public Pipeline build() {
    return new Pipeline(
        id,
        new SpecHash("0123456789abcdef"),
        new Store("lake", "_penstock"),
        new Timing(
            Optional.empty(), ZoneOffset.UTC, false, Duration.ofMinutes(1), Duration.ofHours(1), 0),
        parameters,
        sources,
        steps,
        checks,
        targets,
        new PodShape(Map.of(), Map.of(), "default", "5Gi"));
  }
}
