package dev.penstock.operator.admission;

import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An unfinished Job as admission sees it.
 *
 * @param uid of the Job
 * @param job its name
 * @param connections that its run opens
 * @param priority of its pipeline when the Job was made, -{@link #PRIORITIES} to {@link
 *     #PRIORITIES}
 * @param active whether it has started; it holds its places until it has ended
 * @param yields whether every other Job of its pipeline goes first
 */
public record Candidate(
    String uid,
    String job,
    String pipeline,
    List<String> connections,
    Instant created,
    int priority,
    boolean active,
    boolean yields) {
  /** The largest priority. */
  public static final int PRIORITIES = 10;

  /** What a step of priority is worth: as if the Job had been made that much earlier. */
  public static final Duration STEP = Duration.ofMinutes(10);

  /**
   * The order of turns. It depends on nothing that changes, so no two Jobs ever change places, and
   * nobody is passed by a Job that was made more than 20 steps after it; only one that yields is,
   * by Jobs of its own pipeline.
   */
  static final Comparator<Candidate> TURN =
      Comparator.comparing(Candidate::turn)
          .thenComparing(Candidate::created)
          .thenComparing(Candidate::job)
          .thenComparing(Candidate::uid);

  public Candidate {
    connections = connections.stream().distinct().sorted().toList();
    if (Math.abs(priority) > PRIORITIES) {
      throw new IllegalArgumentException("Job %s has the priority %d".formatted(job, priority));
    }
  }

  /** A Job that yields to nobody. */
  public Candidate(
      String uid,
      String job,
      String pipeline,
      List<String> connections,
      Instant created,
      int priority,
      boolean active) {
    this(uid, job, pipeline, connections, created, priority, active, false);
  }

  private Instant turn() {
    return created.minus(STEP.multipliedBy(priority));
  }

  /** {@return the Job as a candidate; empty when it holds no place and wants none} */
  public static Optional<Candidate> of(Job job) {
    var metadata = job.getMetadata();
    var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
    var pipeline = labels.get(Marks.PIPELINE);
    if (pipeline == null) {
      return Optional.empty();
    }
    return switch (JobStanding.of(job)) {
      case WAITING -> Optional.of(of(job, pipeline, false));
      case ADMITTED, HELD, RESUMED -> Optional.of(of(job, pipeline, true));
      case WITHDRAWN, ENDED -> Optional.empty();
    };
  }

  private static Candidate of(Job job, String pipeline, boolean active) {
    var metadata = job.getMetadata();
    var annotations =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of());
    return new Candidate(
        metadata.getUid(),
        metadata.getName(),
        pipeline,
        names(annotations.getOrDefault(Marks.CONNECTIONS, "")),
        Instant.parse(metadata.getCreationTimestamp()),
        priority(annotations.get(Marks.PRIORITY)),
        active,
        annotations.containsKey(Marks.YIELDS));
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",")).filter(name -> !name.isEmpty()).toList();
  }

  /** Anyone may write an annotation, so what is no priority counts as none. */
  private static int priority(@Nullable String text) {
    if (text == null || !text.matches("-?[0-9]{1,4}")) {
      return 0;
    }
    return Math.clamp(Integer.parseInt(text), -PRIORITIES, PRIORITIES);
  }
}
