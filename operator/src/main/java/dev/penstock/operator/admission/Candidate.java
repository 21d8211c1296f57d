package dev.penstock.operator.admission;

import dev.penstock.operator.resource.Marks;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * An unfinished Job as admission sees it.
 *
 * @param uid of the Job
 * @param job its name
 * @param connections that its run opens
 * @param active whether it has been admitted
 */
public record Candidate(
    String uid,
    String job,
    String pipeline,
    List<String> connections,
    Instant created,
    boolean active) {
  public Candidate {
    connections = List.copyOf(connections);
  }

  /** {@return the Job as a candidate; empty when it has ended or is none of ours} */
  public static Optional<Candidate> of(Job job) {
    var metadata = job.getMetadata();
    var labels = Objects.requireNonNullElse(metadata.getLabels(), Map.<String, String>of());
    var pipeline = labels.get(Marks.PIPELINE);
    if (pipeline == null || JobPhase.of(job).ended()) {
      return Optional.empty();
    }
    var annotations =
        Objects.requireNonNullElse(metadata.getAnnotations(), Map.<String, String>of());
    return Optional.of(
        new Candidate(
            metadata.getUid(),
            metadata.getName(),
            pipeline,
            names(annotations.getOrDefault(Marks.CONNECTIONS, "")),
            Instant.parse(metadata.getCreationTimestamp()),
            JobPhase.of(job) == JobPhase.ACTIVE));
  }

  private static List<String> names(String list) {
    return Arrays.stream(list.split(",")).filter(name -> !name.isEmpty()).toList();
  }
}
