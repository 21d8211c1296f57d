package dev.penstock.runner.telemetry;

import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.report.Spans;
import dev.penstock.runner.run.Outcome;
import dev.penstock.runner.run.Request;
import java.time.Instant;

/** What becomes known of an attempt, in this order. */
sealed interface News {
  record Began(Request request, Spans spans, Instant start) implements News {}

  record Planned(Request request, Plan plan) implements News {}

  record Ended(Outcome outcome, Instant at) implements News {}

  record Failed(Failure failure, Instant at) implements News {}

  record Closed() implements News {}
}
