package dev.penstock.runner.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TranscriptTest {
  private static List<String> lines(Transcript transcript) {
    return new String(transcript.text(), StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void whatFitsIsKeptAsItWas() {
    var transcript = new Transcript();
    transcript.add("erste Zeile: Größe");
    transcript.add("");
    transcript.add("last");
    assertThat(lines(transcript)).containsExactly("erste Zeile: Größe", "", "last");
  }

  @Test
  void ofALongLogTheBeginningAndTheEndAreKept() {
    var transcript = new Transcript(100, 200);
    for (int i = 0; i < 1_000; i++) {
      transcript.add("line %03d".formatted(i));
    }
    // A line takes 8 bytes and 32 beside them.
    assertThat(lines(transcript))
        .containsExactly(
            "line 000",
            "line 001",
            "... 993 lines (8937 bytes) are left out",
            "line 995",
            "line 996",
            "line 997",
            "line 998",
            "line 999");
  }

  @Test
  void manyEmptyLinesAreBoundedToo() {
    var transcript = new Transcript(100, 200);
    for (int i = 0; i < 1_000; i++) {
      transcript.add("");
    }
    assertThat(lines(transcript))
        .hasSize(3 + 1 + 6)
        .contains("... 991 lines (991 bytes) are left out");
  }

  @Test
  void aLongLineIsCutWhereACharacterEnds() {
    var transcript = new Transcript();
    transcript.add("x" + "ä".repeat(20_000));
    assertThat(lines(transcript)).containsExactly("x" + "ä".repeat(8_191) + "...");
  }
}
