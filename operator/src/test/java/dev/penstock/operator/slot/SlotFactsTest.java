package dev.penstock.operator.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.SlotState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SlotFactsTest {
  private static final Instant SLOT = Instant.parse("2026-11-27T17:45:00Z");
  private static final SlotFacts RECORDED =
      new SlotFacts(
          Optional.empty(),
          Optional.empty(),
          Duration.ZERO,
          List.of(run(SLOT, SlotState.RUNNING, Optional.empty())),
          Optional.empty(),
          Instant.EPOCH,
          SLOT);

  private static SlotRun run(Instant slot, SlotState state, Optional<Instant> ended) {
    return new SlotRun(
        slot, "orders-" + slot, state, Optional.empty(), slot, Optional.of(slot), ended);
  }

  @Test
  void aRecordThatIsBehindItsJobIsActiveUntilTheJobEnded() {
    var ended = SLOT.plusSeconds(90);
    var facts = RECORDED.with(List.of(run(SLOT, SlotState.UNKNOWN, Optional.of(ended))));

    assertThat(facts.activeAt(SLOT.plusSeconds(60))).isPresent();
    assertThat(facts.activeAt(SLOT.plusSeconds(180))).isEmpty();
    assertThat(facts.at(SLOT).orElseThrow().state()).isEqualTo(SlotState.RUNNING);
  }

  @Test
  void aJobWithoutARecordIsARunToo() {
    var later = SLOT.plusSeconds(60);
    var facts = RECORDED.with(List.of(run(later, SlotState.QUEUED, Optional.empty())));

    assertThat(facts.runs()).extracting(SlotRun::scheduled).containsExactly(SLOT, later);
  }
}
