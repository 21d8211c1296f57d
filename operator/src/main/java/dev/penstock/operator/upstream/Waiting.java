package dev.penstock.operator.upstream;

import dev.penstock.api.AfterSpec;
import dev.penstock.api.AfterStatus;
import dev.penstock.api.AfterWhen;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.UpstreamSpec;
import dev.penstock.api.UpstreamStatus;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code spec.after} makes of the commits of others: one run for each combination of commits
 * that is complete while no such run is under way. What is committed while one is makes one more,
 * for the newest of all.
 *
 * @param status what the pipeline's status says of it
 * @param due the commits whose EtlRun is to be made now
 */
public record Waiting(AfterStatus status, Optional<Combination> due) {
  /** Names that a column has room for. */
  private static final int SHOWN = 8;

  /**
   * {@return the account; empty: the pipeline waits for no others}
   *
   * @param ready whether its objects are in place
   * @param others pipelines of its namespace, by name
   * @param runs its own
   */
  public static Optional<Waiting> of(
      EtlPipeline pipeline,
      boolean ready,
      Map<String, EtlPipeline> others,
      Collection<EtlRun> runs) {
    return Optional.ofNullable(pipeline.getSpec())
        .map(EtlPipelineSpec::after)
        .map(after -> of(pipeline, after, ready, others, runs));
  }

  private static Waiting of(
      EtlPipeline pipeline,
      AfterSpec after,
      boolean ready,
      Map<String, EtlPipeline> others,
      Collection<EtlRun> all) {
    var before = pipeline.getStatus() == null ? null : pipeline.getStatus().after();
    var runs = all.stream().filter(run -> isOurs(pipeline, run)).toList();
    var taken = Taken.of(before, runs.stream().map(Waiting::combination).toList());
    var known = known(before, runs);
    var upstreams =
        names(after).stream()
            .map(name -> Upstream.of(name, others.get(name), Optional.ofNullable(known.get(name))))
            .toList();
    var news = upstreams.stream().filter(upstream -> isNew(upstream, taken)).toList();
    boolean any = after.when() == AfterWhen.ANY;
    boolean complete = !news.isEmpty() && (any || news.size() == upstreams.size());
    var active = runs.stream().filter(Waiting::isUnderWay).map(Waiting::name).findFirst();
    boolean suspended = Boolean.TRUE.equals(pipeline.getSpec().suspend());
    var waitsFor =
        !complete
            ? shown(upstreams.stream().filter(one -> !news.contains(one)).toList(), any)
            : !ready
                ? "condition Ready"
                : suspended
                    ? "suspend: false"
                    : active.map(name -> "the end of run " + name).orElse(null);
    var run =
        runs.stream().max(BY_AGE).map(Waiting::name).orElse(before == null ? null : before.run());
    return new Waiting(
        new AfterStatus(waitsFor, run, upstreams.stream().map(one -> written(one, taken)).toList()),
        complete && waitsFor == null ? Optional.of(all(upstreams)) : Optional.empty());
  }

  /** One that this very look makes has no time yet, and is the newest. */
  private static final Comparator<EtlRun> BY_AGE =
      Comparator.<EtlRun, String>comparing(
              run -> Objects.requireNonNullElse(run.getMetadata().getCreationTimestamp(), "~"))
          .thenComparing(Waiting::name);

  /** People can make runs of this trigger where no policy forbids it; those are not counted. */
  private static boolean isOurs(EtlPipeline pipeline, EtlRun run) {
    return run.getSpec() != null
        && run.getSpec().trigger() == RunTrigger.UPSTREAM
        && Owners.owns(pipeline, run);
  }

  private static boolean isUnderWay(EtlRun run) {
    return run.getStatus() == null || run.getStatus().completionTime() == null;
  }

  private static String name(EtlRun run) {
    return run.getMetadata().getName();
  }

  private static Combination combination(EtlRun run) {
    var marks =
        Objects.requireNonNullElse(run.getMetadata().getAnnotations(), Map.<String, String>of());
    return Combination.parse(marks.getOrDefault(Marks.UPSTREAMS, ""));
  }

  /** By the status, or the newest run that tells of it, where that is later. */
  private static Map<String, Commit> known(@Nullable AfterStatus before, List<EtlRun> runs) {
    var known = new HashMap<String, Commit>();
    if (before != null && before.upstreams() != null) {
      for (var one : before.upstreams()) {
        if (one.name() != null && one.uid() != null && one.commit() != null) {
          var ended = Optional.ofNullable(one.completionTime());
          known.put(one.name(), new Commit(one.uid(), one.commit(), ended));
        }
      }
    }
    for (var run : runs.stream().sorted(BY_AGE).toList()) {
      combination(run)
          .commits()
          .forEach((name, made) ->
              known.merge(name, made, (seen, taken) -> seen.isBefore(taken) ? taken : seen));
    }
    return known;
  }

  /** Whatever was written past validation waits for the spec to be corrected. */
  private static List<String> names(AfterSpec after) {
    var names = new ArrayList<String>();
    for (@Nullable UpstreamSpec one :
        Objects.requireNonNullElse(after.pipelines(), List.<UpstreamSpec>of())) {
      if (one != null && one.name() != null && !names.contains(one.name()) && names.size() < 16) {
        names.add(one.name());
      }
    }
    return names;
  }

  private static boolean isNew(Upstream upstream, Taken taken) {
    return upstream.commit().filter(commit -> taken.isNew(upstream.name(), commit)).isPresent();
  }

  private static String shown(List<Upstream> upstreams, boolean any) {
    var rest = upstreams.size() - SHOWN;
    var names =
        upstreams.stream()
            .limit(SHOWN)
            .map(Upstream::shown)
            .collect(Collectors.joining(any ? " or " : ", "));
    return rest > 0 ? "%s and %d more".formatted(names, rest) : names;
  }

  private static Combination all(List<Upstream> upstreams) {
    var commits = new TreeMap<String, Commit>();
    upstreams.forEach(one -> one.commit().ifPresent(commit -> commits.put(one.name(), commit)));
    return new Combination(commits);
  }

  private static UpstreamStatus written(Upstream upstream, Taken taken) {
    return new UpstreamStatus(
        upstream.name(),
        upstream.commit().map(Commit::log).orElse(null),
        upstream.commit().map(Commit::number).orElse(null),
        upstream.commit().flatMap(commit -> taken.of(upstream.name(), commit)).orElse(null),
        upstream.problem().map(Problem::toString).orElse(null),
        upstream.commit().flatMap(Commit::ended).orElse(null));
  }
}
