package dev.penstock.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0,PT0S",
    "0s,PT0S",
    "10m,PT10M",
    "90s,PT1M30S",
    "1h30m,PT1H30M",
    "30m1h,PT1H30M",
    "500ms,PT0.5S",
    "1.5h,PT1H30M",
    "1.s,PT1S",
    ".5s,PT0.5S",
    "1s1s,PT2S",
    "3us,PT0.000003S",
    "3µs,PT0.000003S",
    "3μs,PT0.000003S",
    "7ns,PT0.000000007S",
    "1.9ns,PT0.000000001S",
    "744h,PT744H",
    "999999999h999999999h,PT1999999998H"
  })
  void aDurationIsAsLongAsGoReadsIt(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "1",
        "10",
        "m",
        ".s",
        "10 m",
        " 10m",
        "10m ",
        "-10m",
        "+10m",
        "10M",
        "1d",
        "1w",
        "1h 30m",
        "1,5h",
        "1e3s",
        "PT10M",
        "10m\n",
        "1..5s",
        "9999999999s",
        "1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s1s"
      })
  void anythingElseIsNone(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }
}
