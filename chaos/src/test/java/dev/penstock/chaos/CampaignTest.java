package dev.penstock.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CampaignTest {
  @Test
  void aCampaignThatKilledLessThanAskedIsNotSatisfied() {
    var settings = new Campaign.Settings(1, 100, OptionalInt.empty());

    assertThat(settings.satisfied(killed(99))).isFalse();
    assertThat(settings.satisfied(killed(100))).isTrue();
  }

  @Test
  void aSingleRoundNeedNotKillAsOften() {
    assertThat(new Campaign.Settings(1, 100, OptionalInt.of(3)).satisfied(killed(2))).isTrue();
  }

  private static Report killed(int times) {
    return new Report(1, 1, Map.of("process", times), Map.of(), Map.of(), 1, 0, Verdict.CLEAN);
  }
}
