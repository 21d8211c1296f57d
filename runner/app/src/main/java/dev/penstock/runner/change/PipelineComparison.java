package dev.penstock.runner.change;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.ResourceName;
import dev.penstock.api.model.Target;
import dev.penstock.api.validation.CanonicalSpec;
import dev.penstock.runner.change.Effect.Code;
import dev.penstock.runner.change.Environment.Declared;
import dev.penstock.runner.change.PipelineChange.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Compares the pipelines of an environment before and after. */
final class PipelineComparison {
  private final Environment before;
  private final Environment after;
  private final Trees trees;
  private final Knowledge knowledge;
  private final ColumnEffects columnEffects;
  private final RowEffects rowEffects;
  private final Instant now;
  private final Map<Place, TreeSet<Filler>> fillersBefore;
  private final Map<Place, TreeSet<Filler>> fillers;

  /** The target whose columns a target of the state after is compared with. */
  private record Former(Pipeline pipeline, Target target) {}

  PipelineComparison(
      Environment before,
      Environment after,
      List<Reader> readers,
      Trees trees,
      Knowledge knowledge,
      Instant now) {
    this.before = before;
    this.after = after;
    this.trees = trees;
    this.knowledge = knowledge;
    this.columnEffects = new ColumnEffects(after, readers);
    this.rowEffects = new RowEffects(after, readers);
    this.now = now;
    this.fillersBefore = Places.of(before);
    this.fillers = Places.of(before, after);
  }

  /** {@return the change of one pipeline; empty where nothing differs} */
  Optional<PipelineChange> of(ResourceName name) {
    var was = Optional.ofNullable(before.pipelines().get(name));
    var is = Optional.ofNullable(after.pipelines().get(name));
    if (was.isPresent() && is.isPresent()) {
      return changed(name, was.get(), is.get());
    }
    return is.map(one -> added(name, one)).or(() -> was.map(one -> removed(name, one)));
  }

  private PipelineChange removed(ResourceName name, Declared was) {
    var effect =
        new Effect(
            Code.PIPELINE_ENDS,
            "pipeline " + name.name(),
            "Pipeline %s ends; its commit log, datasets and tables stay".formatted(name.name()),
            "Delete them yourself if nobody needs them");
    return new PipelineChange(
        name.namespace(),
        name.name(),
        Kind.REMOVED,
        Optional.of(hash(was.spec())),
        Optional.empty(),
        Run.NONE,
        ScheduleChange.between(was.spec(), null, now),
        List.of(),
        was.valid().stream()
            .flatMap(pipeline -> pipeline.targets().stream())
            .map(target -> removed(target))
            .toList(),
        List.of(effect));
  }

  private static TargetChange removed(Target target) {
    return new TargetChange(target.name(), Kind.REMOVED, List.of(), List.of(), Optional.empty());
  }

  private PipelineChange added(ResourceName name, Declared is) {
    List<TargetChange> targets = new ArrayList<>();
    List<Effect> effects = new ArrayList<>();
    is.valid()
        .ifPresent(pipeline -> {
          var relations = knowledge.relations(after, pipeline);
          for (var target : pipeline.targets()) {
            targets.add(added(pipeline, target, relations));
            former(Optional.empty(), pipeline, target)
                .ifPresent(former -> columns(pipeline, former, target, relations, effects));
          }
          lost(Optional.empty(), pipeline, relations, effects);
          asked(pipeline, effects);
        });
    return new PipelineChange(
        name.namespace(),
        name.name(),
        Kind.ADDED,
        Optional.empty(),
        Optional.of(hash(is.spec())),
        run(true, is),
        ScheduleChange.between(null, is.spec(), now),
        List.of(),
        targets,
        effects);
  }

  private TargetChange added(Pipeline pipeline, Target target, Map<String, Outline> relations) {
    var outline = outline(relations, target);
    return new TargetChange(
        target.name(),
        Kind.ADDED,
        ColumnChange.between(new Outline(List.of(), List.of()), outline),
        outline.unknown(),
        ddl(pipeline, target));
  }

  private Optional<PipelineChange> changed(ResourceName name, Declared was, Declared is) {
    var fields = FieldChanges.between(was.spec(), is.spec());
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    var hashBefore = hash(was.spec());
    var hashAfter = hash(is.spec());
    List<TargetChange> targets = new ArrayList<>();
    List<Effect> effects = new ArrayList<>();
    if (was.valid().isPresent() && is.valid().isPresent()) {
      valid(was.valid().get(), is.valid().get(), targets, effects);
      Upstreams.changed(name, was.spec(), is.spec()).ifPresent(effects::add);
      NotifyEffects.between(name, was.spec(), is.spec()).ifPresent(effects::add);
    }
    return Optional.of(
        new PipelineChange(
            name.namespace(),
            name.name(),
            Kind.CHANGED,
            Optional.of(hashBefore),
            Optional.of(hashAfter),
            run(!hashBefore.equals(hashAfter), is),
            ScheduleChange.between(was.spec(), is.spec(), now),
            fields,
            targets,
            effects));
  }

  private void valid(Pipeline was, Pipeline is, List<TargetChange> targets, List<Effect> effects) {
    if (!was.store().equals(is.store())) {
      effects.add(
          new Effect(
              Code.STORE_CHANGED,
              "pipeline " + is.id().name(),
              "The store of pipeline %s is immutable: the API server refuses the change"
                  .formatted(is.id().name()),
              "Make a pipeline with another name to use another store"));
    }
    effects.addAll(SourceEffects.between(was, is));
    effects.addAll(TargetEffects.between(was, is));
    var relations = knowledge.relations(after, is);
    lost(Optional.of(was), is, relations, effects);
    for (var target : is.targets()) {
      var former = former(Optional.of(was), is, target);
      var change = former.map(earlier -> columns(is, earlier, target, relations, effects));
      if (was.target(target.name()).isEmpty()) {
        targets.add(added(is, target, relations));
      } else {
        change.filter(TargetChange::says).ifPresent(targets::add);
      }
    }
    was.targets().stream()
        .filter(target -> is.target(target.name()).isEmpty())
        .forEach(target -> targets.add(removed(target)));
    asked(is, effects);
  }

  // By place, for those who read it; a target that fills none of before moves with its name.
  private Optional<Former> former(Optional<Pipeline> was, Pipeline is, Target target) {
    var own =
        was.flatMap(earlier -> earlier.target(target.name()).map(one -> new Former(earlier, one)));
    var places = TargetEffects.places(after, is, target);
    if (own.isPresent()
        && places.stream().anyMatch(place -> fills(place, is.id(), target.name()))) {
      return own;
    }
    return places.stream()
        .flatMap(place ->
            fillersBefore.getOrDefault(place, new TreeSet<>()).stream()
                .filter(filler -> !fillers.getOrDefault(place, new TreeSet<>()).contains(filler)))
        .flatMap(filler -> former(filler).stream())
        .findFirst()
        .or(() -> own);
  }

  private boolean fills(Place place, ResourceName pipeline, String target) {
    return fillersBefore
        .getOrDefault(place, new TreeSet<>())
        .contains(new Filler(pipeline, target));
  }

  private Optional<Former> former(Filler filler) {
    return Optional.ofNullable(before.pipelines().get(filler.pipeline()))
        .flatMap(Declared::valid)
        .flatMap(pipeline ->
            pipeline.target(filler.target()).map(target -> new Former(pipeline, target)));
  }

  private TargetChange columns(
      Pipeline is,
      Former former,
      Target target,
      Map<String, Outline> relations,
      List<Effect> effects) {
    var earlier = former.target();
    var change =
        compared(is, earlier, knowledge.relations(before, former.pipeline()), target, relations);
    boolean kept =
        target.redshift().isPresent()
            && earlier
                .redshift()
                .map(table -> table.qualified())
                .equals(target.redshift().map(table -> table.qualified()));
    effects.addAll(
        columnEffects.of(
            is,
            target,
            change.columns(),
            kept,
            knowledge.standing(after, is, target.name()).isPresent()));
    effects.addAll(rowEffects.of(is, earlier, target));
    return change;
  }

  private TargetChange compared(
      Pipeline pipeline,
      Target earlier,
      Map<String, Outline> relationsBefore,
      Target target,
      Map<String, Outline> relations) {
    var outlineBefore = outline(relationsBefore, earlier);
    var outline = outline(relations, target);
    var unknown = new ArrayList<String>();
    outlineBefore.unknown().stream()
        .filter(origin -> !outline.unknown().contains(origin))
        .forEach(origin -> unknown.add("what * took from %s before".formatted(origin)));
    unknown.addAll(outline.unknown());
    var columns = ColumnChange.between(outlineBefore, outline);
    var ddl = ddl(pipeline, target);
    boolean same =
        columns.isEmpty() && ddl.isEmpty() && outlineBefore.rest().equals(outline.rest());
    return new TargetChange(target.name(), same ? Kind.SAME : Kind.CHANGED, columns, unknown, ddl);
  }

  private static Outline outline(Map<String, Outline> relations, Target target) {
    var outline = relations.get(target.from());
    return outline == null ? Outline.unknown(target.from()) : outline;
  }

  private Optional<String> ddl(Pipeline pipeline, Target target) {
    return knowledge
        .standing(after, pipeline, target.name())
        .filter(standing -> !standing.exists())
        .map(Knowledge.Standing::ddl);
  }

  // What was broken before is no matter of this change.
  private void lost(
      Optional<Pipeline> was, Pipeline is, Map<String, Outline> relations, List<Effect> effects) {
    var known = new HashSet<Lost>();
    was.ifPresent(
        pipeline -> known.addAll(Lost.in(pipeline, knowledge.relations(before, pipeline), trees)));
    for (var lost : Lost.in(is, relations, trees)) {
      if (!known.contains(lost)) {
        effects.add(
            new Effect(
                Code.COLUMN_NOT_FOUND,
                lost.by(),
                "In pipeline %s, %s names column %s, which %s does not have"
                    .formatted(is.id().name(), lost.by(), lost.column(), lost.relation()),
                "Read the column, or name one that is there"));
      }
    }
  }

  private void asked(Pipeline pipeline, List<Effect> effects) {
    knowledge
        .silence(after, pipeline)
        .ifPresent(silence ->
            effects.add(
                new Effect(
                    silence.refused() ? Code.RUN_REFUSED : Code.NOT_ASKED,
                    "pipeline " + pipeline.id().name(),
                    silence.message(),
                    silence.nextStep())));
    for (var target : pipeline.targets()) {
      knowledge
          .standing(after, pipeline, target.name())
          .ifPresent(standing -> standing(target, standing, effects));
    }
  }

  private static void standing(Target target, Knowledge.Standing standing, List<Effect> effects) {
    var object = "target " + target.name();
    standing
        .refusal()
        .ifPresent(refusal ->
            effects.add(
                new Effect(Code.TABLE_MISMATCH, object, refusal.message(), refusal.nextStep())));
    if (standing.refusal().isEmpty() && !standing.alterations().isEmpty()) {
      effects.add(
          new Effect(
              Code.TABLE_ALTERED,
              object,
              "The next run alters table %s of target %s: %s"
                  .formatted(
                      target.redshift().map(table -> table.qualified()).orElse(""),
                      target.name(),
                      String.join("; ", standing.alterations())),
              "Nothing is to be done; texts are declared by the rows of that run"));
    }
    if (!standing.exists()) {
      effects.add(
          new Effect(
              Code.TABLE_MADE,
              object,
              "Table %s of target %s is not there: the next run makes it"
                  .formatted(
                      target.redshift().map(table -> table.qualified()).orElse(""), target.name()),
              "Nothing is to be done; texts are declared by the rows of that run"));
    }
  }

  private static Run run(boolean other, Declared is) {
    if (is.valid().isEmpty()) {
      return Run.REFUSED;
    }
    if (!other || !Boolean.TRUE.equals(is.spec().runOnChange())) {
      return Run.NONE;
    }
    return Boolean.TRUE.equals(is.spec().suspend()) ? Run.WAITS : Run.MADE;
  }

  private static String hash(EtlPipelineSpec spec) {
    return CanonicalSpec.hash(spec).hex();
  }
}
