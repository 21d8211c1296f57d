package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Refusal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final StringWriter news = new StringWriter();

  private Patience patience(Duration longest) {
    return new Patience(longest, Duration.ofMillis(1), new PrintWriter(news, true));
  }

  private static Refusal refusal(Exit exit) {
    return new Refusal(exit, "Nobody answers.", "Try again.");
  }

  @Test
  void aClusterThatIsAwayForAMomentIsAskedAgainAndSaidOnce() throws InterruptedException {
    Deque<Exit> answers = new ArrayDeque<>(List.of(Exit.UNAVAILABLE, Exit.UNAVAILABLE, Exit.DONE));

    var answer =
        patience(Duration.ofMinutes(5))
            .ask(() -> {
              var next = answers.pop();
              if (next != Exit.DONE) {
                throw refusal(next);
              }
              return "here";
            });

    assertThat(answer).isEqualTo("here");
    assertThat(news.toString())
        .isEqualToNormalizingNewlines(
            "penstock: Nobody answers. Try again. Asking again for 300 s.\n"
                + "penstock: the cluster answers again\n");
  }

  @Test
  void aQuestionThatTookLongBeforeItFailedIsAskedAgain() throws InterruptedException {
    Deque<Exit> answers = new ArrayDeque<>(List.of(Exit.UNAVAILABLE, Exit.DONE));

    var answer =
        patience(Duration.ofMillis(20))
            .ask(() -> {
              if (answers.pop() == Exit.UNAVAILABLE) {
                Thread.sleep(50);
                throw refusal(Exit.UNAVAILABLE);
              }
              return "here";
            });

    assertThat(answer).isEqualTo("here");
  }

  @Test
  void oneThatStaysAwayIsGivenUp() {
    assertThatThrownBy(() ->
            patience(Duration.ofMillis(20))
                .ask(() -> {
                  throw refusal(Exit.UNAVAILABLE);
                }))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.exit()).isEqualTo(Exit.UNAVAILABLE));
  }

  @Test
  void whatWillNotPassIsToldAtOnce() {
    assertThatThrownBy(() ->
            patience(Duration.ofMinutes(5))
                .ask(() -> {
                  throw refusal(Exit.FORBIDDEN);
                }))
        .isInstanceOf(Refusal.class);
    assertThat(news.toString()).isEmpty();
  }
}
