package dev.penstock.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.Page.Block;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the two tests that run the tutorial rely on. */
class TutorialTest {
  @Test
  void everyBlockOfTheTutorialIsRunAndOfAKindThatCanBe() throws Exception {
    var tutorial = Tutorial.read();

    assertThat(tutorial.page().blocks())
        .allMatch(block -> List.of("sh", "sql", "yaml").contains(block.language()))
        .allMatch(block -> !block.language().equals("yaml") || block.file().isPresent());
    // A block that no test can run says so below it, and is counted here.
    assertThat(tutorial.page().blocks()).filteredOn(block -> block.notRun().isPresent()).isEmpty();
    assertThat(tutorial.withoutCluster()).extracting(Block::language).contains("sql", "sh", "yaml");
    assertThat(tutorial.withCluster()).extracting(Block::language).contains("sh", "yaml");
    assertThat(tutorial.file("etl/customers.yaml")).contains("kind: EtlPipeline");
  }

  @Test
  void aBlockKnowsItsHeadingItsFileItsCommandsAndWhyItIsNotRun() {
    var page =
        Page.parse(
            List.of(
                "# Title",
                "## 1. First",
                "Write `etl/a.yaml`:",
                "",
                "```yaml",
                "kind: A",
                "```",
                "",
                "Then:",
                "```sh",
                "one --flag # why",
                "",
                "# a comment",
                "two",
                "```",
                "Not run by the tests: it needs the moon."));

    assertThat(page.blocks()).hasSize(2);
    assertThat(page.blocks().getFirst().file()).contains("etl/a.yaml");
    assertThat(page.blocks().getFirst().text()).isEqualTo("kind: A\n");
    assertThat(page.blocks().getLast().heading()).isEqualTo("1. First");
    assertThat(page.blocks().getLast().file()).isEmpty();
    assertThat(page.blocks().getLast().commands()).containsExactly("one --flag", "two");
    assertThat(page.blocks().getLast().notRun()).contains("it needs the moon.");
  }

  @Test
  void aBlockWithoutAnEndIsAnError() {
    assertThatThrownBy(() -> Page.parse(List.of("text", "```sh", "ls")))
        .hasMessage("The block in line 2 has no end");
  }
}
