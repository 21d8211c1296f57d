package dev.penstock.operator.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunPhase;
import dev.penstock.api.RunProgressStatus;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTailTest {
  private static final String LINE =
      """
      {"event":"run-progress","phase":"Move","rows":1000,"rowsExpected":4000,"bytes":52000,"millis":9000}
      """;

  @Test
  void theLastLineOfProgressCounts() {
    assertThat(
            LogTail.progress(
                """
                2026-11-24T10:00:00.000Z level=INFO event=span stage=read
                {"event":"run-progress","phase":"Plan","millis":400}
                """
                    + LINE
                    + "2026-11-24T10:00:09.100Z level=INFO event=span stage=seal\n"))
        .contains(new RunProgressStatus(RunPhase.MOVE, 1000L, 4000L, 52000L, null));
  }

  @Test
  void whatIsNotSaidIsNotKnown() {
    assertThat(LogTail.progress("{\"event\":\"run-progress\",\"phase\":\"Begin\"}"))
        .contains(new RunProgressStatus(RunPhase.BEGIN, null, null, null, null));
  }

  @Test
  void aPhaseOfANewerRunnerIsNotKnownAndItsFiguresAre() {
    assertThat(
            LogTail.progress(
                "{\"event\":\"run-progress\",\"phase\":\"Ponder\",\"rows\":1,\"planets\":[7]}"))
        .contains(new RunProgressStatus(null, 1L, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n\r\n",
        "null",
        "{\"event\":\"run-progress\"",
        "{\"event\":\"progress\",\"phase\":\"Move\",\"note\":\"run-progress\"}",
        "{\"event\":\"run-progress\",\"rows\":\"many\"}",
        "{\"event\":\"run-progress\",\"rows\":99999999999999999999999}",
        "{\"event\":[[[[[\"run-progress\"",
        "[\"run-progress\"]",
        "x{\"event\":\"run-progress\",\"phase\":\"Move\"}",
      })
  void garbageIsNoProgress(String tail) {
    assertThat(LogTail.progress(tail)).isEmpty();
    assertThat(LogTail.progress(LINE + tail)).isPresent();
  }

  @Test
  void aCountBelowZeroIsNotKnown() {
    assertThat(LogTail.progress("{\"event\":\"run-progress\",\"phase\":\"Move\",\"rows\":-1}"))
        .contains(new RunProgressStatus(RunPhase.MOVE, null, null, null, null));
  }

  @Test
  void aLineThatIsFarTooLongIsPassedOver() {
    var hostile =
        "{\"event\":\"run-progress\",\"phase\":\"Move\",\"x\":\"" + "y".repeat(100_000) + "\"}\n";
    assertThat(LogTail.progress(hostile)).isEmpty();
    assertThat(LogTail.progress(hostile + LINE + hostile)).isPresent();
  }

  @Test
  void anyCutOfAnyBytesIsRead() {
    var random = new Random(19);
    for (int round = 0; round < 2000; round++) {
      var bytes = (LINE + LINE).toCharArray();
      for (int change = 0; change < 3; change++) {
        bytes[random.nextInt(bytes.length)] = (char) random.nextInt(0x250);
      }
      var cut = new String(bytes, random.nextInt(20), bytes.length - 20);
      assertThat(LogTail.progress(cut)).isNotNull();
    }
  }
}
