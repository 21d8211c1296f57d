package dev.penstock.sandbox.redshift.copy.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.redshift.copy.target.TargetColumn;
import dev.penstock.sandbox.redshift.sql.CopyCommand.Format;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
  private static final int FOUR_MEGABYTES = 4 * 1024 * 1024;

  @Test
  void delimitedLinesAreCutAtTheDelimiter() throws Exception {
    assertThat(fields(delimited("|", false, false, "a||c\r\nd|e|\n\nlast")))
        .containsExactly(
            List.of("a", "", "c"), List.of("d", "e", ""), List.of(""), List.of("last"));
    assertThat(fields(delimited("|~|", false, false, "a|~|b|c\n")))
        .containsExactly(List.of("a", "b|c"));
  }

  @Test
  void escapesKeepDelimitersAndLineEnds() throws Exception {
    assertThat(fields(delimited("|", true, false, "a\\|b|c\\\nd|e\\\\\n")))
        .containsExactly(List.of("a|b", "c\nd", "e\\"));
  }

  @Test
  void quotesAreRemovedWithWhatTheyProtect() throws Exception {
    assertThat(fields(delimited("|", false, true, "\"a|b\"|'c'|d\"e\n")))
        .containsExactly(List.of("a|b", "c", "d\"e"));
    assertThatThrownBy(() -> delimited("|", false, true, "\"a|b\n").next())
        .hasMessage("Delimited value missing end quote");
  }

  @Test
  void csvFieldsInQuotesHoldAnything() throws Exception {
    assertThat(fields(csv("1,\"a,\"\"b\"\"\nc\" ,\n2, \"d\",e\"f\r\n")))
        .containsExactly(List.of("1", "a,\"b\"\nc", ""), List.of("2", "d", "e\"f"));
  }

  @Test
  void aRecordKnowsItsLineAndItsFieldsPositions() throws Exception {
    RecordReader reader = csv("\"a\nb\",c\nd,e\n");
    TextRecord first = reader.next().orElseThrow();
    TextRecord second = reader.next().orElseThrow();

    assertThat(first.line()).isEqualTo(1);
    assertThat(second.line()).isEqualTo(3);
    assertThat(second.fields().get(1).position()).isEqualTo(2);
    assertThat(new String(second.raw(), StandardCharsets.UTF_8)).isEqualTo("d,e");
  }

  @Test
  void behindABrokenRecordComesTheNext() throws Exception {
    RecordReader reader = csv("\"a\"x,b\nc,d\n");

    assertThatThrownBy(reader::next)
        .isInstanceOf(RecordProblem.class)
        .hasMessage("Invalid quote formatting for CSV");
    assertThat(texts(reader.next().orElseThrow())).containsExactly("c", "d");
  }

  @Test
  void aRowOfFourMegabytesIsTheLongest() throws Exception {
    String longest = "x".repeat(FOUR_MEGABYTES);
    RecordReader reader = delimited("|", false, false, longest + "\n" + longest + "y\nz\n");

    assertThat(reader.next().orElseThrow().raw()).hasSize(FOUR_MEGABYTES);
    assertThatThrownBy(reader::next)
        .isInstanceOfSatisfying(RecordProblem.class, e -> assertThat(e.code()).isEqualTo(1216))
        .hasMessage("Input line is longer than 4194304 bytes");
    assertThat(texts(reader.next().orElseThrow())).containsExactly("z");
  }

  @Test
  void jsonObjectsNeedNoLines() throws Exception {
    RecordReader reader =
        json("{\"b\": \"}\\\"{\", \"a\": 1.50}{\n\"c\": [1],\n\"a\": null}\n{\"B\": true}");

    assertThat(texts(reader.next().orElseThrow())).containsExactly("1.50", "}\"{");
    assertThat(texts(reader.next().orElseThrow())).containsExactly("NULL", "NULL");
    assertThat(texts(reader.next().orElseThrow())).containsExactly("NULL", "true");
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void whatIsNoJsonObjectIsRefusedLineByLine() throws Exception {
    RecordReader reader = json("[1]\n{\"a\":}\n{\"a\":2}");

    assertThatThrownBy(reader::next).hasMessage("Invalid JSON object");
    assertThatThrownBy(reader::next).hasMessageStartingWith("Invalid JSON: ");
    assertThat(texts(reader.next().orElseThrow())).containsExactly("2", "NULL");
  }

  private static RecordReader delimited(
      String delimiter, boolean escape, boolean removeQuotes, String text) {
    return RecordReader.of(new Format.Delimited(delimiter, escape, removeQuotes), in(text));
  }

  private static RecordReader csv(String text) {
    return RecordReader.of(new Format.Csv(",", '"'), in(text));
  }

  private static RecordReader json(String text) {
    return RecordReader.of(
        new Format.JsonLines(true),
        in(text),
        List.of(
            new TargetColumn("a", "numeric(9,2)", false, false),
            new TargetColumn("b", "character varying(9)", false, false)));
  }

  private static InputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<List<String>> fields(RecordReader reader) throws IOException, RecordProblem {
    List<List<String>> records = new ArrayList<>();
    for (Optional<TextRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
      records.add(texts(next.get()));
    }
    return records;
  }

  private static List<String> texts(TextRecord record) {
    return record.fields().stream()
        .map(field ->
            field.value() == null
                ? "NULL"
                : new String(
                    Arrays.copyOf(field.value(), field.value().length), StandardCharsets.UTF_8))
        .toList();
  }
}
