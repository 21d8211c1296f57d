package dev.penstock.sandbox.gitops;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The team that owns the repository, and what it commits: base and overlays of examples/gitops,
 * with the endpoints of this sandbox in them.
 */
public final class Team {
  /** What the repository is called at its server. */
  static final String REPOSITORY = "etl.git";

  private static final String EXAMPLE_URL = "https://git.example.com/data/etl.git";
  private static final Path PIPELINE = Path.of("base/orders.yaml");
  private static final Path LIST = Path.of("base/kustomization.yaml");
  private static final Path ANOTHER = Path.of("base/archive.yaml");

  private final ArgoCd argo;
  private final GitRepository repository;
  private final Path example;

  private Team(ArgoCd argo, GitRepository repository, Path example) {
    this.argo = argo;
    this.repository = repository;
    this.example = example;
  }

  /**
   * Makes its repository, which is still empty.
   *
   * @param example the folder examples/gitops
   */
  static Team on(ArgoCd argo, Path example) throws IOException, InterruptedException {
    return new Team(argo, argo.repository(REPOSITORY), example);
  }

  public GitRepository repository() {
    return repository;
  }

  /** Where it is cloned from, on this machine. */
  public URI url() {
    return argo.url(REPOSITORY);
  }

  /** The first commit. */
  String begin(List<Environment> environments) throws IOException, InterruptedException {
    return repository.commit(
        "orders, for three environments",
        work -> {
          for (var folder : List.of("base", "overlays")) {
            copy(example.resolve(folder), work.resolve(folder));
          }
          for (var environment : environments) {
            Files.writeString(
                work.resolve("overlays/%s/connections.yaml".formatted(environment.name())),
                environment.connections());
          }
        });
  }

  /** Has Argo CD carry the repository as one of the files of examples/gitops/argocd says. */
  public void let(String file) throws IOException {
    let(file, Map.of());
  }

  /**
   * The same, with other words in some places.
   *
   * @param instead of each text that the file has to have
   */
  public void let(String file, Map<String, String> instead) throws IOException {
    var manifest = Files.readString(example.resolve("argocd").resolve(file));
    var all = new TreeMap<>(instead);
    all.put(EXAMPLE_URL, url().toString());
    for (var words : all.entrySet()) {
      if (!manifest.contains(words.getKey())) {
        throw new IOException("%s has no %s".formatted(file, words.getKey()));
      }
      manifest = manifest.replace(words.getKey(), words.getValue());
    }
    argo.apply(manifest);
  }

  /** A commit that every environment can follow: a step that says what a missing value means. */
  public String namesMissingSegments() throws IOException, InterruptedException {
    return repository.commit(
        "orders: a customer without a segment is of segment unknown",
        work ->
            replace(
                work.resolve(PIPELINE),
                "SELECT o.*, c.segment,",
                "SELECT o.*, coalesce(c.segment, 'unknown') AS segment,"));
  }

  /** A commit that fails where an order has another status than the shop is meant to give. */
  public String demandsKnownStatus() throws IOException, InterruptedException {
    return repository.commit(
        "orders: refuse a status that we don't know",
        work ->
            replace(
                work.resolve(PIPELINE),
                "    - name: total-not-negative\n",
                """
                    - name: status-known
                      relation: enriched
                      accepted:
                        column: status
                        values: [open, partial, delivered]
                    - name: total-not-negative
                """));
  }

  /** A commit that changes no run: no spec hash speaks of the description. */
  public String describesAnew(String description) throws IOException, InterruptedException {
    return repository.commit(
        "orders: another description",
        work ->
            replace(
                work.resolve(PIPELINE),
                "description: Orders with the segment of their customer\n",
                "description: %s\n".formatted(description)));
  }

  /** A commit with one more pipeline, archive, which nobody runs. */
  public String addsAPipeline() throws IOException, InterruptedException {
    return repository.commit(
        "archive: orders once more, for the archive",
        work -> {
          var another =
              Files.readString(work.resolve(PIPELINE))
                  .replace("name: orders\nspec:", "name: archive\nspec:")
                  .replace("runOnChange: true", "runOnChange: false")
                  .replace("path: sales/orders", "path: sales/archive")
                  .replace("table: sales.orders", "table: sales.archive");
          Files.writeString(work.resolve(ANOTHER), another);
          replace(work.resolve(LIST), "  - orders.yaml\n", "  - orders.yaml\n  - archive.yaml\n");
        });
  }

  /** A commit that deletes it again. */
  public String removesThatPipeline() throws IOException, InterruptedException {
    return repository.commit(
        "archive: no longer wanted",
        work -> {
          Files.delete(work.resolve(ANOTHER));
          replace(work.resolve(LIST), "  - archive.yaml\n", "");
        });
  }

  /** Takes a commit back, as everybody does: by another one. */
  public String reverts(String commit) throws IOException, InterruptedException {
    return repository.revert(commit);
  }

  private static void replace(Path file, String text, String instead) throws IOException {
    var before = Files.readString(file);
    if (!before.contains(text)) {
      throw new IOException("%s has no \"%s\"".formatted(file.getFileName(), text.strip()));
    }
    Files.writeString(file, before.replace(text, instead));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
  }
}
