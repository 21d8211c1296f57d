package dev.penstock.runner.target.redshift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.commit.CommittedTarget.Column;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextWidthsTest {
  @ParameterizedTest
  @CsvSource({
    "0,256",
    "1,256",
    "64,256",
    "65,512",
    "128,512",
    "129,1024",
    "8192,32768",
    "8193,65535",
    "16384,65535",
    "65535,65535"
  })
  void aTextHasRoomForFourTimesTheLongest(long longest, long width) {
    assertThat(TextWidths.width(longest)).isEqualTo(width);
  }

  @Test
  void whatNobodyHasSeenGetsAllTheWidthThereIs() {
    var widths = new TextWidths(Map.of("note", 65L, "id", 36L), false);
    assertThat(widths.declared(column("note", "VARCHAR"))).isEqualTo("VARCHAR(512)");
    assertThat(widths.declared(column("note", "JSON"))).isEqualTo("VARCHAR(512)");
    assertThat(widths.declared(column("other", "VARCHAR"))).isEqualTo("VARCHAR(65535)");
    assertThat(widths.declared(column("id", "UUID"))).isEqualTo("VARCHAR(36)");
    assertThat(widths.declared(column("id", "BIGINT"))).isEqualTo("BIGINT");
  }

  @Test
  void documentsThatAreParsedHaveNoWidth() {
    var widths = new TextWidths(Map.of("note", 65L, "doc", 65L), true);
    assertThat(widths.declared(column("doc", "JSON"))).isEqualTo("SUPER");
    assertThat(widths.declared(column("note", "VARCHAR"))).isEqualTo("VARCHAR(512)");
  }

  private static Column column(String name, String type) {
    return new Column(name, type, Optional.empty());
  }
}
