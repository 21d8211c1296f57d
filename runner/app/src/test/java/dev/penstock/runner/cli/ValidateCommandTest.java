package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  /** Tests run in runner/app. */
  private static final Path EXAMPLES = Path.of("../../examples").toAbsolutePath().normalize();

  @TempDir private Path directory;

  private record Said(int code, List<String> lines) {}

  private static Said validate(Path... files) {
    List<String> args = new ArrayList<>(List.of("validate"));
    for (var file : files) {
      args.addAll(List.of("-f", file.toString()));
    }
    var out = new StringWriter();
    int code =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(out))
            .execute(args.toArray(String[]::new));
    return new Said(code, out.toString().lines().toList());
  }

  private Path file(String name, String text) throws Exception {
    return Files.writeString(directory.resolve(name), text);
  }

  @Test
  void theExamplesAreValid() {
    var said = validate(EXAMPLES.resolve("connections.yaml"), EXAMPLES.resolve("orders.yaml"));
    assertThat(said.lines())
        .containsExactly(
            "valid EtlConnection/shop-db",
            "valid EtlConnection/lake",
            "valid EtlConnection/warehouse",
            "valid EtlPipeline/orders");
    assertThat(said.code()).isZero();
  }

  @Test
  void aResourceThatStandsTwiceIsNamedWithBothFiles() throws Exception {
    var orders = EXAMPLES.resolve("orders.yaml");
    var copy = file("copy.yaml", Files.readString(orders));
    var said = validate(EXAMPLES.resolve("connections.yaml"), orders, copy);
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.lines())
        .contains(
            "%s: EtlPipeline/orders: metadata.name: EtlPipeline/orders stands in %s, too. Remove one of them."
                .formatted(copy, orders));
  }

  @Test
  void pipelinesThatWaitForEachOtherAreRefusedWithTheWay() throws Exception {
    var orders = Files.readString(EXAMPLES.resolve("orders.yaml"));
    var files = new ArrayList<Path>(List.of(EXAMPLES.resolve("connections.yaml")));
    for (var edge : List.of("a b", "b c", "c a", "d a")) {
      var name = edge.substring(0, 1);
      var text =
          orders.replace("name: orders\nspec:", "name: %s\nspec:".formatted(name))
              + "  after: {pipelines: [{name: %s}]}\n".formatted(edge.substring(2));
      files.add(file(name + ".yaml", text));
    }
    var said = validate(files.toArray(Path[]::new));
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.lines())
        .contains("valid EtlPipeline/d")
        .doesNotContain("valid EtlPipeline/a")
        .anyMatch(line ->
            line.contains(
                "EtlPipeline/a: spec.after.pipelines[0].name: Pipeline a"
                    + " waits for itself: a -> b -> c -> a."))
        .anyMatch(line -> line.contains("b -> c -> a -> b"))
        .anyMatch(line -> line.contains("c -> a -> b -> c"));
  }

  @Test
  void aFileThatIsNamedTwiceIsReadOnce() {
    var connections = EXAMPLES.resolve("connections.yaml");
    var said = validate(connections, EXAMPLES.resolve("../examples/connections.yaml"));
    assertThat(said.lines()).hasSize(3).allMatch(line -> line.startsWith("valid "));
    assertThat(said.code()).isZero();
  }

  @Test
  void everythingThatIsWrongIsSaidWithFileObjectAndPath() {
    var invalid = EXAMPLES.resolve("orders-invalid.yaml");
    var said = validate(EXAMPLES.resolve("connections.yaml"), invalid);
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.lines().stream().filter(line -> !line.startsWith("valid ")))
        .hasSize(3)
        .allMatch(line -> line.startsWith(invalid + ": EtlPipeline/orders-invalid: spec."));
  }

  @Test
  void sqlThatDoesNotParseIsShownWithACaretUnderThePlace() throws Exception {
    var text = Files.readString(EXAMPLES.resolve("orders.yaml"));
    var pipeline = file("orders.yaml", text.replace("LEFT JOIN customers", "LEFT JION customers"));
    var said = validate(EXAMPLES.resolve("connections.yaml"), pipeline);
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.lines()).doesNotContain("valid EtlPipeline/orders");
    assertThat(said.lines().subList(3, 6))
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .startsWith(
                        "EtlPipeline/orders: StepInvalid: The SQL of step enriched is refused at"
                            + " line ")
                    .endsWith(
                        ", column 20: syntax error at or near \"JION\". Correct"
                            + " spec.steps[0].sql."),
            line ->
                assertThat(line)
                    .endsWith(" | FROM orders o LEFT JION customers c USING (customer_id)"),
            line -> assertThat(line).isEqualTo("       |                    ^"));
  }

  @Test
  void aConditionThatDoesNotParseIsShownWithACaretUnderThePlace() throws Exception {
    var text = Files.readString(EXAMPLES.resolve("orders.yaml"));
    var pipeline = file("orders.yaml", text.replace("sql: total >= 0", "sql: total >= > 0"));
    var said = validate(EXAMPLES.resolve("connections.yaml"), pipeline);
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.lines().subList(3, 6))
        .containsExactly(
            "EtlPipeline/orders: StepInvalid: The SQL of check total-not-negative is refused at"
                + " line 1, column 10: syntax error at or near \">\". Correct"
                + " spec.checks[1].expect.sql.",
            "     1 | total >= > 0",
            "       |          ^");
  }

  @Test
  void anUnknownFieldIsATypoAndNotIgnored() throws Exception {
    var text = Files.readString(EXAMPLES.resolve("orders.yaml"));
    var pipeline = file("orders.yaml", text.replace("distKey:", "distkey:"));
    var said = validate(EXAMPLES.resolve("connections.yaml"), pipeline);
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.lines())
        .contains(
            pipeline
                + ": EtlPipeline/orders: spec.targets[0].redshift.distkey: There is no such field."
                + " Correct its name or remove it.");
  }

  @Test
  void aListAsTheOperatorWritesItIsReadFromItsDirectory() throws Exception {
    file(
        "manifests.json",
        """
        {"apiVersion": "v1", "kind": "List", "items": [
          {"apiVersion": "penstock.dev/v1alpha1", "kind": "EtlConnection",
           "metadata": {"name": "lake"},
           "spec": {"s3": {"bucket": "acme-lake", "region": "us-east-1"}}}]}
        """);
    file("notes.txt", "not a manifest");
    assertThat(validate(directory)).isEqualTo(new Said(0, List.of("valid EtlConnection/lake")));
  }

  @Test
  void aFileThatIsNoYamlIsNamedWithItsLine() throws Exception {
    var said = validate(file("broken.yaml", "kind: EtlPipeline\nspec: [\n"));
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.lines().getFirst())
        .startsWith(
            directory.resolve("broken.yaml") + ": file: broken.yaml: It is not YAML or JSON");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    var said = validate(directory.resolve("none.yaml"));
    assertThat(said.code()).isEqualTo(78);
    assertThat(said.lines().getFirst()).contains("none.yaml: It can not be read");
  }

  @Test
  void wrongOptionsAreNoBugOfOurs() {
    assertThat(Main.commandLine().setErr(new PrintWriter(new StringWriter())).execute("validate"))
        .isEqualTo(78);
  }
}
