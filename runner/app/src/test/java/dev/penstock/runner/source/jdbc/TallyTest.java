package dev.penstock.runner.source.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static Tally of(Object... values) {
    var tally = new Tally();
    for (Object value : values) {
      switch (value) {
        case Integer number -> tally.add(number, Integer.BYTES);
        case Long number -> tally.add(number, Long.BYTES);
        case String text -> tally.add(text.getBytes(StandardCharsets.UTF_8));
        default -> tally.addNull();
      }
    }
    return tally;
  }

  private static final Object NULL = new Object();

  @Test
  void theSameValuesSumUpToTheSame() {
    assertThat(of(1, "two", NULL, 4L).sum()).isEqualTo(of(1, "two", NULL, 4L).sum());
  }

  @Test
  void orderLengthTypeAndNullMakeADifference() {
    assertThat(
            Stream.of(
                    of(),
                    of(0),
                    of(0L),
                    of(0, 0),
                    of(1, 0),
                    of(0, 1),
                    of(NULL),
                    of(""),
                    of("", ""),
                    of(NULL, ""),
                    of("", NULL),
                    of("ab", "c"),
                    of("a", "bc"),
                    of("c", "ab"))
                .map(Tally::sum))
        .doesNotHaveDuplicates();
  }

  @Test
  void bytesOfValuesAreCountedAndNullHasNone() {
    assertThat(of(1, 2L, NULL, "three").bytes()).isEqualTo(17);
  }
}
