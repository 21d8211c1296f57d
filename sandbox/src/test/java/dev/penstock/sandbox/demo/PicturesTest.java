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
          "$ ./penstock why orders",
          "Run orders-second: Succeeded",
          "",
          "Next",
          "  penstock logs",
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
            "etlpipelines.svg",
            "etlruns.svg",
            "describe.svg",
            "why.svg",
            "outcome.svg",
            "warehouse.svg");
    assertThat(folder.resolve("why.svg"))
        .content()
        .contains(">Run orders-second: Succeeded<", "penstock logs")
        .doesNotContain("EXAMPLE");
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
  void thoseOfTheDemoAreKeptAndEveryPictureIsSmallAndShown() throws Exception {
    Path docs = Path.of("").toAbsolutePath().resolveSibling("docs");
    StringBuilder pages = new StringBuilder(Files.readString(docs.resolveSibling("README.md")));
    try (Stream<Path> files = Files.list(docs)) {
      for (Path page : files.filter(file -> file.toString().endsWith(".md")).toList()) {
        pages.append(Files.readString(page));
      }
    }
    try (Stream<Path> images = Files.list(docs.resolve("images"))) {
      assertThat(images)
          .extracting(image -> image.getFileName().toString())
          .contains(
              "etlpipelines.svg",
              "etlruns.svg",
              "describe.svg",
              "why.svg",
              "graph.svg",
              "outcome.svg",
              "warehouse.svg")
          .allSatisfy(name -> {
            assertThat(Files.size(docs.resolve("images").resolve(name))).isLessThan(60_000);
            assertThat(pages).contains("images/" + name);
          });
    }
  }
}
