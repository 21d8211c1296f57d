package dev.penstock.runner.run;

import dev.penstock.runner.commit.Entry;
import dev.penstock.runner.plan.Plan;
import dev.penstock.runner.report.Receipt;
import dev.penstock.runner.report.Spans;
import java.time.Instant;
import java.util.Optional;

/**
 * Is told of an attempt what others may learn. Called by the thread of the attempt, which does not
 * wait: a call hands a value over and returns, and never throws.
 */
public interface RunObserver {
  /** Learns nothing. */
  RunObserver NONE =
      new RunObserver() {
        @Override
        public void began(Request request, Spans spans, Instant start) {}

        @Override
        public void planned(Plan plan) {}

        @Override
        public void ended(Outcome outcome) {}

        @Override
        public void failed(Throwable why, Optional<Entry> committed) {}

        @Override
        public Optional<Receipt.OfTelemetry> account() {
          return Optional.empty();
        }
      };

  /**
   * It begins.
   *
   * @param spans that grow while it works
   * @param start the wall clock at the zero of the spans
   */
  void began(Request request, Spans spans, Instant start);

  /** It is known what will be done. */
  void planned(Plan plan);

  /** It has not failed. */
  void ended(Outcome outcome);

  /**
   * It has failed.
   *
   * @param committed what counts all the same
   */
  void failed(Throwable why, Optional<Entry> committed);

  /** {@return what has become of its messages so far; empty: it sends none} */
  Optional<Receipt.OfTelemetry> account();
}
