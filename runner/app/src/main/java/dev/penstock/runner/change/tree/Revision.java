package dev.penstock.runner.change.tree;

import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.Reason;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of a revision of a git repository, copied object by object into a directory of ours.
 * Nothing is checked out, no hook, filter or configuration of the repository is applied to it.
 */
final class Revision {
  private static final int MOST_FILES = 20_000;
  private static final long MOST_BYTES = 256L << 20;

  private final Program git;
  private final Path repository;
  private final Path scratch;

  /** A file as the tree lists it. */
  private record Blob(String mode, String id, long bytes, String path) {
    boolean link() {
      return mode.equals("120000");
    }
  }

  Revision(Program git, Path repository, Path scratch) {
    this.git = git;
    this.repository = repository;
    this.scratch = scratch;
  }

  /**
   * {@return the directory that holds the folder; empty if the revision has no such folder}
   *
   * @param path of the folder in the repository, {@code .} for all of it
   */
  Path copy(String revision, String path) throws InterruptedException {
    var commit = commit(revision);
    try {
      var to = Files.createTempDirectory(scratch, "revision").toRealPath();
      var blobs = blobs(commit, revision, path);
      write(blobs, path, to);
      return to;
    } catch (IOException e) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "Revision %s can not be copied".formatted(revision),
          "See that the directory for temporary files has room",
          e);
    }
  }

  private String commit(String revision) throws InterruptedException {
    // git would take it for an option.
    if (!revision.matches("[^-\\p{Cntrl}][^\\p{Cntrl}]*")) {
      throw unknown(revision, "it begins with a hyphen or holds a control character");
    }
    var said = git("rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}");
    var id = said.code() == 0 ? text(said.out()).strip() : "";
    // Some versions repeat --end-of-options.
    id = id.substring(id.lastIndexOf('\n') + 1);
    if (!id.matches("[0-9a-f]{40}([0-9a-f]{24})?")) {
      throw unknown(revision, said.err().isEmpty() ? "git knows no such commit" : said.err());
    }
    return id;
  }

  private ConfigurationException unknown(String revision, String why) {
    return new ConfigurationException(
        Reason.INVALID_SPEC,
        "%s is no folder, and no revision of the git repository at %s: %s"
            .formatted(revision.replaceAll("\\p{Cntrl}", " "), repository, why),
        "Name a folder, or a branch, tag or commit that has been fetched");
  }

  private List<Blob> blobs(String commit, String revision, String path)
      throws InterruptedException, IOException {
    var said =
        path.equals(".")
            ? git("ls-tree", "-r", "-z", "-l", "--full-tree", commit)
            : git("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", path + "/");
    if (said.code() != 0) {
      throw unknown(revision, said.err());
    }
    List<Blob> blobs = new ArrayList<>();
    long bytes = 0;
    for (var line : text(said.out()).split("\0")) {
      int tab = line.indexOf('\t');
      if (tab < 0) {
        continue;
      }
      var words = line.substring(0, tab).split(" +");
      // Of a submodule there are no files here.
      if (words[1].equals("blob")) {
        var blob = new Blob(words[0], words[2], Long.parseLong(words[3]), line.substring(tab + 1));
        blobs.add(blob);
        bytes += blob.bytes();
      }
    }
    if (blobs.size() > MOST_FILES || bytes > MOST_BYTES) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "Revision %s has %d files of %d MiB below %s"
              .formatted(revision, blobs.size(), bytes >> 20, path),
          "Name the folder of the manifests by --path");
    }
    return blobs;
  }

  private void write(List<Blob> blobs, String path, Path to)
      throws InterruptedException, IOException {
    if (blobs.isEmpty()) {
      return;
    }
    var ids = new StringBuilder();
    blobs.forEach(blob -> ids.append(blob.id()).append('\n'));
    var said = git.run(repository, scratch, ids.toString(), "cat-file", "--batch");
    if (said.code() != 0) {
      throw new IOException(said.err());
    }
    int above = path.equals(".") ? 0 : path.length() + 1;
    try (var contents =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(said.out())))) {
      for (var blob : blobs) {
        // <id> blob <bytes>, the content, a line feed.
        var header = header(contents).split(" ");
        if (header.length != 3) {
          throw new IOException("Object %s is missing".formatted(blob.id()));
        }
        var content = contents.readNBytes(Integer.parseInt(header[2]));
        contents.readByte();
        var file = to.resolve(blob.path().substring(above)).normalize();
        if (!file.startsWith(to)) {
          throw new IOException("Path %s leads out".formatted(blob.path()));
        }
        Files.createDirectories(parent(file));
        if (blob.link()) {
          link(blob, file, new String(content, StandardCharsets.UTF_8), to);
        } else {
          Files.write(file, content);
        }
      }
    }
  }

  // A link is as good as what it leads to; the layout looks once more where it really leads.
  private static void link(Blob blob, Path file, String target, Path to) throws IOException {
    var leads = parent(file).resolve(target).normalize();
    if (target.startsWith("/") || !leads.startsWith(to)) {
      throw new ConfigurationException(
          Reason.INVALID_SPEC,
          "%s is a link that leads out of the folder that is read".formatted(blob.path()),
          "Put the file itself there, or name a folder further up by --path");
    }
    Files.createSymbolicLink(file, parent(file).relativize(leads));
  }

  private static Path parent(Path file) {
    return java.util.Objects.requireNonNull(file.getParent());
  }

  private static String header(DataInputStream contents) throws IOException {
    var line = new StringBuilder();
    for (int c = contents.readByte(); c != '\n'; c = contents.readByte()) {
      line.append((char) c);
    }
    return line.toString();
  }

  private Program.Said git(String... words) throws InterruptedException {
    return git.run(repository, scratch, "", words);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
