package dev.penstock.operator.metrics;

import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.TargetResult;
import dev.penstock.api.TargetSpec;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far the warehouse side of each target is behind the commit log, as far as runs told. */
final class PublishedCommits {
  private static final Comparator<EtlRunStatus> ORDER =
      Comparator.<EtlRunStatus>comparingDouble(
              status -> Seconds.since1970(status.startTime()).orElse(0))
          .thenComparing(PublishedCommits::commit);

  private PublishedCommits() {}

  /**
   * {@return per target with a warehouse side how many entries it lacks} Nothing before a run has
   * committed. When no run that is left has told what was published, it is at least what these
   * committed.
   */
  static Map<String, Long> behind(EtlPipeline pipeline, Collection<EtlRun> runs) {
    var told = ofThisLog(pipeline, runs);
    var behind = new TreeMap<String, Long>();
    var head = told.stream().mapToLong(PublishedCommits::commit).max();
    if (head.isPresent()) {
      long before = told.stream().mapToLong(PublishedCommits::commit).min().getAsLong() - 1;
      warehouses(pipeline)
          .forEach(target ->
              behind.put(
                  target, Math.max(0, head.getAsLong() - published(target, told).orElse(before))));
    }
    return behind;
  }

  /**
   * What runs told of the log that is now. Runs commit one after another, so numbers grow: one that
   * is not above any before it is of a log that began anew, and those before are of another log.
   */
  private static List<EtlRunStatus> ofThisLog(EtlPipeline pipeline, Collection<EtlRun> runs) {
    var told = new ArrayList<EtlRunStatus>();
    runs.stream()
        .map(EtlRun::getStatus)
        .filter(Objects::nonNull)
        .filter(status -> status.commit() != null)
        .filter(status -> !older(status, pipeline))
        .sorted(ORDER)
        .forEach(status -> {
          if (told.stream().allMatch(before -> commit(before) >= commit(status))) {
            told.clear();
          }
          told.add(status);
        });
    return told;
  }

  private static OptionalLong published(String target, List<EtlRunStatus> told) {
    return told.stream()
        .flatMap(status -> results(status.targets()))
        .filter(result -> target.equals(result.name()))
        .map(TargetResult::published)
        .filter(Objects::nonNull)
        .mapToLong(Long::longValue)
        .max();
  }

  private static Stream<TargetResult> results(@Nullable List<TargetResult> results) {
    return results == null ? Stream.of() : results.stream();
  }

  private static Stream<String> warehouses(EtlPipeline pipeline) {
    var spec = pipeline.getSpec();
    var targets = spec == null || spec.targets() == null ? List.<TargetSpec>of() : spec.targets();
    return targets.stream()
        .filter(target -> target.redshift() != null && target.name() != null)
        .map(TargetSpec::name)
        .map(name -> Objects.requireNonNullElse(name, ""));
  }

  private static long commit(EtlRunStatus status) {
    return Objects.requireNonNullElse(status.commit(), 0L);
  }

  /** A run that ended before this pipeline was made is one of an earlier pipeline of its name. */
  static boolean older(@Nullable EtlRunStatus status, EtlPipeline pipeline) {
    var made = pipeline.getMetadata().getCreationTimestamp();
    var ended = status == null ? null : status.completionTime();
    return made != null && ended != null && ended.compareTo(made) < 0;
  }
}
