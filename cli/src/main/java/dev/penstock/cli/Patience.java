package dev.penstock.cli;

import dev.penstock.cli.cluster.Exit;
import dev.penstock.cli.cluster.Refusal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Bears with a cluster that does not answer for a while: what is followed for hours must not end
 * with one broken connection. One thread uses it.
 */
final class Patience {
  private final Duration longest;
  private final Duration pause;
  private final PrintWriter news;

  /**
   * @param longest that the cluster may be away in one piece
   * @param pause between two questions
   * @param news where it is said that the cluster is away, once, and that it is back
   */
  Patience(Duration longest, Duration pause, PrintWriter news) {
    this.longest = longest;
    this.pause = pause;
    this.news = news;
  }

  /** Five minutes: an API server that is moved or updated is away for less. */
  static Patience ofFiveMinutes(PrintWriter news) {
    return new Patience(Duration.ofMinutes(5), Duration.ofSeconds(2), news);
  }

  /**
   * {@return the answer}
   *
   * @throws Refusal the last one, if the cluster stayed away; any other at once
   */
  <T> T ask(Callable<T> question) throws InterruptedException {
    // A question may take hours: only from its first failure on is the cluster away.
    OptionalLong since = OptionalLong.empty();
    while (true) {
      try {
        T answer = question.call();
        if (since.isPresent()) {
          say("the cluster answers again");
        }
        return answer;
      } catch (Refusal refusal) {
        long now = System.nanoTime();
        if (refusal.exit() != Exit.UNAVAILABLE || now - since.orElse(now) > longest.toNanos()) {
          throw refusal;
        }
        if (since.isEmpty()) {
          say("%s Asking again for %d s.".formatted(refusal.getMessage(), longest.toSeconds()));
          since = OptionalLong.of(now);
        }
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
      } catch (RuntimeException | InterruptedException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void say(String words) {
    news.println("penstock: " + words);
    news.flush();
  }
}
