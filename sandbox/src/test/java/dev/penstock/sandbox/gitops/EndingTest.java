package dev.penstock.sandbox.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndingTest {
  private final List<String> ended = new ArrayList<>();

  @Test
  void oneThatFailsLeavesNoneRunningAndTheFirstFailureIsTold() {
    var first = new IOException("first");
    var second = new IllegalStateException("second");

    assertThatThrownBy(
            () -> Ending.all(List.of(ends("a"), fails(first), ends("b"), fails(second), ends("c"))))
        .isSameAs(first)
        .hasSuppressedException(second);

    assertThat(ended).containsExactly("a", "b", "c");
  }

  @Test
  void aDefectIsThrownAsItIs() {
    var defect = new IllegalStateException("defect");

    assertThatThrownBy(() -> Ending.all(List.of(fails(defect), ends("a")))).isSameAs(defect);

    assertThat(ended).containsExactly("a");
  }

  @Test
  void anInterruptCutsNoneShortAndStandsAfterwards() throws IOException {
    Thread.currentThread().interrupt();

    Ending.all(List.of(waits("a"), waits("b")));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(ended).containsExactly("a", "b");
  }

  @Test
  void whereNothingIsNothingFails() {
    assertThatCode(() -> Ending.all(List.of())).doesNotThrowAnyException();
  }

  private Ending ends(String name) {
    return () -> ended.add(name);
  }

  private static Ending fails(Exception e) {
    return () -> {
      switch (e) {
        case IOException io -> throw io;
        case RuntimeException defect -> throw defect;
        default -> throw new AssertionError(e);
      }
    };
  }

  /** As a kill does, which waits for the end of its process. */
  private Ending waits(String name) {
    return () -> {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      ended.add(name);
    };
  }
}
