package dev.penstock.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.OwnAddress;
import dev.penstock.sandbox.kubernetes.ClusterLevel;
import dev.penstock.sandbox.kubernetes.LevelChoice;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class LevelOptionsTest {
  @Command
  static final class Verb implements Runnable {
    @Mixin final LevelOptions options = new LevelOptions();

    @Override
    public void run() {}
  }

  private final StringWriter said = new StringWriter();

  @Test
  void noneIsDemandedByEitherOption() {
    assertThat(levelOf("--level", "none")).isEqualTo(ClusterLevel.NONE);
    assertThat(levelOf("--no-cluster")).isEqualTo(ClusterLevel.NONE);
  }

  @Test
  void bothOptionsTogetherAreRefused() {
    assertThat(codeOf("--no-cluster", "--level", "node")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said.toString()).contains("--level", "--no-cluster", "mutually exclusive");
  }

  @Test
  void aClusterIsNamedByItsContextAndNothingElseIsAsked() {
    var choice = choiceOf("--context", "kind-kind", "--kubeconfig", "some/file");

    assertThat(choice.level()).isEqualTo(ClusterLevel.NAMED);
    assertThat(choice.named().orElseThrow().kubeconfig()).isAbsolute().endsWithRaw(FILE);
    assertThat(choice.named().orElseThrow().address()).isEqualTo(OwnAddress.LOOPBACK);
    assertThat(choice.sentence())
        .startsWith("Kubernetes level: named (context kind-kind of ")
        .endsWith("some/file: a cluster that you named, not the sandbox's own)");
  }

  @Test
  void aNamedClusterAndALevelOfThisMachineTogetherAreRefused() {
    assertThat(codeOf("--context", "a", "--level", "node")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said.toString()).contains("expected only one match");
  }

  @Test
  void anAddressGoesWithAContextAndIsThisMachinesOwn() {
    assertThat(
            choiceOf("--context", "a", "--address", "127.0.83.1").named().orElseThrow().address())
        .isEqualTo(new OwnAddress("127.0.83.1"));
    assertThat(codeOf("--address", "127.0.83.1")).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said.toString()).contains("--context");
    assertThat(codeOf("--context", "a", "--address", "192.0.2.7"))
        .isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said.toString()).contains("192.0.2.7 is no address of this machine");
  }

  @Test
  void namesOfImagesGoWithAContextOnly() {
    assertThat(Main.execute("demo", "--image-prefix", "registry.example.com/p"))
        .isEqualTo(Main.USAGE);
    assertThat(Main.execute("demo", "--context", "a", "--runner-image", "r")).isEqualTo(Main.USAGE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mars", "control-plane", ""})
  void aWordThatIsNoLevelIsRefusedWithThoseThatAre(String word) {
    assertThat(codeOf("--level", word)).isEqualTo(CommandLine.ExitCode.USAGE);
    assertThat(said.toString())
        .contains("'%s' is no level; there are node, process, none".formatted(word));
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "up"})
  void theVerbsThatStartAClusterRefuseIt(String verb) {
    String[] words =
        verb.equals("demo")
            ? new String[] {"demo", "--level", "mars"}
            : new String[] {"sandbox", "up", "--level", "mars"};

    assertThat(Main.execute(words)).isEqualTo(Main.USAGE);
  }

  private static final Path FILE = Path.of("some/file");

  private static LevelChoice choiceOf(String... words) {
    Verb verb = new Verb();
    new CommandLine(verb).parseArgs(words);
    return verb.options.choice();
  }

  private static ClusterLevel levelOf(String... words) {
    Verb verb = new Verb();
    new CommandLine(verb).parseArgs(words);
    return verb.options.choice().level();
  }

  private int codeOf(String... words) {
    return new CommandLine(new Verb()).setErr(new PrintWriter(said, true)).execute(words);
  }
}
