package dev.penstock.e2e;

import dev.penstock.sandbox.gitops.Application;
import dev.penstock.sandbox.gitops.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The folder examples/ as the repository of one Application that heals itself. */
record AllExamples(GitOpsWorld world) {
  static final String NAME = "examples";
  private static final String NAMESPACE = "penstock-examples";
  private static final String RUN = "daily-sales-once";

  /** Those whose manifests belong into Git: no EtlRun does, and no repository within another. */
  private static final List<String> FOLDERS = List.of("", "dependencies", "notifications");

  private static final String APPLICATION =
      """
      apiVersion: argoproj.io/v1alpha1
      kind: Application
      metadata: {name: examples, namespace: argocd}
      spec:
        project: default
        source: {repoURL: "%s", targetRevision: main, path: .}
        destination: {server: "https://kubernetes.default.svc", namespace: penstock-examples}
        syncPolicy: {automated: {prune: true, selfHeal: true}}
      """;

  /** Commits all that are not wrong on purpose, with the connections of this sandbox. */
  static AllExamples committed(GitOpsWorld world) throws IOException, InterruptedException {
    world.kubectl().run("create", "namespace", NAMESPACE);
    world.kubectl().run("-n", NAMESPACE, "apply", "-f", world.world().secrets().toString());
    GitRepository repository = world.gitOps().argo().repository("examples.git");
    repository.commit(
        "all examples",
        work -> {
          Files.copy(world.world().connections(), work.resolve("connections.yaml"));
          Path examples = world.world().examples();
          for (Path file : valid(examples)) {
            Files.copy(file, work.resolve(flat(examples.relativize(file))));
          }
        });
    world.gitOps().argo().apply(APPLICATION.formatted(world.gitOps().argo().url("examples.git")));
    return new AllExamples(world);
  }

  /** What Argo CD says of it; fails while there is none. */
  Application application() {
    return world.gitOps().argo().applications().find(NAME).orElseThrow();
  }

  /** One run, during which the operator writes its status again and again. */
  void runOne() throws IOException, InterruptedException {
    world
        .kubectl()
        .with(
            "create",
            NAMESPACE,
            """
            apiVersion: penstock.dev/v1alpha1
            kind: EtlRun
            metadata: {name: %s}
            spec: {pipeline: daily-sales}
            """
                .formatted(RUN));
  }

  String stateOfTheRun() throws IOException, InterruptedException {
    return world
        .kubectl()
        .run("-n", NAMESPACE, "get", "etlrun", RUN, "-o", "jsonpath={.status.state}");
  }

  /** Argo CD looks into no folder below the path of an Application, unless it is told to. */
  private static String flat(Path file) {
    return file.toString().replace(file.getFileSystem().getSeparator(), "-");
  }

  /** All but the endpoints of somebody else, of which this sandbox has its own. */
  private static List<Path> valid(Path examples) throws IOException {
    List<Path> valid = new ArrayList<>();
    for (String folder : FOLDERS) {
      try (Stream<Path> files = Files.list(examples.resolve(folder))) {
        files
            .filter(file -> file.toString().endsWith(".yaml"))
            .filter(file -> !file.toString().endsWith("-invalid.yaml"))
            .filter(file -> !file.equals(examples.resolve("connections.yaml")))
            .forEach(valid::add);
      }
    }
    return valid;
  }
}
