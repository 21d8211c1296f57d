package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.cluster.Connector;
import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Refusal;
import dev.penstock.cli.cluster.SeenRun;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What is decided before a cluster is asked. */
class VerbsTest {
  private static final Path LAUNCHER = Path.of("../penstock");

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Connector nowhere =
      (context, namespace) -> {
        throw new Refusal(Exit.UNAVAILABLE, "Nobody answers.", "Try again.");
      };

  private int execute(String... words) {
    return line().execute(words);
  }

  private CommandLine line() {
    return Main.commandLine(nowhere, Clock.systemUTC())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          get -o csv | there is no output csv. Write -o json, yaml or wide.
          run orders --window 2026-03-02 2026-03-01 | a window ends after its start: 2026-03-01T00:00:00Z is not after 2026-03-02T00:00:00Z
          run orders --window 2026-03-01 2026-03-01 | a window ends after its start
          run orders --window yesterday today | yesterday is no time. Write it as 2026-03-01T00:00:00Z
          run orders --ttl 1 | write --ttl as 90s, 30m, 12h or 7d, at most 365d
          run orders --ttl -1s | write --ttl as 90s, 30m, 12h or 7d, at most 365d
          run orders --ttl 366d | write --ttl as 90s, 30m, 12h or 7d, at most 365d
          run orders --parameter since | write --parameter as NAME=VALUE
          run orders --parameter since=a --parameter since=b | parameter since has more than one value
          run orders --window 2026-03-01 2026-03-02 --full-refresh | a run does one thing: write --window or --full-refresh, not both
          run | Missing required parameter: 'PIPELINE'
          cancel | Missing required parameter: 'RUN'
          pause | Missing required parameter: 'BACKFILL'
          resume | Missing required parameter: 'BACKFILL'
          why | Missing required parameter: 'NAME'
          backfill orders --from 2026-01-01 --to 2026-02-01 | Missing required option: '--every=Hour|Day|Week|Month'
          backfill orders --from 2026-02-01 --to 2026-01-01 --every Day | a backfill ends after its start: 2026-01-01 is not after 2026-02-01
          backfill orders --from 2026-02-30 --to 2026-03-01 --every Day | 2026-02-30 is no time. Write a day as 2026-01-01
          backfill orders --from 2026-01-01T00:00Z --to 2026-03-01 --every Day | 2026-01-01T00:00Z is no time
          backfill orders --from 2026-01-01 --to 2026-03-01 --every day | Invalid value for option '--every'
          restart | Unmatched argument at index 0: 'restart'
          """)
  void whatCanNotBeUnderstoodIsSaidAndEndsWith64(String words, String message) {
    assertThat(execute(words.split(" "))).isEqualTo(64);
    assertThat(err.toString()).contains("penstock: ").contains(message).contains("--help");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "get",
    "runs",
    "why orders",
    "logs orders",
    "run orders",
    "backfill orders --from 2026-01-01 --to 2026-02-01 --every Day",
    "cancel orders-a",
    "pause history",
    "resume history",
    "check lake --wait",
    "graph"
  })
  void aClusterThatDoesNotAnswerIsSaidAndEndsWith69(String words) {
    assertThat(execute(words.split(" "))).isEqualTo(69);
    assertThat(err.toString()).isEqualToIgnoringNewLines("penstock: Nobody answers. Try again.");
  }

  @Test
  void anErrorOfTheMachineIsNotTheCodeOfARunThatFailed() {
    Connector broken =
        (context, namespace) -> {
          throw new NoClassDefFoundError("gone");
        };
    var line =
        Main.commandLine(broken, Clock.systemUTC())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    assertThat(Main.execute(line, "run", "orders", "--wait")).isEqualTo(70);
    assertThat(err.toString()).contains("penstock: java.lang.NoClassDefFoundError: gone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} | has not been seen by an operator yet
          {state: Queued, reason: PipelineBusy, message: It is 1st of 2.} | waits (PipelineBusy): It is 1st of 2.
          {state: Running, progress: {rows: 5, rowsExpected: 20}} | runs: 5 of 20 rows read
          {state: Running, progress: {rows: 5}} | runs: 5 rows read
          {state: Running} | runs
          {state: Failed, reason: OOMKilled} | failed (OOMKilled)
          {state: Unknown} | is not known to be over
          {state: Unknown, completionTime: x} | ended, and nobody knows how
          {state: Pondering} | is not known to be over
          """)
  void aRunIsToldOnOneLine(String status, String words) {
    var run =
        Serialization.unmarshal(
            "metadata: {name: r}\nstatus: " + status, GenericKubernetesResource.class);
    assertThat(Following.words(SeenRun.of(run))).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({"bash", "zsh"})
  void theCompletionKnowsEveryVerbOfTheLauncher(String shell) throws IOException {
    assertThat(execute("completion", shell)).isZero();
    for (var verb : verbs()) {
      assertThat(out.toString().lines())
          .as(verb)
          .anyMatch(line -> line.contains("} %s\" ]".formatted(verb)));
    }
  }

  @Test
  void theLauncherSendsItsVerbsHereOrElsewhere() throws IOException {
    var here = new TreeSet<>(line().getSubcommands().keySet());
    var all = new TreeSet<>(here);
    all.addAll(Completion.ELSEWHERE);
    assertThat(verbs()).isEqualTo(all);
  }

  /** The words of the launcher's last {@code case}. */
  private static TreeSet<String> verbs() throws IOException {
    var text = Files.readString(LAUNCHER);
    var verbs = new TreeSet<String>();
    var cases =
        Pattern.compile("(?m)^  ([a-z| ]+)\\)")
            .matcher(text.substring(text.lastIndexOf("case \"$verb\"")));
    while (cases.find()) {
      verbs.addAll(List.of(cases.group(1).split(" *[|] *")));
    }
    verbs.remove("help");
    return verbs;
  }
}
