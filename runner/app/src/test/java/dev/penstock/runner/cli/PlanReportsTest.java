package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.change.Effect;
import dev.penstock.runner.change.TwoStates;
import dev.penstock.runner.change.Weight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One change, as text, Markdown and JSON; docs/plan.md tells of all that is in them. */
class PlanReportsTest {
  /** Tests run in runner/app. */
  private static final Path SNAPSHOTS = Path.of("src/test/resources/plan");

  private static final Path PAGE = Path.of("../../docs/plan.md");

  @TempDir private Path directory;

  /** The same edit in two of three environments, and a connection that the third one lacks. */
  private Penstock.Said report(String output) throws Exception {
    var before = directory.resolve("before");
    var after = directory.resolve("after");
    for (var environment : Set.of("dev", "pre-prod", "prod")) {
      TwoStates.write(before, environment);
      TwoStates.write(after, environment);
      TwoStates.edit(
          after.resolve(environment).resolve("orders.yaml"),
          text ->
              text.replace("updated_at,\n          c.segment", "updated_at")
                  .replace("15 * * * *", "45 6 * * *")
                  .replace("distKey: customer_id", "distKey: order_id"));
    }
    TwoStates.edit(
        after.resolve("dev/connections.yaml"),
        text -> text.replaceFirst("(?s)host: shop-db.internal", "host: shop-db-2.internal"));
    TwoStates.edit(
        after.resolve("prod/connections.yaml"),
        text -> text.replace("metadata: {name: lake}", "metadata: {name: laky}"));
    return Penstock.planned(before, after, output);
  }

  @ParameterizedTest
  @CsvSource({"text,plan.txt", "markdown,plan.md", "json,plan.json"})
  void aReportReadsAsItsSnapshot(String output, String file) throws Exception {
    var said = report(output);
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isEqualTo(78);
    var shown =
        said.out()
            .replace(directory.resolve("before").toString(), "before")
            .replace(directory.resolve("after").toString(), "after");
    if (Boolean.getBoolean("penstock.plan.write")) {
      Files.createDirectories(SNAPSHOTS);
      Files.writeString(SNAPSHOTS.resolve(file), shown);
    }
    assertThat(shown).isEqualTo(Files.readString(SNAPSHOTS.resolve(file)));
  }

  @Test
  void aSecondReportIsTheSameByte() throws Exception {
    assertThat(report("json").out()).isEqualTo(report("json").out());
  }

  @Test
  void thePageNamesEveryFieldOfTheJson() throws Exception {
    var names = new TreeSet<String>();
    names(new ObjectMapper().readTree(report("json").out()), names);
    var table =
        Files.readAllLines(PAGE).stream()
            .filter(line -> line.startsWith("| `"))
            .collect(Collectors.joining("\n"));
    assertThat(names).isNotEmpty().allMatch(name -> table.contains("`" + name + "`"));
  }

  private static void names(JsonNode node, Set<String> names) {
    node.fieldNames().forEachRemaining(names::add);
    node.forEach(child -> names(child, names));
  }

  @Test
  void thePageTellsEveryKindOfEffectWithItsWeight() throws Exception {
    var page = Files.readString(PAGE);
    var row = Pattern.compile("^\\| `([A-Z][A-Za-z]+)` \\| ([a-z]+) \\|", Pattern.MULTILINE);
    var told =
        row.matcher(page)
            .results()
            .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    for (var code : Effect.Code.values()) {
      assertThat(told).containsEntry(code.toString(), code.weight().toString());
    }
    assertThat(told).hasSize(Effect.Code.values().length);
    assertThat(Weight.values()).hasSize(4);
  }

  @Test
  void wordsOfAuthorsCanNeitherHideNorPretend() throws Exception {
    var before = TwoStates.write(directory.resolve("calm"), "prod");
    var after = TwoStates.write(directory.resolve("hostile"), "prod");
    TwoStates.edit(
        after.resolve("prod/orders.yaml"),
        text ->
            text.replace(
                    "spec:\n",
                    "spec:\n  description: \"a | b ` c </details><script>x</script> @everyone \\u202e *b* \\e[2J\"\n")
                .replace(
                    "          c.segment",
                    "          c.segment -- ```` </details> @everyone \u202e"));
    TwoStates.edit(
        after.resolve("prod/segments.yaml"),
        text -> text.replace("name: segments}\nspec", "name: \"x|<b>`@all\\u202e\"}\nspec"));
    for (var output : Set.of("text", "markdown")) {
      var said = Penstock.run("plan", "--from", before, "--to", after, "--output", output).out();
      assertThat(said).doesNotContain("\u202e", "\u001b").contains("<U+202E>");
    }
    var markdown =
        Penstock.run("plan", "--from", before, "--to", after, "--output", "markdown").out();
    var outside = Pattern.compile("(?s)(`{3,})diff\n.*?\n\\1\n").matcher(markdown).replaceAll("");
    assertThat(outside).doesNotContain("<script", "<b>", "@everyone", "@all");
    assertThat(outside.split("</details>", -1)).hasSameSizeAs(outside.split("<details>", -1));
    assertThat(markdown).contains("`````diff");
    var bar = Pattern.compile("(?<!\\\\)\\|");
    assertThat(outside.lines().filter(line -> line.startsWith("| ")))
        .allMatch(line -> Set.of(4L, 7L).contains(bar.matcher(line).results().count()));
  }

  @Test
  void aCommentStaysBelowWhatAHostTakes() throws Exception {
    var before = TwoStates.write(directory.resolve("short"), "prod");
    var after = TwoStates.write(directory.resolve("long"), "prod");
    var many = new StringBuilder();
    for (int i = 0; i < 2_000; i++) {
      many.append("          o.total + %d AS column_number_%d,\n".formatted(i, i));
    }
    TwoStates.edit(
        after.resolve("prod/orders.yaml"),
        text -> text.replace("          c.segment", many + "          c.segment"));
    var said = Penstock.run("plan", "--from", before, "--to", after, "--output", "markdown");
    assertThat(said.out()).startsWith("<!-- penstock-plan -->\n").hasSizeLessThan(65_000);
    assertThat(said.out()).contains("a comment takes no more");
  }
}
