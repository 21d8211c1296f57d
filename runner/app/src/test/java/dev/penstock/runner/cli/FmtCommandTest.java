package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FmtCommandTest {
  private static final String CANONICAL =
      """
      apiVersion: penstock.dev/v1alpha1
      kind: EtlPipeline
      metadata:
        name: orders
      spec:
        description: Bestellungen für Zürich 😀
        owner: sales # größer
      """;

  /** What {@link #CANONICAL} is made of. */
  private static final String OTHERWISE =
      """
      kind: EtlPipeline
      apiVersion:   penstock.dev/v1alpha1
      metadata:
          name: orders
      spec:
        owner: sales    # größer
        description: Bestellungen für Zürich 😀
      """;

  @TempDir private Path directory;

  private Path file(String name, String text) throws Exception {
    return Files.write(directory.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Path file) throws Exception {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  @Test
  void checkListsWhatWouldChangeAndWritesNothing() throws Exception {
    file("a.yaml", CANONICAL);
    var other = file("b.yml", OTHERWISE);
    file("notes.txt", OTHERWISE);
    file(".hidden.yaml", OTHERWISE);
    var said = Penstock.run("fmt", "-f", directory, "--check");
    assertThat(said.lines()).containsExactly("not canonical " + other);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(65);
    assertThat(text(other)).isEqualTo(OTHERWISE);
  }

  @Test
  void filesAreWrittenInPlaceAndThenPassTheCheck() throws Exception {
    file("a.yaml", CANONICAL);
    var other = file("b.yaml", OTHERWISE);
    var said = Penstock.run("fmt", "-f", directory);
    assertThat(said.lines()).containsExactly("formatted " + other);
    assertThat(said.code()).isZero();
    assertThat(text(other)).isEqualTo(CANONICAL);

    var checked = Penstock.run("fmt", "-f", directory, "--check");
    assertThat(checked.out()).isEmpty();
    assertThat(checked.code()).isZero();
  }

  @Test
  void aFileThatIsNoYamlIsNamedAndTheOthersAreFormatted() throws Exception {
    var before = file("a.yaml", OTHERWISE);
    var broken = file("b.yaml", "kind: [EtlPipeline\n");
    var after = file("c.yaml", OTHERWISE);
    var said = Penstock.run("fmt", "-f", directory);
    assertThat(said.lines()).containsExactly("formatted " + before, "formatted " + after);
    assertThat(said.err().lines())
        .singleElement()
        .asString()
        .contains("File " + broken + " is not YAML");
    assertThat(said.code()).isEqualTo(78);
    assertThat(text(before)).isEqualTo(CANONICAL);
    assertThat(text(after)).isEqualTo(CANONICAL);
    assertThat(text(broken)).isEqualTo("kind: [EtlPipeline\n");
  }

  @Test
  void aFileInAnotherEncodingOrThatIsNotThereIsNamedAndLeftAlone() throws Exception {
    byte[] latin = OTHERWISE.replace("😀", "").getBytes(StandardCharsets.ISO_8859_1);
    var other = Files.write(directory.resolve("latin.yaml"), latin);
    var missing = directory.resolve("missing.yaml");
    var said = Penstock.run("fmt", "-f", other, missing);
    assertThat(said.out()).isEmpty();
    assertThat(said.err().lines()).hasSize(2);
    assertThat(said.err()).contains("File " + other, "UTF-8", "File " + missing);
    assertThat(said.code()).isEqualTo(78);
    assertThat(Files.readAllBytes(other)).isEqualTo(latin);
  }
}
