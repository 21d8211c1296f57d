package dev.penstock.runner.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.runner.spi.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EntryFormatTest {
  private static final Entry ENTRY =
      Entries.append(
          "log-1",
          new Attempt(SimulatedWorld.run("r1"), "attempt-1", 6),
          List.of(new CommittedPart("staged", Optional.of("visible"), 10, 3, "ab")),
          5);

  private static String json() {
    return new String(EntryFormat.write(ENTRY), StandardCharsets.UTF_8);
  }

  private static Entry read(String json) {
    return EntryFormat.read("log/7.json", json.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anEntryIsReadAsItWasWritten() {
    assertThat(read(json())).isEqualTo(ENTRY);
  }

  @Test
  void aForeignReaderFindsWhatTheSpecificationNames() {
    assertThat(json())
        .contains(
            "\"format\" : \"1.0\"",
            "\"number\" : 7",
            "\"operation\" : \"append\"",
            "\"committed\" : \"2026-03-01T10:15:00Z\"",
            "\"dataset\" : \"sales/orders\"",
            "\"previous\" : 5",
            "\"carried\" : \"DECIMAL(38,2)\"",
            "\"rows\" : 3")
        .doesNotContain("null");
  }

  @Test
  void anUnknownFieldIsIgnoredAndSoIsAHigherMinor() {
    var newer =
        json().replace("\"1.0\"", "\"1.7\"").replaceFirst("\\{", "{\"signature\": {\"by\": 1},");
    assertThat(read(newer)).isEqualTo(ENTRY);
  }

  @Test
  void aHigherMajorIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> read(json().replace("\"1.0\"", "\"2.0\"")))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> {
              assertThat(e.line())
                  .isEqualTo(
                      "HistoryMismatch: Entry log/7.json has format 2.0, this runner reads up to"
                          + " 1.x. Run a runner image at least as new as the one that wrote the"
                          + " entry.");
            });
  }

  @Test
  void whatIsNoEntryIsRefused() {
    for (var json : List.of("", "{}", "[]", "{\"format\":\"one\"}", "{\"format\":\"1.0\"}", "{")) {
      assertThatThrownBy(() -> read(json))
          .as(json)
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("Entry log/7.json ");
    }
    assertThatThrownBy(() -> read(json().replace("\"bytes\" : 10", "\"bytes\" : 0")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("has 3 rows in 0 bytes");
  }
}
