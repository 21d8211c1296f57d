package dev.penstock.runner.change.tree;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Manifests as they are in one place and at one time.
 *
 * @param shown as it was asked for
 * @param root by which messages name files; a real path
 * @param folders of the environments; none: it holds no manifests
 */
public record State(String shown, Path root, List<Folder> folders) {
  private static final String GIT = "git:";

  public State {
    folders = List.copyOf(folders);
  }

  /**
   * Where states are looked for.
   *
   * @param repository a directory of the git repository whose revisions are named
   * @param path of the manifests in a revision, {@code .} for all of it
   * @param programs the PATH on which git, kustomize and kubectl are looked for
   * @param scratch an existing directory, for copies
   */
  public record Where(Path repository, String path, String programs, Path scratch) {
    /** Refuses a path that is none of a repository. */
    public Where {
      path = path.equals("./") ? "." : path.replaceFirst("^\\./", "").replaceFirst("/+$", "");
      if (path.isEmpty()
          || path.startsWith("/")
          || List.of(path.split("/")).contains("..")
          || path.chars().anyMatch(Character::isISOControl)) {
        throw new ConfigurationException(
            Reason.INVALID_SPEC,
            "--path is no folder of a repository",
            "Write it from the top of the repository, as deploy/overlays");
      }
    }
  }

  /**
   * Finds a state.
   *
   * @param word a directory, or a revision of git; {@code git:NAME} is always a revision
   * @throws ConfigurationException if it is neither, or can not be read or rendered
   */
  public static State of(String word, Where where) throws InterruptedException {
    try {
      if (word.isBlank()) {
        throw refused("An empty word", "is no folder and no revision", "Name one");
      }
      boolean revision = word.startsWith(GIT);
      if (!revision && Files.isDirectory(Path.of(word))) {
        return at(word, Path.of(word).toRealPath(), where);
      }
      if (!revision && Files.exists(Path.of(word))) {
        throw refused(word, "is a file", "Name the folder that it is in");
      }
      var git =
          Program.find(where.programs(), "git")
              .orElseThrow(() ->
                  refused(
                      word,
                      "is no folder, and there is no git on the PATH",
                      "Name a folder, or install git"));
      var name = revision ? word.substring(GIT.length()) : word;
      var copy = new Revision(git, where.repository(), where.scratch()).copy(name, where.path());
      return at(word, copy, where);
    } catch (IOException | java.nio.file.InvalidPathException e) {
      throw refused(
          word.replaceAll("\\p{Cntrl}", " "), "can not be read", "Name a folder or a revision");
    }
  }

  private static State at(String shown, Path root, Where where) throws InterruptedException {
    var kustomize = new Kustomize(where.programs(), where.scratch());
    return new State(shown, root, new Layout(root, kustomize).folders());
  }

  private static ConfigurationException refused(String word, String why, String nextStep) {
    return new ConfigurationException(Reason.INVALID_SPEC, word + " " + why, nextStep);
  }
}
