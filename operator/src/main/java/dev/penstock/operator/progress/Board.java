package dev.penstock.operator.progress;

import dev.penstock.api.RunProgressStatus;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Which runs are asked for their progress, when next, and what they said. Threads share it. */
final class Board {
  /** From a change to the next question: the status is written at most that often. */
  static final Duration EVERY = Duration.ofSeconds(30);

  /** While a run says nothing. */
  static final Duration SOON = Duration.ofSeconds(10);

  /** After a run was seen to be active; a pod needs that long to start. */
  static final Duration FIRST = Duration.ofSeconds(5);

  private final ConcurrentMap<ResourceID, Followed> followed = new ConcurrentHashMap<>();

  /** One run that is to be asked now. */
  record Question(ResourceID run, String job) {}

  private record Followed(
      String job, Instant due, boolean answered, @Nullable RunProgressStatus said) {}

  /** Begins to ask; a run that is followed already goes on as it is. */
  void follow(ResourceID run, String job, Instant now) {
    var begin = new Followed(job, now.plus(FIRST), false, null);
    followed.compute(run, (id, known) -> known != null && known.job.equals(job) ? known : begin);
  }

  void forget(ResourceID run) {
    followed.remove(run);
  }

  /** {@return the runs whose time has come; each is not due again before {@link #EVERY}} */
  List<Question> due(Instant now) {
    var questions = new ArrayList<Question>();
    followed.forEach((run, known) -> {
      var asked = new Followed(known.job, now.plus(EVERY), known.answered, known.said);
      if (!known.due.isAfter(now) && followed.replace(run, known, asked)) {
        questions.add(new Question(run, known.job));
      }
    });
    return questions;
  }

  /**
   * Notes an answer.
   *
   * @param said empty: it does not run, or has not said anything
   * @return whether that is news
   */
  boolean answer(Question question, Optional<RunProgressStatus> said, Instant now) {
    var news = new AtomicBoolean();
    followed.computeIfPresent(
        question.run,
        (run, known) -> {
          if (!known.job.equals(question.job)) {
            return known;
          }
          var progress = said.orElse(null);
          news.set(!known.answered || !Objects.equals(progress, known.said));
          var silent = progress == null && known.said == null;
          return new Followed(known.job, now.plus(silent ? SOON : EVERY), true, progress);
        });
    return news.get();
  }

  /** {@return what was said last; as long as the run was not asked, what was known before} */
  @Nullable RunProgressStatus said(ResourceID run, @Nullable RunProgressStatus before) {
    var known = followed.get(run);
    return known == null || !known.answered ? before : known.said;
  }
}
