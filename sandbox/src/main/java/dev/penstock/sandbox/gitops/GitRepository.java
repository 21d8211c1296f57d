package dev.penstock.sandbox.gitops;

import dev.penstock.sandbox.kubernetes.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A bare repository, and the clone in which a team works on its branch main.
 *
 * @param bare what others fetch from
 * @param work files as the team sees them
 */
public record GitRepository(Path bare, Path work) {
  /** Changes files of the clone. */
  @FunctionalInterface
  public interface Edit {
    void of(Path work) throws IOException;
  }

  /** Makes both, empty. */
  static GitRepository create(Path bare, Path work) throws IOException, InterruptedException {
    var repository = new GitRepository(bare, work);
    Files.createDirectories(work);
    repository.git("init", "-q", "--bare", "--initial-branch=main", bare.toString());
    repository.git("init", "-q", "--initial-branch=main");
    repository.git("remote", "add", "origin", bare.toString());
    return repository;
  }

  /**
   * Commits what the edit changes, and pushes it.
   *
   * @return the commit
   * @throws IOException also when the edit changes nothing
   */
  public String commit(String message, Edit edit) throws IOException, InterruptedException {
    edit.of(work);
    git("add", "--all");
    git("commit", "-q", "-m", message);
    return push();
  }

  /** Takes a commit back by another one, and pushes that. */
  public String revert(String commit) throws IOException, InterruptedException {
    git("revert", "--no-edit", commit);
    return push();
  }

  /** What the newest commit changed, as {@code git show} prints it. */
  public String show() throws IOException, InterruptedException {
    return git("show", "--format=commit %h%n    %s", "--unified=1");
  }

  private String push() throws IOException, InterruptedException {
    git("push", "-q", "origin", "HEAD:main");
    return git("rev-parse", "HEAD").strip();
  }

  private String git(String... words) throws IOException, InterruptedException {
    return Command.of("git")
        .and(words)
        .in(work)
        // Nothing of the person's own settings: no signing, no hooks, no name.
        .with("GIT_CONFIG_NOSYSTEM", "1")
        .with("GIT_CONFIG_GLOBAL", "/dev/null")
        .with("GIT_AUTHOR_NAME", "Data engineer")
        .with("GIT_AUTHOR_EMAIL", "engineer@shop.example")
        .with("GIT_COMMITTER_NAME", "Data engineer")
        .with("GIT_COMMITTER_EMAIL", "engineer@shop.example")
        .run();
  }
}
