package dev.penstock.runner.change;

import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Pipeline;
import dev.penstock.api.model.Target;
import dev.penstock.runner.change.Effect.Code;
import dev.penstock.runner.spi.PartSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What another mode of a target means for pipelines that read its table. */
final class RowEffects {
  private static final List<String> INSTANTS =
      List.of(PartSchema.VALID_FROM, PartSchema.VALID_TO, PartSchema.LAST_SEEN);

  private final Environment environment;
  private final List<Reader> readers;

  RowEffects(Environment environment, List<Reader> readers) {
    this.environment = environment;
    this.readers = readers;
  }

  /**
   * {@return what it means for each reader}
   *
   * @param was the target that filled the place before
   */
  List<Effect> of(Pipeline pipeline, Target was, Target is) {
    var before = rows(was.mode());
    var after = rows(is.mode());
    if (before.equals(after)) {
      return List.of();
    }
    var places = TargetEffects.places(environment, pipeline, is);
    List<Effect> effects = new ArrayList<>();
    readers.stream()
        .filter(reader -> places.contains(reader.place()))
        .forEach(reader -> {
          effects.add(
              new Effect(
                  Code.READER_MEETS_OTHER_ROWS,
                  "target " + is.name(),
                  "%s holds %s, until now %s, and %s"
                      .formatted(reader.place(), after, before, reader.words()),
                  "See that pipeline %s counts on neither"
                      .formatted(reader.pipeline().id().name())));
          if (was.mode() instanceof Mode.Scd2) {
            lost(is, reader).forEach(effects::add);
          }
        });
    return effects;
  }

  private static Stream<Effect> lost(Target target, Reader reader) {
    return INSTANTS.stream()
        .filter(column -> reader.columns().isPresent() && reader.reads(column))
        .map(column ->
            new Effect(
                Code.READER_LOSES_COLUMN,
                "target " + target.name(),
                "Column %s of %s is no longer filled, and %s"
                    .formatted(column, reader.place(), reader.words()),
                "Keep mode Scd2, or change pipeline %s first"
                    .formatted(reader.pipeline().id().name())));
  }

  private static String rows(Mode mode) {
    return switch (mode) {
      case Mode.Append append -> "every row that came";
      case Mode.Replace replace -> "what the newest run brought";
      case Mode.Window window -> "of each day what came last";
      case Mode.Upsert upsert -> "the newest version of each key";
      case Mode.Scd2 versions -> "every version of each key";
    };
  }
}
