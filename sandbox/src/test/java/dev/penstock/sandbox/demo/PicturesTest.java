package dev.penstock.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicturesTest {
  private static final List<String> TRANSCRIPT =
      List.of(
          "[1.0 s] Examples run",
          "",
          "$ kubectl -n shop get etlpipelines",
          "NAME     READY",
          "orders   True",
          "",
          "$ kubectl -n shop describe etlpipeline orders-invalid | sed -n '/^Status:/,$p'",
          "Status:",
          "",
          "$ kubectl -n shop get etlruns",
          "NAME",
          "",
          "EXAMPLE  WHAT",
          "early    rows  ok",
          "",
          "EXAMPLE  WHAT",
          "late     rows  ok",
          "",
          "analytics=> SELECT 1",
          "1");

  @TempDir private Path folder;

  @Test
  void eachIsCutOutOfTheTranscriptWhereItWasShownLast() throws Exception {
    List<Path> files = new Pictures(TRANSCRIPT).write(folder);

    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactly(
            "etlpipelines.svg", "etlruns.svg", "describe.svg", "outcome.svg", "warehouse.svg");
    assertThat(folder.resolve("etlpipelines.svg"))
        .content()
        .contains(">$ kubectl -n shop get etlpipelines<", ">True<")
        .doesNotContain("describe");
    assertThat(folder.resolve("outcome.svg")).content().contains(">late<").doesNotContain("early");
    assertThat(folder.resolve("warehouse.svg")).content().contains("SELECT 1");
  }

  @Test
  void aDemoWithoutAClusterHasNoneToGive() {
    assertThatThrownBy(() -> new Pictures(List.of("EXAMPLE")).write(folder))
        .hasMessage(
            "The demo has printed no line that begins with \"$ kubectl -n shop get etlpipelines\";"
                + " take one at a level with a cluster");
  }

  @Test
  void thoseOfTheDocumentationAreThereSmallAndShown() throws Exception {
    Path docs = Path.of("").toAbsolutePath().resolveSibling("docs");
    String pages =
        Files.readString(docs.resolveSibling("README.md"))
            + Files.readString(docs.resolve("tutorial.md"));
    try (Stream<Path> images = Files.list(docs.resolve("images"))) {
      assertThat(images)
          .hasSize(5)
          .allSatisfy(image -> {
            assertThat(Files.size(image)).isLessThan(60_000);
            assertThat(pages).contains("images/" + image.getFileName());
          });
    }
  }
}
