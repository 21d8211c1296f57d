package dev.penstock.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ClusterFilesTest {
  @Test
  void socketsLieBesideTheStateWhenItsPathIsShort() {
    var files = ClusterFiles.of(Path.of("/home/ana/.cache/penstock/sandboxes/0a1b2c3d/kubernetes"));

    assertThat(files.run()).isEqualTo(files.state().resolve("run"));
  }

  @Test
  void socketsOfALongPathLieInAShortFolderOfTheirOwn() {
    var one = ClusterFiles.of(Path.of("/" + "deep/".repeat(20) + "one"));
    var two = ClusterFiles.of(Path.of("/" + "deep/".repeat(20) + "two"));

    assertThat(one.run()).hasParentRaw(Path.of("/tmp")).isNotEqualTo(two.run());
    assertThat(one.socket("containerd").toString().length()).isLessThan(108);
  }
}
