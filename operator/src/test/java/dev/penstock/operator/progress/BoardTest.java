package dev.penstock.operator.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.RunPhase;
import dev.penstock.api.RunProgressStatus;
import dev.penstock.operator.progress.Board.Question;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardTest {
  private static final Instant START = Instant.parse("2026-11-24T10:00:00Z");
  private static final ResourceID RUN = new ResourceID("first", "shop");
  private static final Question QUESTION = new Question(RUN, "job");

  private final Board board = new Board();

  private static Instant after(long seconds) {
    return START.plusSeconds(seconds);
  }

  private static Optional<RunProgressStatus> rows(long rows) {
    return Optional.of(new RunProgressStatus(RunPhase.MOVE, rows, null, null, null));
  }

  @Test
  void aRunIsAskedOnceItHasHadTimeToStart() {
    board.follow(RUN, "job", START);
    assertThat(board.due(after(4))).isEmpty();
    assertThat(board.due(after(5))).containsExactly(QUESTION);
    assertThat(board.due(after(6))).as("asked, not answered").isEmpty();
  }

  @Test
  void fromOneChangeToTheNextItTakesThirtySeconds() {
    board.follow(RUN, "job", START);
    board.due(after(5));
    assertThat(board.answer(QUESTION, rows(1), after(6))).isTrue();
    assertThat(board.due(after(35))).isEmpty();
    assertThat(board.due(after(36))).containsExactly(QUESTION);
    assertThat(board.answer(QUESTION, Optional.empty(), after(37))).isTrue();
    assertThat(board.due(after(66))).isEmpty();
    assertThat(board.due(after(67))).containsExactly(QUESTION);
  }

  @Test
  void theSameAnswerIsNoNews() {
    board.follow(RUN, "job", START);
    assertThat(board.answer(QUESTION, rows(1), after(6))).isTrue();
    assertThat(board.answer(QUESTION, rows(1), after(36))).isFalse();
    assertThat(board.answer(QUESTION, rows(2), after(66))).isTrue();
  }

  @Test
  void aRunThatSaysNothingIsAskedMoreOften() {
    board.follow(RUN, "job", START);
    board.due(after(5));
    board.answer(QUESTION, Optional.empty(), after(5));
    assertThat(board.due(after(14))).isEmpty();
    assertThat(board.due(after(15))).hasSize(1);
  }

  @Test
  void aRunThatCanNotBeReadKeepsWhatIsKnown() {
    var known = rows(7).orElseThrow();
    board.follow(RUN, "job", START);
    assertThat(board.said(RUN, known)).isEqualTo(known);
    board.due(after(5));
    assertThat(board.said(RUN, known)).isEqualTo(known);
    board.answer(QUESTION, Optional.empty(), after(6));
    assertThat(board.said(RUN, known)).isNull();
  }

  @Test
  void anAnswerOfAnotherJobOrOfAForgottenRunIsDropped() {
    board.follow(RUN, "job", START);
    assertThat(board.answer(new Question(RUN, "other"), rows(1), after(6))).isFalse();
    board.forget(RUN);
    assertThat(board.answer(QUESTION, rows(1), after(6))).isFalse();
    assertThat(board.due(after(99))).isEmpty();
  }
}
