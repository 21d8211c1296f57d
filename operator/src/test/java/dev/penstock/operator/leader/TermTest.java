package dev.penstock.operator.leader;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TermTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final Term term = new Term(Duration.ofNanos(10), now::get);

  @Test
  void itRunsFromTheFirstRenewalUntilTheDeadlineAfterTheLast() {
    assertThat(term.runs()).isFalse();
    assertThat(term.isOver()).isFalse();
    term.renew(-5);
    now.set(4);
    assertThat(term.runs()).isTrue();
    term.renew(2);
    now.set(11);
    assertThat(term.runs()).isTrue();
    now.set(12);
    assertThat(term.runs()).isFalse();
    assertThat(term.isOver()).isTrue();
  }

  @Test
  void aRenewalAfterItsEndDoesNotReviveIt() {
    term.renew(now.get());
    assertThat(term.end()).isTrue();
    assertThat(term.end()).as("it ends once").isFalse();
    term.renew(now.get());
    assertThat(term.runs()).isFalse();
    assertThat(term.isOver()).isTrue();
  }

  @Test
  void aProcessThatIsAloneMayAlwaysAct() {
    assertThat(Term.endless().runs()).isTrue();
    assertThat(Term.endless().isOver()).isFalse();
  }
}
