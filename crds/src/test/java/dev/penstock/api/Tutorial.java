package dev.penstock.api;

import dev.penstock.api.Page.Block;
import java.io.IOException;
import java.util.List;

/**
 * The tutorial in its two halves, which tests run as a stranger would: TutorialIT in runner/app
 * without a cluster, ProcessNodeE2E on one.
 */
public record Tutorial(Page page) {
  private static final String CLUSTER = "4. With a cluster";

  public static Tutorial read() throws IOException {
    return new Tutorial(Page.read("tutorial.md"));
  }

  public List<Block> withoutCluster() {
    return page.blocks().stream().filter(Tutorial::run).filter(b -> !ofCluster(b)).toList();
  }

  public List<Block> withCluster() {
    return page.blocks().stream().filter(Tutorial::run).filter(Tutorial::ofCluster).toList();
  }

  /** {@return the text of a file that the reader writes} */
  public String file(String name) {
    return page.blocks().stream()
        .filter(block -> block.file().filter(name::equals).isPresent())
        .map(Block::text)
        .findFirst()
        .orElseThrow();
  }

  private static boolean run(Block block) {
    return block.notRun().isEmpty();
  }

  private static boolean ofCluster(Block block) {
    return block.heading().equals(CLUSTER);
  }
}
