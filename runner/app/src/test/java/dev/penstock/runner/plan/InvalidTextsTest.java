package dev.penstock.runner.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.api.model.InvalidText;
import dev.penstock.api.model.Mode;
import dev.penstock.api.model.Read;
import dev.penstock.api.model.Source;
import dev.penstock.runner.engine.EngineSettings;
import dev.penstock.runner.spi.Column;
import dev.penstock.runner.spi.ColumnType;
import dev.penstock.runner.spi.ConfigurationException;
import dev.penstock.runner.spi.PenstockException;
import dev.penstock.runner.spi.Schema;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that are mended are no keys, whatever steps they have come through. */
class InvalidTextsTest {
  private static final Schema NOTES =
      Schema.of(
          new Column("id", new ColumnType.Int64()),
          new Column("Code", new ColumnType.Text()),
          new Column("other", new ColumnType.Text()));

  @TempDir Path scratch;

  /** A target by the key {@code k}, from the last of these steps. */
  private Plan plan(Mode mode, String... steps) {
    var pipeline =
        new Pipelines()
            .source(
                new Source(
                    "notes",
                    "shop-db",
                    new Read.Table("public", "notes", List.of()),
                    List.of(new InvalidText("code", true))));
    for (int i = 0; i < steps.length; i++) {
      pipeline.step("s" + i, steps[i]);
    }
    return Plan.of(
        pipeline.into("t", "s" + (steps.length - 1), mode, List.of()).build(),
        Map.of("notes", NOTES),
        Map.of(),
        "5a3c7f0e",
        new EngineSettings(1, 128L << 20, scratch));
  }

  private static Mode upsert() {
    return new Mode.Upsert(List.of("k"), List.of("id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT Code AS k, id FROM notes",
        "SELECT id, upper(n.code) AS K FROM notes n",
        "SELECT code AS k, max(id) AS id FROM notes GROUP BY code",
        "SELECT other AS k, id FROM notes UNION ALL SELECT code, id FROM notes",
        "WITH c AS (SELECT * RENAME (code AS k) FROM notes) SELECT k, id FROM c",
      })
  void aKeyThatAStepTakesFromAMendedTextIsRefused(String step) {
    assertThatThrownBy(() -> plan(upsert(), "SELECT * FROM notes", step.replace("notes", "s0")))
        .isInstanceOf(ConfigurationException.class)
        .extracting(e -> ((PenstockException) e).line())
        .asString()
        .isEqualToIgnoringCase(
            "InvalidSpec: Source notes has invalidText for column Code, from which step s1 makes k, by"
                + " which target t tells rows apart. Remove it from spec.sources[0].columns, or correct"
                + " these texts in a query or a view.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT other AS k, id, code FROM notes",
        "SELECT md5(concat(id, code)) AS k, id FROM notes",
        "SELECT CASE WHEN code = 'a' THEN other END AS k, id FROM notes",
        "SELECT other AS k, id FROM notes WHERE code <> ''",
      })
  void aKeyOfOtherTextsIsNot(String step) {
    assertThat(plan(upsert(), step).replaced()).containsEntry("notes", Map.of("Code", true));
  }

  @Test
  void whereNoRowsAreToldApartNothingIs() {
    assertThat(plan(new Mode.Append(), "SELECT code AS k, id FROM notes").loads()).hasSize(1);
  }
}
