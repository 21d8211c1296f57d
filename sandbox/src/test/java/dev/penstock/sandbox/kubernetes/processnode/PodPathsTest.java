package dev.penstock.sandbox.kubernetes.processnode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodPathsTest {
  private final PodPaths paths =
      new PodPaths(
          Path.of("/p/root"),
          List.of("/scratch", "/etc/penstock/secrets/shop-db", "/tmp/", "/dev/termination-log"));

  @ParameterizedTest
  @CsvSource({
    "/scratch, /p/root/scratch",
    "/scratch/, /p/root/scratch/",
    "/scratch/a.parquet, /p/root/scratch/a.parquet",
    "-Djava.io.tmpdir=/tmp, -Djava.io.tmpdir=/p/root/tmp",
    "file:/scratch/x, file:/p/root/scratch/x",
    "a=/tmp:/scratch, a=/p/root/tmp:/p/root/scratch",
    "echo hi >/dev/termination-log, echo hi >/p/root/dev/termination-log",
    "/etc/penstock/secrets/shop-db/username, /p/root/etc/penstock/secrets/shop-db/username",
  })
  void aMountedPathAndWhatLiesBelowItAreOnDisk(String text, String onDisk) {
    assertThat(paths.rewrite(text)).isEqualTo(onDisk);
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/penstock/secrets, /p/root/etc/penstock/secrets",
    "/etc/penstock/secrets/, /p/root/etc/penstock/secrets/",
    "--secrets=/etc/penstock, --secrets=/p/root/etc/penstock",
  })
  void aFolderAboveAMountIsTheFolderThatHoldsIt(String text, String onDisk) {
    assertThat(paths.rewrite(text)).isEqualTo(onDisk);
  }

  @ParameterizedTest
  @CsvSource({
    "/scratches",
    "/scratch.old",
    "/data/scratch",
    "//scratch",
    "/etc",
    "/dev/null",
    "/etc/penstock/secrets/other",
    "/etc/penstock/config",
    "s3://lake/tmp",
    "tmp",
  })
  void anotherPathStaysAsItIs(String text) {
    assertThat(paths.rewrite(text)).isEqualTo(text);
  }

  @Test
  void aMountInsideAMountIsFoundFirst() {
    var nested = new PodPaths(Path.of("/p/root"), List.of("/a", "/a/b"));

    assertThat(nested.rewrite("/a/b/c /a/x")).isEqualTo("/p/root/a/b/c /p/root/a/x");
  }

  @Test
  void inAProgramOnlyThePlacesAreOfThePod() {
    assertThat(paths.fill("-cp")).isEqualTo("-cp");
    assertThat(paths.fill("/tmp/checkout/lib/*")).isEqualTo("/tmp/checkout/lib/*");
    assertThat(paths.fill("-Dtmp=${/tmp}")).isEqualTo("-Dtmp=/p/root/tmp");
  }

  @Test
  void noPathLeavesThePod() {
    assertThat(paths.onDisk("/../../etc/passwd")).isEqualTo(Path.of("/p/root/etc/passwd"));
    assertThatThrownBy(() -> paths.onDisk("scratch"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Path scratch is not absolute");
  }
}
