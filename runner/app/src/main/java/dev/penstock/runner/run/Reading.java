package dev.penstock.runner.run;

import dev.penstock.runner.engine.DuckDbEngine;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.report.Done;
import dev.penstock.runner.report.RunProgress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reading half of an attempt: opened sources, the plan, the engine that knows both. */
final class Reading implements AutoCloseable {
  private final Sources sources;
  private final Plan plan;
  private final EngineSettings settings;
  private final DuckDbEngine engine;

  private Reading(Sources sources, Plan plan, EngineSettings settings, DuckDbEngine engine) {
    this.sources = sources;
    this.plan = plan;
    this.settings = settings;
    this.engine = engine;
  }

  /** Opens everything, and refuses what can not work before a row is read. */
  static Reading open(
      Request request, Connections connections, Watermarks watermarks, EngineSettings settings)
      throws InterruptedException {
    var sources = Sources.open(request, connections, watermarks);
    try {
      var plan =
          Plan.of(
              request.pipeline(), sources.schemas(), sources.sizes(), request.run().id(), settings);
      var fitting = plan.streams() ? settings : settings.holdingRows();
      return new Reading(sources, plan, fitting, engine(request, fitting, sources, plan));
    } catch (RuntimeException e) {
      sources.close();
      throw e;
    }
  }

  private static DuckDbEngine engine(
      Request request, EngineSettings settings, Sources sources, Plan plan) {
    var engine = DuckDbEngine.open(settings, request.pace(), plan.variables());
    try {
      sources
          .all()
          .forEach(s ->
              engine.source(
                  s.name(),
                  s.source(),
                  s.connections(),
                  plan.replaced().getOrDefault(s.name(), Map.of())));
      plan.steps().forEach(step -> engine.step(step.name(), step.sql()));
      return engine;
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
  }

  Plan plan() {
    return plan;
  }

  DuckDbEngine engine() {
    return engine;
  }

  /** {@return what the engine may use for this plan} */
  EngineSettings settings() {
    return settings;
  }

  /** {@return the opened sources that the plan reads} */
  List<Sources.Opened> read() {
    return sources.all().stream()
        .filter(opened -> plan.work().read().contains(opened.name()))
        .toList();
  }

  /** {@return what was read of every source so far} */
  List<RunProgress.OfSource> progress() {
    List<RunProgress.OfSource> progress = new ArrayList<>();
    for (var opened : read()) {
      var read = engine.read(opened.name());
      Optional<Done> estimate =
          Optional.ofNullable(plan.sizes().get(opened.name()))
              .map(size -> new Done(size.rows(), size.bytes()));
      progress.add(
          new RunProgress.OfSource(opened.name(), new Done(read.rows(), read.bytes()), estimate));
    }
    return progress;
  }

  /** Closes the engine first, then sources and databases. */
  @Override
  public void close() {
    engine.close();
    sources.close();
  }
}
