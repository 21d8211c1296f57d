package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.api.wrong.Corpus;
import dev.penstock.api.wrong.WrongManifest;
import dev.penstock.api.wrong.WrongManifest.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code validate} says about manifests that are wrong, and that it always says something. */
class WrongManifestsTest {
  private static final Corpus CORPUS = Corpus.of(Path.of(""));
  private static final Path CONNECTIONS = CORPUS.directory().resolve("connections.yaml");

  @TempDir private Path directory;

  @Test
  void everyMistakeIsRefusedAndItsFieldIsNamed() throws IOException {
    var counts = new EnumMap<Kind, Integer>(Kind.class);
    var silent = new ArrayList<String>();
    for (var wrong : CORPUS.mistakes()) {
      counts.merge(wrong.kind(), 1, Integer::sum);
      var file = written(wrong.document().toString().getBytes(StandardCharsets.UTF_8));
      if (findings(file).stream().noneMatch(wrong::isNamedBy) && !saidOfSql(wrong, file)) {
        silent.add(wrong.toString());
      }
    }
    System.out.println("Wrong manifests that validate refused: " + counts);
    assertThat(silent).isEmpty();
  }

  @Test
  void damageAnywhereIsRightOrWrongAndNeverABug() throws IOException {
    int refused = 0;
    for (var document : CORPUS.damaged(11, 600)) {
      var said = validate(document);
      assertThat(said.code()).as("%s%n%s", document, said.err()).isIn(0, 78);
      assertThat(said.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(2_500));
      refused += said.code() == 78 ? 1 : 0;
    }
    System.out.println("Damaged manifests that validate refused: " + refused + " of 600");
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void brokenBytesAreRightOrWrongAndNeverABug() throws IOException {
    var random = new Random(13);
    var right = Files.readAllBytes(CORPUS.directory().resolve("orders.yaml"));
    int refused = 0;
    for (int i = 0; i < 400; i++) {
      var bytes = right.clone();
      for (int wounds = 1 + random.nextInt(3); wounds > 0; wounds--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      var said = validate(bytes);
      assertThat(said.code()).as(() -> new String(bytes, StandardCharsets.ISO_8859_1)).isIn(0, 78);
      refused += said.code() == 78 ? 1 : 0;
    }
    System.out.println("Files with broken bytes that validate refused: " + refused + " of 400");
    assertThat(refused).isGreaterThan(200);
  }

  private Penstock.Said validate(JsonNode document) throws IOException {
    return validate(document.toString().getBytes(StandardCharsets.UTF_8));
  }

  private Penstock.Said validate(byte[] content) throws IOException {
    var file = written(content);
    return new String(content, StandardCharsets.UTF_8).contains("EtlConnection")
        ? Penstock.run("validate", "-f", file)
        : Penstock.run("validate", "-f", CONNECTIONS, "-f", file);
  }

  private Path written(byte[] content) throws IOException {
    return Files.write(directory.resolve("wrong.yaml"), content);
  }

  /** The engine's parser speaks only of what the validator takes. */
  private static boolean saidOfSql(WrongManifest wrong, Path file) {
    if (wrong.kind() != Kind.SQL) {
      return false;
    }
    var said = Penstock.run("validate", "-f", CONNECTIONS, "-f", file);
    return said.code() == 78 && said.out().contains(wrong.field());
  }

  private static List<String> findings(Path file) {
    var manifests = Manifests.read(List.of(CONNECTIONS, file), "shop");
    return CheckedManifests.of(manifests).findings().stream()
        .filter(located -> located.file().equals(file))
        .map(located -> located.finding().path())
        .toList();
  }
}
