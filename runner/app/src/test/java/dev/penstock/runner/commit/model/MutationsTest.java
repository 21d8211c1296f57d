package dev.penstock.runner.commit.model;

import static dev.penstock.runner.commit.model.Pipelines.both;
import static dev.penstock.runner.commit.model.Pipelines.dataset;
import static dev.penstock.runner.commit.model.Pipelines.pipeline;
import static dev.penstock.runner.commit.model.Pipelines.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.commit.model.Scenario.RunOf;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the exploration would find: protocols that are wrong in one thing, each caught. */
class MutationsTest {
  private static final Pipelines.Pipeline DATASET = pipeline("orders", dataset("orders", 1));
  private static final Pipelines.Pipeline TABLE = pipeline("orders", table("orders", false));
  private static final Pipelines.Pipeline TABLES =
      pipeline("orders", table("orders", false), table("current", true));
  private static final Scenario PATH = two(DATASET);
  private static final Scenario WAREHOUSE = two(TABLE);

  private static Pipelines.Pipeline replaced(Pipelines.Target target) {
    return pipeline("orders", Pipelines.replaced(target));
  }

  private static Pipelines.Pipeline daily(Pipelines.Target target) {
    return pipeline("orders", Pipelines.daily(target));
  }

  /** A scenario that shows it, and what it breaks there. */
  private record Caught(Scenario scenario, Invariant by) {}

  private static Scenario two(Pipelines.Pipeline pipeline) {
    return Scenario.of("two runs", new RunOf(pipeline, "r1", 1), new RunOf(pipeline, "r2", 1));
  }

  private static Caught caught(Mutation mutation) {
    return switch (mutation) {
      case NONE -> throw new IllegalArgumentException("Nothing is wrong");
      case TRIES_ANOTHER_NUMBER -> new Caught(PATH, Invariant.NO_ROW_TWICE);
      case PUBLISHES_BLINDLY, PUBLISHES_WITHOUT_THE_LOCK ->
          new Caught(WAREHOUSE, Invariant.NO_ROW_TWICE);
      case LOCKS_IN_ANY_ORDER -> new Caught(two(TABLES), Invariant.RETRY_FINISHES);
      case SWEEPS_THE_HEADS_STAGING -> new Caught(WAREHOUSE, Invariant.COMMITTABLE_STAYS);
      case SWEEPS_WITHOUT_PROOF -> new Caught(PATH, Invariant.COMMITTABLE_STAYS);
      case PUBLISHES_BEFORE_THE_ENTRY -> new Caught(WAREHOUSE, Invariant.ONLY_COMMITTED_IS_VISIBLE);
      case SHOWS_BEFORE_THE_ENTRY -> new Caught(PATH, Invariant.ONLY_COMMITTED_IS_VISIBLE);
      case PUTS_WITHOUT_THE_CONDITION -> new Caught(PATH, Invariant.ENTRIES_STAND);
      case BELIEVES_A_PUT_WITHOUT_REPLY ->
          new Caught(PATH.lost(1), Invariant.ONLY_COMMITTED_IS_VISIBLE);
      case ADDS_TO_WHAT_IT_REPLACES ->
          new Caught(two(replaced(table("orders", false))), Invariant.PUBLISHED_IN_ORDER);
      case LEAVES_WHAT_IT_REPLACED ->
          new Caught(two(replaced(dataset("orders", 1))), Invariant.NO_ROW_LOST);
      case FORGETS_ITS_DAYS ->
          new Caught(two(daily(table("orders", false))), Invariant.PUBLISHED_IN_ORDER);
      case CLEARS_OTHER_DAYS -> new Caught(two(daily(dataset("orders", 1))), Invariant.NAMED_STAYS);
      case IGNORES_CLAIMS ->
          new Caught(
              Scenario.of(
                  "two pipelines",
                  new RunOf(pipeline("orders", both("orders")), "r1", 1),
                  new RunOf(pipeline("others", both("orders")), "r2", 1)),
              Invariant.ONE_LOG_PER_TARGET);
    };
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void aProtocolThatIsWrongInOneThingIsCaught(Mutation mutation) {
    var caught = caught(mutation);
    assertThatThrownBy(() -> new Explorer(caught.scenario().with(mutation)).explore())
        .isInstanceOfSatisfying(
            Violation.class, violation -> assertThat(violation.invariant()).isEqualTo(caught.by()))
        .hasMessageContaining("attempt-r1-1");
  }

  /** Else a mutation could be caught by a scenario that catches everything. */
  @Test
  void theRightProtocolIsNotCaughtWhereTheyAre() {
    Map<Invariant, Scenario> scenarios = new EnumMap<>(Invariant.class);
    for (var mutation : Mutation.values()) {
      if (mutation != Mutation.NONE) {
        var caught = caught(mutation);
        scenarios.put(caught.by(), caught.scenario());
      }
    }
    scenarios
        .values()
        .forEach(scenario -> assertThat(new Explorer(scenario).explore().states()).isPositive());
  }
}
