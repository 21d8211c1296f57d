package dev.penstock.runner.commit.model;

import static dev.penstock.runner.commit.model.Pipelines.both;
import static dev.penstock.runner.commit.model.Pipelines.dataset;
import static dev.penstock.runner.commit.model.Pipelines.pipeline;
import static dev.penstock.runner.commit.model.Pipelines.table;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.penstock.runner.commit.Protocol;
import dev.penstock.runner.commit.model.Scenario.RunOf;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Every order of requests, with deaths and lost replies up to a bound. The bounds below fit into a
 * build; {@code -Dpenstock.model.deaths=2} and {@code -Dpenstock.model.lost=2} raise all that are
 * lower; docs/commit-protocol.md says what that takes.
 */
class ExplorationTest {
  private static final Pipelines.Pipeline DATASET = pipeline("orders", dataset("orders", 1));
  private static final Pipelines.Pipeline TABLE = pipeline("orders", table("orders", false));
  private static final Pipelines.Pipeline BOTH = pipeline("orders", both("orders"));
  private static final Pipelines.Pipeline TABLES =
      pipeline("orders", table("orders", false), table("current", true));

  /** A sweep that fails is told at WARN; here it fails some ten thousand times. */
  @BeforeAll
  static void silence() {
    ((Logger) LoggerFactory.getLogger(Protocol.class)).setLevel(Level.OFF);
  }

  @AfterAll
  static void speak() {
    ((Logger) LoggerFactory.getLogger(Protocol.class)).setLevel(null);
  }

  private static void holds(Scenario scenario) {
    var explored = new Explorer(scenario).explore();
    System.out.printf(
        "explored: %s, %d deaths, %d lost replies: %,d states, %,d steps, %.1e schedules,"
            + " %,d moments of attempts, %,d ms%n",
        scenario.name(),
        scenario.deaths(),
        scenario.lost(),
        explored.states(),
        explored.steps(),
        explored.schedules(),
        explored.moments(),
        explored.millis());
    assertThat(explored.schedules()).isGreaterThan(100);
  }

  private static int deaths(int usual) {
    return Math.max(usual, Integer.getInteger("penstock.model.deaths", usual));
  }

  private static int lost(int usual) {
    return Math.max(usual, Integer.getInteger("penstock.model.lost", usual));
  }

  /** With lost replies, if that is asked for: else it is explored already. */
  private static void deeper(Scenario scenario) {
    if (lost(0) > 0) {
      holds(scenario.lost(lost(0)));
    }
  }

  private static Scenario twoRuns(String name, Pipelines.Pipeline pipeline) {
    return Scenario.of(
        "two runs, " + name, new RunOf(pipeline, "r1", 1), new RunOf(pipeline, "r2", 1));
  }

  private static Scenario twoAttemptsAndAnotherRun(String name, Pipelines.Pipeline pipeline) {
    return Scenario.of(
        "two attempts and another run, " + name,
        new RunOf(pipeline, "r1", 2),
        new RunOf(pipeline, "r2", 1));
  }

  private static Scenario twoPipelines(String name, Pipelines.Target target) {
    return Scenario.of(
        "two pipelines, one " + name,
        new RunOf(pipeline("orders", target), "r1", 1),
        new RunOf(pipeline("others", target), "r2", 1));
  }

  private static Scenario refreshed(String name, Pipelines.Target target) {
    var pipeline = pipeline("orders", Pipelines.refreshed(target));
    return Scenario.of(
        "a run and a refresh, " + name,
        new RunOf(pipeline, "r1", 1),
        new RunOf(pipeline, "refresh", 1));
  }

  private static Pipelines.Pipeline replaced(Pipelines.Target target) {
    return pipeline("orders", Pipelines.replaced(target));
  }

  private static Pipelines.Pipeline daily(Pipelines.Target target) {
    return pipeline("orders", Pipelines.daily(target));
  }

  @Test
  void twoAttemptsOfARunAndAnotherRunIntoADataset() {
    var scenario = twoAttemptsAndAnotherRun("dataset", DATASET);
    holds(scenario.deaths(deaths(0)));
    deeper(scenario);
  }

  @Test
  void twoAttemptsOfARunAndAnotherRunIntoATable() {
    holds(twoAttemptsAndAnotherRun("table", TABLE).deaths(deaths(0)));
  }

  @Test
  void twoAttemptsOfARunIntoBothSides() {
    var scenario = Scenario.of("two attempts, both sides", new RunOf(BOTH, "r1", 2));
    holds(scenario.deaths(deaths(1)));
    holds(scenario.lost(lost(1)));
  }

  @Test
  void twoRunsIntoADataset() {
    holds(twoRuns("dataset", DATASET).deaths(deaths(2)));
    holds(twoRuns("dataset", DATASET).lost(lost(2)));
  }

  @Test
  void twoRunsIntoATable() {
    holds(twoRuns("table", TABLE).deaths(deaths(1)));
    holds(twoRuns("table", TABLE).lost(lost(1)));
  }

  @Test
  void twoRunsIntoBothSides() {
    holds(twoRuns("both sides", BOTH).deaths(deaths(0)));
    deeper(twoRuns("both sides", BOTH));
  }

  @Test
  void twoRunsIntoTwoTablesOfOneWarehouse() {
    holds(twoRuns("two tables", TABLES).deaths(deaths(0)));
  }

  @Test
  void twoRunsThatReadEachOthersTails() {
    holds(twoRuns("tails", DATASET.withTails()).deaths(deaths(1)));
  }

  @Test
  void twoRunsThatStageStepByStep() {
    holds(twoRuns("dataset step by step", DATASET.stepByStep()).deaths(deaths(1)));
    holds(twoRuns("table step by step", TABLE.stepByStep()).deaths(deaths(0)));
  }

  @Test
  void twoRunsWhoseRetriesBeginAtOnce() {
    holds(twoRuns("retried at once", DATASET).repeatingAtOnce().deaths(deaths(1)));
  }

  @Test
  void twoFirstRunsFromNothing() {
    holds(twoRuns("nothing before", BOTH).fromNothing().deaths(deaths(0)));
  }

  @Test
  void aRunAndARefresh() {
    holds(refreshed("dataset", dataset("orders", 1)).deaths(deaths(1)));
    holds(refreshed("both sides", both("orders")).deaths(deaths(0)));
  }

  /** Its retry finds an entry that supersedes, and tables that are to be filled from the log. */
  @Test
  void aRunThatSupersedesOverTablesThatAreFilledFromTheLog() {
    var pipeline = pipeline("orders", Pipelines.refreshed(both("orders"))).filledFromTheLog();
    var adopt = Scenario.of("an adopt that fills from the log", new RunOf(pipeline, "adopt", 2));
    holds(adopt.fromNothing().deaths(deaths(1)));
    var refresh =
        Scenario.of("a refresh that fills from the log", new RunOf(pipeline, "refresh", 1));
    holds(refresh.fromNothing().deaths(deaths(1)));
  }

  @Test
  void twoRunsOfWhichEachReplacesAll() {
    holds(twoRuns("replaced dataset", replaced(dataset("orders", 1))).deaths(deaths(1)));
    holds(twoRuns("replaced table", replaced(table("orders", false))).deaths(deaths(1)));
    holds(twoRuns("replaced, both sides", replaced(both("orders"))).deaths(deaths(0)));
  }

  /** Only the newest one is left to fill a table from. */
  @Test
  void aRunThatReplacesOverATableThatIsFilledFromTheLog() {
    var pipeline = replaced(both("orders")).filledFromTheLog();
    holds(
        Scenario.of("replaced and filled from the log", new RunOf(pipeline, "r1", 2))
            .fromNothing()
            .deaths(deaths(1)));
  }

  /** One day is of both; the other one of each must stay whatever becomes of that. */
  @Test
  void twoRunsOfWhichEachReplacesDays() {
    holds(twoRuns("daily dataset", daily(dataset("orders", 1))).deaths(deaths(0)));
    holds(twoRuns("daily table", daily(table("orders", false))).deaths(deaths(1)));
  }

  @Test
  void anAdoptAndARunIntoATable() {
    holds(
        Scenario.of(
            "an adopt and a run, table",
            new RunOf(TABLE.filledFromTheLog(), "adopt", 1),
            new RunOf(TABLE.filledFromTheLog(), "r1", 1)));
  }

  @Test
  void twoPipelinesOnOneTarget() {
    holds(twoPipelines("path", dataset("orders", 1)).deaths(deaths(2)));
    holds(twoPipelines("table", table("orders", false)).deaths(deaths(2)));
  }
}
