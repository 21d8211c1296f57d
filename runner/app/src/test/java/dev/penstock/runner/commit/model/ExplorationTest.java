package dev.penstock.runner.commit.model;

import static dev.penstock.runner.commit.model.Pipelines.both;
import static dev.penstock.runner.commit.model.Pipelines.dataset;
import static dev.penstock.runner.commit.model.Pipelines.pipeline;
import static dev.penstock.runner.commit.model.Pipelines.refreshed;
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
 * build; {@code -Dpenstock.model.deeper=true} raises them.
 */
class ExplorationTest {
  private static final boolean DEEPER = Boolean.getBoolean("penstock.model.deeper");

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

  private static int deeper(int usual, int deep) {
    return DEEPER ? deep : usual;
  }

  @Test
  void twoAttemptsOfARunAndAnotherRunIntoADataset() {
    var orders = pipeline("orders", dataset("orders", 1));
    var scenario =
        Scenario.of(
            "two attempts and another run, dataset",
            new RunOf(orders, "r1", 2),
            new RunOf(orders, "r2", 1));
    holds(scenario.deaths(deeper(1, 2)));
    holds(scenario.lost(deeper(1, 2)));
  }

  @Test
  void twoAttemptsOfARunAndAnotherRunIntoATable() {
    var orders = pipeline("orders", table("orders", false));
    var scenario =
        Scenario.of(
            "two attempts and another run, table",
            new RunOf(orders, "r1", 2),
            new RunOf(orders, "r2", 1));
    holds(scenario.deaths(deeper(0, 2)));
    holds(scenario.lost(deeper(0, 1)));
  }

  @Test
  void twoRunsIntoBothSides() {
    var orders = pipeline("orders", both("orders"));
    var scenario =
        Scenario.of("two runs, both sides", new RunOf(orders, "r1", 1), new RunOf(orders, "r2", 1));
    holds(scenario.deaths(deeper(1, 2)));
    holds(scenario.lost(1));
  }

  @Test
  void twoAttemptsOfARunIntoBothSides() {
    var orders = pipeline("orders", both("orders"));
    var scenario = Scenario.of("two attempts, both sides", new RunOf(orders, "r1", 2));
    holds(scenario.deaths(deeper(1, 2)));
    holds(scenario.lost(1));
  }

  @Test
  void twoRunsIntoTwoTablesOfOneWarehouse() {
    var orders = pipeline("orders", table("orders", false), table("current", true));
    var scenario =
        Scenario.of("two runs, two tables", new RunOf(orders, "r1", 1), new RunOf(orders, "r2", 1));
    holds(scenario.deaths(deeper(1, 2)));
  }

  @Test
  void twoRunsWhoseSecondReadsTheTailOfTheFirst() {
    var orders = pipeline("orders", dataset("orders", 2)).withTails();
    var scenario =
        Scenario.of("two runs, tails", new RunOf(orders, "r1", 1), new RunOf(orders, "r2", 1));
    holds(scenario.deaths(deeper(1, 2)));
  }

  @Test
  void aFirstRunAndAnotherOneFromNothing() {
    var orders = pipeline("orders", both("orders"));
    var scenario =
        Scenario.of(
            "two runs, nothing before", new RunOf(orders, "r1", 1), new RunOf(orders, "r2", 1));
    holds(scenario.fromNothing().deaths(deeper(0, 1)));
  }

  @Test
  void twoPipelinesOnOnePath() {
    var scenario =
        Scenario.of(
            "two pipelines, one path",
            new RunOf(pipeline("orders", dataset("orders", 1)), "r1", 1),
            new RunOf(pipeline("others", dataset("orders", 1)), "r2", 1));
    holds(scenario.deaths(deeper(1, 2)));
  }

  @Test
  void twoPipelinesOnOneTable() {
    var scenario =
        Scenario.of(
            "two pipelines, one table",
            new RunOf(pipeline("orders", table("orders", false)), "r1", 1),
            new RunOf(pipeline("others", table("orders", false)), "r2", 1));
    holds(scenario.deaths(deeper(1, 2)));
  }

  @Test
  void aRunAndARefreshOfADataset() {
    var orders = pipeline("orders", refreshed(dataset("orders", 1)));
    var scenario =
        Scenario.of(
            "a run and a refresh, dataset",
            new RunOf(orders, "r1", 1),
            new RunOf(orders, "refresh", 1));
    holds(scenario.deaths(deeper(1, 2)));
  }

  @Test
  void aRunAndARefreshOfBothSides() {
    var orders = pipeline("orders", refreshed(both("orders")));
    var scenario =
        Scenario.of(
            "a run and a refresh, both sides",
            new RunOf(orders, "r1", 1),
            new RunOf(orders, "refresh", 1));
    holds(scenario.deaths(deeper(0, 1)));
  }

  @Test
  void retriesThatBeginAtOnce() {
    var orders = pipeline("orders", dataset("orders", 1));
    var scenario =
        Scenario.of(
            "two runs, retried at once", new RunOf(orders, "r1", 1), new RunOf(orders, "r2", 1));
    holds(scenario.repeatingAtOnce().deaths(deeper(1, 2)));
  }
}
