package dev.penstock.sandbox.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.sandbox.kubernetes.ClusterLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
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

  private static ClusterLevel levelOf(String... words) {
    Verb verb = new Verb();
    new CommandLine(verb).parseArgs(words);
    return verb.options.choice().level();
  }

  private int codeOf(String... words) {
    return new CommandLine(new Verb()).setErr(new PrintWriter(said, true)).execute(words);
  }
}
