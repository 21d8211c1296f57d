package dev.penstock.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.ColumnPolicy;
import dev.penstock.api.model.ColumnPolicy.Length;
import dev.penstock.api.model.ColumnPolicy.TooLong;
import dev.penstock.api.model.Dataset;
import dev.penstock.api.model.Incremental;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.SchemaPolicy;
import dev.penstock.api.model.Source;
import dev.penstock.api.model.Table;
import dev.penstock.api.model.Target;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.engine.Shaping;
import dev.penstock.runner.engine.Shaping.Longer;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Schema;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan makes of the column policies of a target. */
class ShapingsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static final Schema NOTES =
      Schema.of(
          new Column("note_id", new ColumnType.Int64()),
          new Column("Note", new ColumnType.Text()),
          new Column("document", new ColumnType.Json()),
          new Column("created", new ColumnType.Timestamp()),
          new Column("changed", new ColumnType.TimestampTz()));

  @TempDir Path scratch;

  private static ColumnPolicy length(String name, TooLong tooLong, int bytes) {
    return new ColumnPolicy(name, Optional.of(new Length(tooLong, bytes)), Optional.empty());
  }

  private static ColumnPolicy zone(String name) {
    return new ColumnPolicy(name, Optional.empty(), Optional.of(BERLIN));
  }

  private static Target target(boolean table, ColumnPolicy... columns) {
    return new Target(
        "t",
        "notes",
        new Mode.Append(),
        List.of(),
        Optional.of(new Dataset("lake", "sales/t", List.of())),
        table
            ? Optional.of(new Table("warehouse", "sales", "t", Optional.empty(), List.of()))
            : Optional.empty(),
        SchemaPolicy.DEFAULT,
        List.of(columns));
  }

  private Plan plan(Pipelines pipeline) {
    return Plan.of(
        pipeline.build(),
        Map.of("notes", NOTES),
        Map.of(),
        "run-1",
        new EngineSettings(2, 256L << 20, scratch));
  }

  private Shaping shaping(Target target) {
    return plan(Pipelines.reading("notes").into(target)).loads().getFirst().shaping();
  }

  private void refused(Pipelines pipeline, String line) {
    assertThatThrownBy(() -> plan(pipeline))
        .isInstanceOf(ConfigurationException.class)
        .extracting(e -> ((PenstockException) e).line())
        .isEqualTo(line);
  }

  private void refused(ColumnPolicy policy, String line) {
    refused(Pipelines.reading("notes").into(target(true, policy)), line);
  }

  @Test
  void whatAWarehouseTakesIsTheLimitWhereNothingIsSaid() {
    assertThat(shaping(target(true)))
        .isEqualTo(
            new Shaping(
                List.of(
                    new Shaping.Limit("Note", 65535, Longer.FAIL),
                    new Shaping.Limit("document", 65535, Longer.FAIL)),
                List.of()));
    assertThat(shaping(target(false))).isEqualTo(Shaping.NONE);
  }

  @Test
  void aPolicyFindsItsColumnInAnyCase() {
    assertThat(
            shaping(
                target(
                    false,
                    length("NOTE", TooLong.TRUNCATE, 9),
                    length("document", TooLong.SET_NULL, 65535),
                    zone("Created"))))
        .isEqualTo(
            new Shaping(
                List.of(
                    new Shaping.Limit("Note", 9, Longer.TRUNCATE),
                    new Shaping.Limit("document", 65535, Longer.SET_NULL)),
                List.of(new Shaping.Local("created", BERLIN))));
  }

  @Test
  void partsHoldTheInstant() {
    var load =
        plan(Pipelines.reading("notes").into(target(true, zone("created")))).loads().getFirst();
    assertThat(load.parts().columns().get(3).type()).isEqualTo(new ColumnType.TimestampTz());
  }

  @Test
  void rowsThatAreCountedFirstLieOnScratch() {
    var counts = target(true, length("Note", TooLong.SET_NULL, 9));
    assertThat(plan(Pipelines.reading("notes").into(counts)).work().streams().getFirst().shared())
        .isTrue();
    assertThat(
            plan(Pipelines.reading("notes").into(target(true, length("Note", TooLong.FAIL, 9))))
                .work()
                .streams()
                .getFirst()
                .shared())
        .isFalse();
    var whole =
        new Target(
            "t",
            "once",
            new Mode.Append(),
            List.of(),
            counts.s3(),
            counts.redshift(),
            SchemaPolicy.DEFAULT,
            counts.columns());
    assertThat(
            plan(Pipelines.reading("notes")
                    .step("once", "SELECT DISTINCT \"Note\" FROM notes")
                    .into(whole))
                .work()
                .kept())
        .containsExactly("once");
  }

  @Test
  void whatFitsNoColumnIsRefused() {
    refused(
        length("nte", TooLong.SET_NULL, 9),
        "ColumnNotFound: Relation notes of target t has no column nte. Write Note in"
            + " spec.targets[0].columns[0].name, or another one of note_id, Note, document, created,"
            + " changed.");
    refused(
        length("note_id", TooLong.FAIL, 9),
        "InvalidSpec: Target t has a length for column note_id, which is BIGINT. Remove tooLong and"
            + " maxBytes from spec.targets[0].columns[0].");
    refused(
        length("document", TooLong.TRUNCATE, 9),
        "InvalidSpec: Target t truncates column document, which is JSON and would be none any more."
            + " Write SetNull or Fail in spec.targets[0].columns[0].tooLong, or cast the column to"
            + " VARCHAR in a step.");
    refused(
        zone("changed"),
        "InvalidSpec: Target t has a timeZone for column changed, which is an instant already. Remove"
            + " timeZone from spec.targets[0].columns[0]; a step gives the wall clock of a zone by"
            + " timezone('Europe/Berlin', changed).");
    refused(
        zone("note"),
        "InvalidSpec: Target t has a timeZone for column Note, which is VARCHAR. Remove timeZone from"
            + " spec.targets[0].columns[0].");
  }

  @Test
  void aCursorHasOneZone() {
    refused(
        incremental(ZoneId.of("Etc/UTC")),
        "InvalidSpec: Target t says that column created holds times of Europe/Berlin, its source notes"
            + " says Etc/UTC. Write the same in spec.targets[0].columns[0].timeZone and in"
            + " incremental.timeZone of the source.");
    assertThat(plan(incremental(BERLIN)).loads().getFirst().shaping().locals())
        .containsExactly(new Shaping.Local("created", BERLIN));
  }

  private static Pipelines incremental(ZoneId zone) {
    return Pipelines.reading()
        .source(
            new Source(
                "notes",
                "shop-db",
                new Read.Table(
                    "public",
                    "notes",
                    List.of(),
                    Optional.empty(),
                    java.util.OptionalInt.empty(),
                    Optional.of(
                        new Incremental(
                            "created",
                            List.of(),
                            Duration.ZERO,
                            Optional.empty(),
                            zone,
                            Incremental.Nulls.FAIL,
                            Incremental.Deletes.IGNORE)))))
        .into(target(true, zone("created")));
  }
}
