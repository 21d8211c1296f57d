package dev.penstock.cli.why;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DifferencesTest {
  private static JsonNode spec(String yaml) {
    // A text that begins with a brace would be taken for JSON.
    return Serialization.unmarshal("spec: " + yaml, JsonNode.class).path("spec");
  }

  @Test
  void theSameSpecHasNone() {
    assertThat(Differences.between(spec("{a: 1, b: [2]}"), spec("{b: [2], a: 1}"))).isEmpty();
  }

  @Test
  void aNewItemDoesNotRenameTheOthers() {
    assertThat(
            Differences.between(
                spec("{steps: [{name: b, sql: x}]}"),
                spec("{steps: [{name: a, sql: y}, {name: b, sql: x}]}")))
        .containsExactly("steps[a].name: (none) -> a", "steps[a].sql: (none) -> y");
  }

  @Test
  void ofALongTextTheFirstLineThatDiffersIsShown() {
    assertThat(
            Differences.between(
                spec("{sql: \"SELECT a\\nFROM b\\n\"}"), spec("{sql: \"SELECT a\\nFROM c\\n\"}")))
        .containsExactly("sql, line 2: FROM b -> FROM c");
  }

  @Test
  void manyAreCounted() {
    var many =
        IntStream.range(0, 20)
            .mapToObj(i -> "k%02d: 1".formatted(i))
            .collect(Collectors.joining(", ", "{", "}"));
    var lines = Differences.between(spec("{}"), spec(many));
    assertThat(lines).hasSize(13);
    assertThat(lines.getLast()).isEqualTo("and 8 more");
  }

  @Test
  void connectionsComeAndGo() {
    assertThat(
            Differences.between(
                Map.of("old", spec("{}"), "same", spec("{a: 1}")),
                Map.of("new", spec("{}"), "same", spec("{a: 2}"))))
        .isEqualTo(List.of("new: is used now", "old: is used no more", "same: a: 1 -> 2"));
  }
}
