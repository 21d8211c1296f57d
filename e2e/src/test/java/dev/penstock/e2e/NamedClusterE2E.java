package dev.penstock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.SandboxHome;
import dev.penstock.sandbox.demo.Demo;
import dev.penstock.sandbox.demo.ImageArchives;
import dev.penstock.sandbox.demo.ImageNames;
import dev.penstock.sandbox.demo.Product;
import dev.penstock.sandbox.demo.ProductImages;
import dev.penstock.sandbox.kubernetes.Cluster;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.ClusterSettings;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import dev.penstock.sandbox.kubernetes.Machine;
import dev.penstock.sandbox.kubernetes.NamedContext;
import dev.penstock.sandbox.kubernetes.processnode.Program;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that somebody has: a sandbox's own plays it, known by its kubeconfig alone. */
@Timeout(1800)
class NamedClusterE2E {
  private static final Path HOME = Path.of(System.getProperty("penstock.home"));
  private static final Product PRODUCT = new Product(HOME);
  private static final String CONTEXT = "penstock-sandbox";

  /** Another one than anything else here listens on, so that its use shows. */
  private static final OwnAddress ADDRESS = OwnAddress.here("127.0.83.1");

  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @Test
  void theDemoRunsThereAndLeavesNothing() throws Exception {
    World.assumePossible(ClusterLevel.PROCESS);
    try (Cluster theirs = start(ClusterLevel.PROCESS)) {
      ImageNames names = programs(theirs);
      List<String> before = objects(theirs);

      int code = demo(theirs, names).run();

      assertThat(code).as(said()).isEqualTo(ClusterLevel.NAMED.exitCode());
      assertThat(said())
          .contains("Kubernetes level: named (context " + CONTEXT)
          .contains("-h " + ADDRESS.host())
          .contains(ClusterLevel.NAMED.conclusion())
          .endsWith("named cluster: all that was made there is gone\n");
      assertThat(objects(theirs)).containsExactlyInAnyOrderElementsOf(before);
    }
  }

  @Test
  void theDemoRunsOnARealNodeThatTheWrittenImagesWereLoadedInto() throws Exception {
    World.assumePossible(ClusterLevel.NODE);
    try (Cluster theirs = start(ClusterLevel.NODE)) {
      Path images = folder.resolve("images");
      new ImageArchives(PRODUCT, SandboxHome.userCache(), out()).write(images);
      try (Stream<Path> tars = Files.list(images)) {
        for (Path tar : tars.toList()) {
          theirs.importImage(tar);
        }
      }
      List<String> before = objects(theirs);

      int code = demo(theirs, new ImageNames.AsBuilt()).run();

      assertThat(code).as(said()).isEqualTo(ClusterLevel.NAMED.exitCode());
      assertThat(objects(theirs)).containsExactlyInAnyOrderElementsOf(before);
    }
  }

  @Test
  void whatIsThereIsNeitherOverwrittenNorDeletedAndASignalLeavesNothing() throws Exception {
    World.assumePossible(ClusterLevel.PROCESS);
    try (Cluster theirs = start(ClusterLevel.PROCESS)) {
      ImageNames.Given names = programs(theirs);
      theirs.client().resource(namespace("shop")).create();
      List<String> before = objects(theirs);

      assertThatThrownBy(demo(theirs, names)::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "Penstock there: namespace shop; the demo never touches what it did not make: remove"
                  + " it yourself, or name another cluster (for level named)");
      assertThat(objects(theirs)).containsExactlyInAnyOrderElementsOf(before);

      theirs.client().resource(namespace("shop")).delete();
      await().atMost(Duration.ofMinutes(2)).until(() -> !objects(theirs).contains("ns shop"));
      List<String> empty = objects(theirs);
      Process demo = inAnotherJvm(theirs, names);
      try {
        await()
            .atMost(Duration.ofMinutes(5))
            .until(() -> objects(theirs).contains("ns shop") || !demo.isAlive());
        demo.destroy();
        assertThat(demo.waitFor(5, TimeUnit.MINUTES)).isTrue();
      } finally {
        demo.destroyForcibly();
      }
      assertThat(Files.readString(folder.resolve("out")))
          .contains("Namespace shop", "named cluster: all that was made there is gone");
      assertThat(objects(theirs)).containsExactlyInAnyOrderElementsOf(empty);
    }
  }

  @Test
  void imagesThatNobodyLoadedAreSaidWithinSecondsAndNothingIsLeft() throws Exception {
    World.assumePossible(ClusterLevel.PROCESS);
    try (Cluster theirs = start(ClusterLevel.PROCESS)) {
      List<String> before = objects(theirs);

      assertThatThrownBy(demo(theirs, new ImageNames.Given("r/runner:1", "r/operator:1"))::run)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "No node has the image r/runner:1 (ErrImageNeverPull); load both, `./penstock images"
                  + " --output DIR` says how, or name others by --image-prefix");
      assertThat(objects(theirs)).containsExactlyInAnyOrderElementsOf(before);
    }
  }

  private Cluster start(ClusterLevel level) throws Exception {
    return Cluster.start(
        new ClusterSettings(
            folder.resolve("theirs"), SandboxHome.userCache(), level, System.out::println));
  }

  /** On a process node an image is a name for a program. */
  private static ImageNames.Given programs(Cluster theirs) throws Exception {
    var programs =
        new ProductImages.Programs(
            Program.runner(PRODUCT.runnerFolder()), Program.operator(PRODUCT.operatorFolder()));
    programs.importInto(theirs);
    return new ImageNames.Given(programs.runnerReference(), programs.operatorReference());
  }

  /** Its state is elsewhere than that of the sandbox which owns the cluster. */
  private Demo demo(Cluster theirs, ImageNames names) {
    NamedContext context = new NamedContext(theirs.kubeconfig(), CONTEXT, ADDRESS);
    return new Demo(
        new SandboxHome(folder.resolve("mine"), HOME),
        0.001,
        LevelChoice.named(context, Machine.inspect()),
        names,
        true,
        out());
  }

  /** As a person starts it; the link makes it a checkout with a sandbox of its own. */
  private Process inAnotherJvm(Cluster theirs, ImageNames.Given names) throws IOException {
    Path checkout = Files.createSymbolicLink(folder.resolve("checkout"), HOME);
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dpenstock.home=" + checkout,
            "-cp",
            System.getProperty("java.class.path"),
            "dev.penstock.sandbox.cli.Main",
            "demo",
            "--scale",
            "0.001",
            "--context",
            CONTEXT,
            "--kubeconfig",
            theirs.kubeconfig().toString(),
            "--runner-image",
            names.runner(),
            "--operator-image",
            names.operator())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("out").toFile())
        .start();
  }

  private static HasMetadata namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  /** What the demo could leave there. */
  private static List<String> objects(Cluster theirs) {
    var client = theirs.client();
    return Stream.of(
            client.namespaces().list().getItems().stream().map(o -> name("ns", o)),
            client.apiextensions().v1().customResourceDefinitions().list().getItems().stream()
                .map(o -> name("crd", o)),
            client.rbac().clusterRoles().list().getItems().stream().map(o -> name("role", o)),
            client.rbac().clusterRoleBindings().list().getItems().stream()
                .map(o -> name("binding", o)))
        .flatMap(names -> names)
        .toList();
  }

  private static String name(String kind, HasMetadata object) {
    return kind + " " + object.getMetadata().getName();
  }

  /** Shown while it happens, and kept. */
  private PrintStream out() {
    return new PrintStream(
        new OutputStream() {
          @Override
          public void write(int b) {
            System.out.write(b);
            said.write(b);
          }
        },
        true,
        StandardCharsets.UTF_8);
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
