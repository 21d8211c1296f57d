package dev.penstock.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"x", "é", "\u20AC", "\uD83D\uDE00", "\"", "\u0001", "a\n", "x\uD83D\uDE00"})
  void aTextIsCutByItsBytesAsJson(String piece) throws JsonProcessingException {
    for (int length = 1; length < 60; length++) {
      var text = Bounded.text(piece.repeat(length), 40);
      assertThat(size(text)).isLessThanOrEqualTo(40);
      assertThat(Bounded.text(text, 40)).as("a cut text is not cut again").isEqualTo(text);
      if (size(piece.repeat(length)) <= 40) {
        assertThat(text).isEqualTo(piece.repeat(length));
      } else {
        assertThat(text).endsWith("...");
      }
    }
  }

  @Test
  void whatFitsStaysWhole() {
    assertThat(Bounded.text("x".repeat(40), 40)).hasSize(40).doesNotContain(".");
  }

  private static int size(String text) throws JsonProcessingException {
    return new ObjectMapper().writeValueAsString(text).getBytes(StandardCharsets.UTF_8).length - 2;
  }
}
