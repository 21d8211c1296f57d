package dev.penstock.runner.commit.model;

import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.SpecHash;
import dev.penstock.runner.commit.CommitLog;
import dev.penstock.runner.commit.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What is explored, and how far.
 *
 * @param runs which of them work at the same time, each on its pipeline
 * @param deaths how many attempts die, anywhere
 * @param lost how many replies get lost, anywhere
 * @param eager whether a failed attempt is repeated at once; else when the others have ended, as a
 *     late first attempt shows what an early repeated one would. After a death it always is at once
 * @param opened whether the logs have their entry 0, and paths and tables belong to them
 */
record Scenario(
    String name,
    List<RunOf> runs,
    int deaths,
    int lost,
    boolean opened,
    boolean eager,
    Mutation mutation) {
  /**
   * A run.
   *
   * @param name one that begins with {@code refresh} supersedes all that was before, one that
   *     begins with {@code adopt} keeps it
   * @param attempts how many of its pods live at the beginning
   */
  record RunOf(Pipelines.Pipeline pipeline, String name, int attempts) {}

  static Scenario of(String name, RunOf... runs) {
    return new Scenario(name, List.of(runs), 0, 0, true, false, Mutation.NONE);
  }

  Scenario deaths(int most) {
    return new Scenario(name, runs, most, lost, opened, eager, mutation);
  }

  Scenario lost(int most) {
    return new Scenario(name, runs, deaths, most, opened, eager, mutation);
  }

  Scenario fromNothing() {
    return new Scenario(name, runs, deaths, lost, false, eager, mutation);
  }

  Scenario repeatingAtOnce() {
    return new Scenario(name, runs, deaths, lost, opened, true, mutation);
  }

  Scenario with(Mutation wrong) {
    return new Scenario(name, runs, deaths, lost, opened, eager, wrong);
  }

  List<Pipelines.Pipeline> pipelines() {
    return runs.stream().map(RunOf::pipeline).distinct().toList();
  }

  /** {@return whether two pipelines name one path or table, so that one of them must be refused} */
  boolean isContended() {
    return pipelines().size() > 1;
  }

  World start() {
    var world = World.EMPTY;
    for (var pipeline : opened ? pipelines() : List.<Pipelines.Pipeline>of()) {
      var open =
          new S3.PutIfAbsent("%s/log/%020d.json".formatted(pipeline.root(), 0), opening(pipeline));
      world = open.on(world).world();
      for (var target : isContended() ? List.<Pipelines.Target>of() : pipeline.targets()) {
        if (target.path().isPresent()) {
          world = world.put(target.path().get() + "/_penstock_log", "log-" + pipeline.name());
        }
        if (target.table().isPresent()) {
          var baseline =
              new dev.penstock.runner.commit.Ledger.Position("log-" + pipeline.name(), 0);
          world = world.begin(pipeline.control(target.name()), baseline);
        }
      }
    }
    return world;
  }

  /** {@return entry 0 as an attempt writes it} */
  private static String opening(Pipelines.Pipeline pipeline) {
    List<String> put = new ArrayList<>();
    var actor = new Attempting.Actor(pipeline, "opening", 0);
    try {
      var link = new Link(Map.of());
      var name = new ResourceName("sales", pipeline.name());
      var instant = Instant.parse("2026-03-01T10:00:00Z");
      try {
        new CommitLog(new ModelBucket(link), pipeline.root(), () -> "log-" + pipeline.name())
            .open(
                new Run("opening", name, new SpecHash("0123456789abcdef"), instant),
                actor.id(),
                instant);
      } finally {
        link.parked().values().forEach(call -> put.add(((S3.PutIfAbsent) call).content()));
      }
    } catch (Link.Parked e) {
      // It asked to put the entry.
    }
    return put.getFirst();
  }
}
