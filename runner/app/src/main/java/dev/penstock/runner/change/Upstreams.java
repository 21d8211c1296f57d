package dev.penstock.runner.change;

import dev.penstock.api.AfterSpec;
import dev.penstock.api.AfterWhen;
import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.UpstreamSpec;
import dev.penstock.api.model.ResourceName;
import dev.penstock.runner.change.Effect.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Pipelines that run after others: whether those are still there and still run by themselves. */
final class Upstreams {
  private final Environment before;
  private final Environment after;
  private final List<Effect> effects = new ArrayList<>();

  private Upstreams(Environment before, Environment after) {
    this.before = before;
    this.after = after;
  }

  /** {@return what a change means for those who wait, in the order of their names} */
  static List<Effect> between(Environment before, Environment after) {
    var upstreams = new Upstreams(before, after);
    after.valid().forEach(pipeline -> upstreams.waiting(pipeline.id()));
    return List.copyOf(upstreams.effects);
  }

  /**
   * {@return what another {@code after} means for a pipeline that was there before}
   *
   * @param was before the change
   */
  static Optional<Effect> changed(ResourceName name, EtlPipelineSpec was, EtlPipelineSpec is) {
    var earlier = words(was.after());
    var now = words(is.after());
    if (earlier.equals(now)) {
      return Optional.empty();
    }
    var until = earlier.isEmpty() ? "" : ", until then after " + earlier;
    return Optional.of(
        now.isEmpty()
            ? new Effect(
                Code.AFTER_CHANGED,
                "pipeline " + name.name(),
                "Pipeline %s no longer runs after %s%s"
                    .formatted(
                        name.name(), earlier, is.schedule() == null ? ", only on request" : ""),
                is.schedule() == null
                    ? "Write a schedule if it is to run by itself"
                    : "See that its schedule brings what those commits brought")
            : new Effect(
                Code.AFTER_CHANGED,
                "pipeline " + name.name(),
                "Pipeline %s runs after %s from now on%s: commits that are there count, so it may run at once"
                    .formatted(name.name(), now, until),
                "Merge with suspend: true if it is not to run now"));
  }

  private void waiting(ResourceName name) {
    var spec = Objects.requireNonNull(after.pipelines().get(name)).spec();
    var earlier = named(before, name);
    for (var upstream : named(after, name)) {
      var was = Optional.ofNullable(before.pipelines().get(upstream));
      var is = Optional.ofNullable(after.pipelines().get(upstream));
      boolean known = earlier.contains(upstream);
      if (is.isEmpty()) {
        if (was.isPresent() || !known) {
          missing(name, spec, upstream, was.isPresent() && known);
        }
      } else {
        boolean rested = known && was.flatMap(one -> rests(one.spec())).isPresent();
        rests(is.get().spec()).filter(why -> !rested).ifPresent(why -> rest(name, upstream, why));
      }
    }
  }

  private void missing(
      ResourceName name, EtlPipelineSpec spec, ResourceName upstream, boolean goes) {
    boolean others =
        any(spec)
            && named(after, name).stream().anyMatch(other -> after.pipelines().containsKey(other));
    boolean scheduled = spec.schedule() != null;
    effects.add(
        new Effect(
            Code.UPSTREAM_MISSING,
            goes && !others && !scheduled ? Weight.BREAKING : Weight.NOTICE,
            "pipeline " + name.name(),
            "Pipeline %s waits for pipeline %s, which %s: %s"
                .formatted(
                    name.name(),
                    upstream.name(),
                    goes ? "goes" : "is not among these manifests",
                    others
                        ? "it runs after the others alone"
                        : scheduled
                            ? "it runs by its schedule alone"
                            : "it does not run until that is there"),
            goes
                ? "Take %s out of spec.after, or name the pipeline that is in its place"
                    .formatted(upstream.name())
                : "See that it is applied from elsewhere, or correct the name"));
  }

  private void rest(ResourceName name, ResourceName upstream, String why) {
    effects.add(
        new Effect(
            Code.UPSTREAM_RESTS,
            "pipeline " + name.name(),
            "Pipeline %s waits for pipeline %s, which %s"
                .formatted(name.name(), upstream.name(), why),
            "See that somebody asks for runs of pipeline %s".formatted(upstream.name())));
  }

  /** {@return why a pipeline makes no runs by itself, if it doesn't} */
  private static Optional<String> rests(EtlPipelineSpec spec) {
    if (Boolean.TRUE.equals(spec.suspend())) {
      return Optional.of("is suspended");
    }
    return spec.schedule() == null && spec.after() == null
        ? Optional.of("runs only on request")
        : Optional.empty();
  }

  private static List<ResourceName> named(Environment environment, ResourceName name) {
    return Optional.ofNullable(environment.pipelines().get(name))
        .flatMap(declared -> Optional.ofNullable(declared.spec().after()))
        .map(spec -> names(spec))
        .orElse(List.of())
        .stream()
        .map(upstream -> new ResourceName(name.namespace(), upstream))
        .toList();
  }

  private static List<String> names(AfterSpec spec) {
    return Optional.ofNullable(spec.pipelines()).orElse(List.of()).stream()
        .map(UpstreamSpec::name)
        .filter(Objects::nonNull)
        .toList();
  }

  private static boolean any(EtlPipelineSpec spec) {
    var written = spec.after();
    return written != null && written.when() == AfterWhen.ANY;
  }

  /** {@return all that has a meaning, so that another order is no change; empty: no others} */
  static String words(@Nullable AfterSpec spec) {
    if (spec == null) {
      return "";
    }
    var names = new TreeSet<>(names(spec));
    return String.join(spec.when() == AfterWhen.ANY ? " or " : " and ", names);
  }
}
