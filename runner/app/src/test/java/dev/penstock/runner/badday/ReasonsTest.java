package dev.penstock.runner.badday;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.runner.spi.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReasonsTest {
  private static final Path RUNNER = Path.of("").toAbsolutePath().getParent();
  private static final Path PAGE = RUNNER.resolveSibling("docs/reference/reasons.md");

  /** From here on the page is held by the operator's tests. */
  private static final String OPERATORS = "\n## What the operator says\n";

  private static final boolean WRITE = Boolean.getBoolean("penstock.reasons.write");
  private static final Pattern THROWN =
      Pattern.compile(
          "new (Configuration|Data|Transient|Internal)Exception\\(\\s*Reason\\.([A-Z_]+)");

  @Test
  void theCommittedPageIsTheGeneratedOne() throws Exception {
    var committed = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    int operators = committed.indexOf(OPERATORS);
    var page =
        ReasonsPage.page(ReasonsPage.tests())
            + (operators < 0 ? "" : committed.substring(operators));
    if (WRITE) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).as("run again with -Dpenstock.reasons.write=true").hasContent(page);
  }

  @Test
  void everyReasonIsProducedByATest() {
    assertThat(ReasonsPage.tests()).containsOnlyKeys(Reason.values());
  }

  @Test
  void whatAReasonSaysAreSentences() {
    for (var reason : Reason.values()) {
      assertThat(List.of(reason.meaning(), reason.remedy()))
          .as(reason.name())
          .allMatch(text -> text.matches("[A-Z`].*\\.") && !text.contains("|"));
    }
  }

  /** The constructors refuse other pairs, but at night; this one does it here. */
  @Test
  void everyReasonIsThrownByTheClassOfItsKind() throws Exception {
    List<String> thrown = new ArrayList<>();
    for (var sources : List.of("app/src/main/java", "spi/src/main/java")) {
      try (var files = Files.walk(RUNNER.resolve(sources))) {
        for (var file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          var found = THROWN.matcher(Files.readString(file));
          while (found.find()) {
            var reason = Reason.valueOf(found.group(2));
            thrown.add(found.group(2));
            assertThat(found.group(1).toUpperCase(Locale.ROOT))
                .as("%s in %s", reason, file.getFileName())
                .isEqualTo(reason.kind().name());
          }
        }
      }
    }
    assertThat(thrown).as("what was found").hasSizeGreaterThan(80);
  }
}
