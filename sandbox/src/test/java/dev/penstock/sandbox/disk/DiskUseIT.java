package dev.penstock.sandbox.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.penstock.sandbox.StateDirectory;
import dev.penstock.sandbox.disk.DiskUse.Item;
import dev.penstock.sandbox.kubernetes.process.FileMutex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache as a user has it, with processes that really run. */
class DiskUseIT {
  @TempDir Path home;
  private Path cache;

  @BeforeEach
  void fill() throws IOException {
    cache = home.resolve("penstock");
    file("tools/kubernetes-old/bin/etcd", 3_000_000);
    file("tools/helm-1/bin/helm", 1_000_000);
    file("tools/build-times.properties", 10);
    file("tools/lock", 0);
    file("images/runner-1.tar", 2_000_000);
    file("images/lock", 0);
    file("postgres/PG-1/bin/postgres", 500_000);
    file("sandboxes/aaaa/store/object", 4_000_000);
    file("sandboxes/bbbb/progress.txt", 100);
  }

  @Test
  void eachPartIsListedWithItsSizeTheLargestFirst() throws Exception {
    var use = DiskUse.of(cache);

    assertThat(use.items())
        .extracting(item -> cache.relativize(item.path()).toString())
        .containsExactly(
            "sandboxes/aaaa",
            "tools/kubernetes-old",
            "images/runner-1.tar",
            "tools/helm-1",
            "postgres",
            "sandboxes/bbbb");
    assertThat(use.bytes()).isEqualTo(10_500_100);
    assertThat(use.sentence()).isEqualTo("%s holds 11 MB in 6 parts".formatted(cache));
    assertThat(use.items().getFirst())
        .hasToString("     4.0 MB  %s".formatted(cache.resolve("sandboxes/aaaa")));
  }

  @Test
  void everythingThatNobodyUsesIsDeletedAndLocksStay() throws Exception {
    var cleaned = DiskUse.clean(cache);

    assertThat(cleaned.kept()).isEmpty();
    assertThat(cleaned.bytes()).isEqualTo(10_500_100);
    assertThat(DiskUse.of(cache).items()).isEmpty();
    assertThat(cache.resolve("tools/lock")).exists();
    assertThat(cache.resolve("tools/build-times.properties")).exists();
  }

  @Test
  void aRunningSandboxKeepsItselfAndWhatAllShareButNoOther() throws Exception {
    var process = new ProcessBuilder("sleep", "300").start();
    try {
      new StateDirectory(cache.resolve("sandboxes/aaaa"))
          .processes()
          .record(StateDirectory.HOLDER, process.toHandle());

      var cleaned = DiskUse.clean(cache);

      assertThat(names(cleaned.deleted())).containsExactly("sandboxes/bbbb");
      assertThat(cache.resolve("sandboxes/bbbb")).doesNotExist();
      assertThat(cleaned.kept().getFirst().usedBy())
          .contains("the sandbox with pid %d".formatted(process.pid()));
      assertThat(cache.resolve("tools/helm-1/bin/helm")).exists();
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    assertThat(DiskUse.clean(cache).kept()).isEmpty();
  }

  @Test
  void aProgramThatRunsFromTheCacheKeepsItsFolder() throws Exception {
    var program = cache.resolve("tools/kubernetes-old/bin/etcd");
    Files.copy(Path.of("/bin/sleep"), program, StandardCopyOption.REPLACE_EXISTING);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    var process = new ProcessBuilder(program.toString(), "300").start();
    try {
      await()
          .until(() -> process.info().command().orElse("").equals(program.toRealPath().toString()));

      var cleaned = DiskUse.clean(cache);

      assertThat(names(cleaned.kept())).containsExactly("tools/kubernetes-old");
      assertThat(cleaned.kept().getFirst().usedBy()).contains("the running program etcd");
      assertThat(program).exists();
      assertThat(cache.resolve("tools/helm-1")).doesNotExist();
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatIsBeingBuiltIsKept() throws Exception {
    try (var building = FileMutex.tryAcquire(cache.resolve("tools/lock")).orElseThrow()) {
      assertThat(building).isNotNull();
      var cleaned = DiskUse.clean(cache);

      assertThat(names(cleaned.kept()))
          .containsExactlyInAnyOrder("tools/kubernetes-old", "tools/helm-1");
      assertThat(cleaned.kept().getFirst().usedBy()).contains("a build that is under way");
    }
  }

  @Test
  void aCacheThatIsNotThereIsEmpty() throws Exception {
    assertThat(DiskUse.of(home.resolve("none")).items()).isEmpty();
    assertThat(DiskUse.clean(home.resolve("none")).deleted()).isEmpty();
  }

  private List<String> names(List<Item> items) {
    return items.stream().map(item -> cache.relativize(item.path()).toString()).toList();
  }

  private void file(String name, int bytes) throws IOException {
    var file = cache.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, new byte[bytes]);
  }
}
