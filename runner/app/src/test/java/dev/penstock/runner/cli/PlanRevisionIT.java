package dev.penstock.runner.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.change.TwoStates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Revisions of a real repository, by the git of this machine. */
class PlanRevisionIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private Path repository;

  @BeforeEach
  void repository() throws Exception {
    repository = Files.createDirectory(directory.resolve("repository"));
    git("init", "--quiet", "--initial-branch=main");
    TwoStates.write(repository.resolve("deploy"), "prod");
    commit("first");
  }

  private String git(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(
        List.of(
            "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"));
    command.addAll(List.of(words));
    var out = directory.resolve("git.out").toFile();
    var process =
        new ProcessBuilder(command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    var said = Files.readString(out.toPath(), UTF_8);
    assertThat(process.exitValue()).as(said).isZero();
    return said.strip();
  }

  private void commit(String message) throws Exception {
    git("add", "--all");
    git("commit", "--quiet", "--message", message);
  }

  private Penstock.Said plan(String from, String to, Object... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("plan", "--repository", repository, "--from=" + from, "--to=" + to));
    words.addAll(List.of(more));
    return Penstock.run(words.toArray());
  }

  @Test
  void aCommitIsComparedWithTheOneBeforeAndTheWorkTreeIsLeftAlone() throws Exception {
    TwoStates.edit(
        repository.resolve("deploy/prod/orders.yaml"),
        text -> text.replace("updated_at,\n          c.segment", "updated_at"));
    commit("without segment");
    Files.writeString(repository.resolve("deploy/prod/orders.yaml"), "edited: since");
    var status = git("status", "--porcelain", "--branch");
    var said = plan("HEAD~1", "main", "--path", "deploy", "--output", "json");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(65);
    var json = JSON.readTree(said.out());
    assertThat(json.at("/environments/0/pipelines/0/effects").findValuesAsText("code"))
        .contains("ReaderLosesColumn");
    assertThat(git("status", "--porcelain", "--branch")).isEqualTo(status);
    assertThat(git("worktree", "list").lines()).hasSize(1);
  }

  @Test
  void aRevisionIsComparedWithAFolder() throws Exception {
    var work = repository.resolve("deploy");
    TwoStates.edit(work.resolve("prod/orders.yaml"), text -> text.replace("15 *", "45 *"));
    var said = plan("HEAD", work.toString(), "--path", "deploy/");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("schedule: 15 * * * * Etc/UTC -> 45 * * * * Etc/UTC");
  }

  @Test
  void theSameRevisionTwiceChangesNothing() {
    var said = plan("HEAD", "main", "--path", "deploy", "--fail-on", "any");
    assertThat(said.code()).isZero();
  }

  @Test
  void aFolderThatOnlyOneRevisionHasIsNew() throws Exception {
    git("mv", "deploy", "moved");
    commit("moved");
    var said = plan("HEAD~1", "HEAD", "--path", "moved");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("HEAD~1 holds no manifests: everything is new");
  }

  @Test
  void aNameThatIsFolderAndBranchIsABranchIfThatIsSaid() throws Exception {
    git("branch", "deploy");
    var said = plan("git:deploy", "git:main", "--path", "deploy");
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("0 of 1 environments change");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere", "HEAD:deploy", "", "--upload-pack=touch x", "-n", "main\n"})
  void aWordThatIsNoRevisionIsRefusedAndNeverAnOption(String word) {
    var said = plan("git:" + word, "main", "--path", "deploy");
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.err())
        .startsWith("InvalidSpec: ")
        .contains("is no folder, and no revision of the git repository");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void aLinkInARevisionThatLeadsOutIsRefusedAndOneWithinIsRead() throws Exception {
    Files.createSymbolicLink(
        repository.resolve("deploy/prod/again.yaml"), Path.of("../shared/run.yaml"));
    Files.createDirectories(repository.resolve("deploy/shared"));
    Files.writeString(
        repository.resolve("deploy/shared/run.yaml"), "kind: ConfigMap\napiVersion: v1\n");
    commit("a link within");
    assertThat(plan("HEAD", "HEAD", "--path", "deploy").code()).isZero();
    Files.createSymbolicLink(repository.resolve("deploy/prod/out.yaml"), Path.of("/etc/passwd"));
    commit("a link out");
    var said = plan("HEAD~1", "HEAD", "--path", "deploy");
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.err()).contains("deploy/prod/out.yaml is a link that leads out of the folder");
  }

  @Test
  void filtersAndHooksOfTheRepositoryDoNotRun() throws Exception {
    var touched = directory.resolve("touched");
    git("config", "filter.bad.smudge", "touch " + touched);
    Files.writeString(repository.resolve(".gitattributes"), "*.yaml filter=bad\n");
    git("config", "core.hooksPath", "hooks");
    var hook = Files.createDirectory(repository.resolve("hooks")).resolve("post-checkout");
    Files.writeString(hook, "#!/bin/sh\ntouch " + touched + "\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    commit("attributes");
    assertThat(plan("HEAD~1", "HEAD", "--path", "deploy").code()).isZero();
    assertThat(touched).doesNotExist();
  }
}
