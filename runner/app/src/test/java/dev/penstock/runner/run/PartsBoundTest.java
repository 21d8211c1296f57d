package dev.penstock.runner.run;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsBoundTest {
  private final PartsBound bound = new PartsBound();

  @Test
  void tooManySmallPartsOfOneTargetAreRefusedWithTheirNumberSizeAndColumns() {
    bound.add("events", List.of("region", "device"), 50_000, 50_000L * 20_500);
    assertThatThrownBy(() -> bound.add("events", List.of("region", "device"), 1, 20_500))
        .isInstanceOf(ConfigurationException.class)
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(
            "InvalidSpec: Target events has made 50,001 parts of on average 20 KB so far, by the"
                + " values of region, device; 50,000 so small ones are the most in one run. Let"
                + " target events partition by something coarser, as months instead of days.");
  }

  @Test
  void targetsAreCountedEachForItself() {
    assertThatCode(
            () -> {
              bound.add("events", List.of("device"), PartsBound.MOST, PartsBound.MOST);
              bound.add("orders", List.of("device"), PartsBound.MOST, PartsBound.MOST);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void largePartsAndThoseWithoutDirectoriesAreNotRefusedHoweverManyTheyAre() {
    long many = 2 * PartsBound.MOST;
    assertThatCode(
            () -> {
              bound.add("events", List.of("device"), many, many * PartsBound.SMALL);
              bound.add("orders", List.of(), many, many);
            })
        .doesNotThrowAnyException();
  }
}
