package dev.penstock.sandbox.gitops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitServerIT {
  @TempDir Path folder;

  @Test
  void whatIsCommittedCanBeClonedAndFetched() throws Exception {
    try (var server = GitServer.start(folder.resolve("served"))) {
      var repository = repository();
      var first = repository.commit("one", work -> Files.writeString(work.resolve("a"), "1\n"));
      var clone = folder.resolve("clone");

      git(folder, "clone", "-q", server.url("team.git").toString(), clone.toString());
      assertThat(head(clone)).isEqualTo(first);

      // More than a pipe holds, so request and answer have to flow at the same time.
      var second =
          repository.commit(
              "two", work -> Files.writeString(work.resolve("b"), "a line\n".repeat(100_000)));
      git(clone, "pull", "-q");
      assertThat(head(clone)).isEqualTo(second);

      var third = repository.revert(second);
      git(clone, "pull", "-q");
      assertThat(head(clone)).isEqualTo(third);
      assertThat(clone.resolve("b")).doesNotExist();
    }
  }

  @Test
  void nobodyWritesThroughIt() throws Exception {
    try (var server = GitServer.start(folder.resolve("served"))) {
      repository().commit("one", work -> Files.writeString(work.resolve("a"), "1\n"));
      var clone = folder.resolve("clone");
      git(folder, "clone", "-q", server.url("team.git").toString(), clone.toString());

      assertThatThrownBy(() -> git(clone, "push", "-q", "origin", "HEAD:other"))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("403");
    }
  }

  @Test
  void aCommitThatChangesNothingIsRefused() throws Exception {
    var repository = repository();
    repository.commit("one", work -> Files.writeString(work.resolve("a"), "1\n"));

    assertThatThrownBy(() -> repository.commit("again", work -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing to commit");
  }

  private GitRepository repository() throws IOException, InterruptedException {
    return GitRepository.create(folder.resolve("served/team.git"), folder.resolve("work"));
  }

  private static String head(Path clone) throws IOException, InterruptedException {
    return git(clone, "rev-parse", "HEAD").strip();
  }

  private static String git(Path folder, String... words) throws IOException, InterruptedException {
    return Command.of("git")
        .and(words)
        .in(folder)
        .with("GIT_CONFIG_GLOBAL", "/dev/null")
        .with("GIT_TERMINAL_PROMPT", "0")
        .run();
  }
}
