package dev.penstock.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.cli.table.Cells;
import dev.penstock.cli.table.TextTable;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GetTest {
  private final Cells cells =
      new Cells(Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC));

  @Test
  void aPipelineShowsItsLastRunAsTheStatusHasIt() {
    assertThat(
            pipelines(
                """
                metadata: {name: orders, creationTimestamp: "2026-11-22T12:00:00Z"}
                spec: {schedule: "15 * * * *", owner: sales-data}
                status:
                  conditions: [{type: Ready, status: "True"}, {type: Fresh, status: "False"}]
                  active: second
                  consecutiveFailures: 0
                  lastRun:
                    {name: first, result: Succeeded, reason: Committed, rows: 15000, duration: 12s,
                     commit: 7, completionTime: "2026-11-24T11:56:40Z"}
                """))
        .hasToString(
            """
            NAME     SCHEDULE     SUSPEND   READY   LAST RUN   RESULT      ROWS    DURATION   NEXT   REASON      COMMIT   FAILURES   VERIFIED   FRESH   ACTIVE   WAITS FOR   OWNER        AGE
            orders   15 * * * *   -         True    3m20s      Succeeded   15000   12s        -      Committed   7        0          -          False   second   -           sales-data   2d\
            """);
  }

  @Test
  void aPipelineThatNobodyHasObservedYetShowsDashes() {
    List<String> row = pipelines("metadata: {name: orders}").rows().getFirst();
    assertThat(row.getFirst()).isEqualTo("orders");
    assertThat(row.subList(1, 17)).hasSize(16).containsOnly("-");
  }

  @Test
  void aCountThatNobodyKnowsIsNotZero() {
    var table =
        pipelines(
            """
            metadata: {name: orders}
            status: {lastRun: {name: first, result: Unknown}}
            """);
    assertThat(table.rows().getFirst().get(6)).isEqualTo("?");
  }

  @Test
  void aRunOfANewerReleaseShowsUnknownInsteadOfFailing() {
    assertThat(
            runs("""
            metadata: {name: r1}
            spec: {pipeline: orders, somethingNew: 1}
            status: {state: Pondering, rows: 1}
            """)
                .rows())
        .containsExactly(
            List.of(
                "r1", "orders", "-", "Unknown", "-", "1", "-", "-", "-", "-", "-", "-", "-", "-",
                "-", "-"));
  }

  @Test
  void anActiveRunShowsHowFarItIs() {
    assertThat(
            runs("""
            metadata: {name: r1}
            spec: {pipeline: orders, trigger: Change}
            status: {state: Running, progress: {phase: Move, rows: 5, rowsExpected: 20}}
            """)
                .rows()
                .getFirst()
                .subList(2, 10))
        .containsExactly("Change", "Running", "-", "-", "-", "Move", "5", "20");
  }

  @Test
  void theColumnsAreThoseOfKubectl() throws IOException {
    assertThat(names(new PipelineColumns(cells).all())).isEqualTo(printed("etlpipelines"));
    assertThat(names(new RunColumns(cells).all())).isEqualTo(printed("etlruns"));
  }

  @ParameterizedTest
  @CsvSource({
    "119, 119s",
    "120, 2m",
    "599, 9m59s",
    "10799, 179m",
    "10800, 3h",
    "15000, 4h10m",
    "28800, 8h",
    "172799, 47h",
    "266400, 3d2h",
    "864000, 10d"
  })
  void agesReadAsThoseOfKubectl(long seconds, String shown) {
    assertThat(cells.ago(Instant.parse("2026-11-24T12:00:00Z").minusSeconds(seconds).toString()))
        .isEqualTo(shown);
  }

  private static List<String> names(List<Column> columns) {
    return columns.stream().map(column -> column.name() + (column.wide() ? " wide" : "")).toList();
  }

  private static List<String> printed(String plural) throws IOException {
    var manifest = Path.of("../crds/manifests/penstock.dev_%s.yaml".formatted(plural));
    var crd = Serialization.unmarshal(Files.readString(manifest), CustomResourceDefinition.class);
    return Stream.concat(
            Stream.of("NAME"),
            crd.getSpec().getVersions().getFirst().getAdditionalPrinterColumns().stream()
                .map(column ->
                    column.getName().toUpperCase(Locale.ROOT)
                        + (column.getPriority() == null || column.getPriority() == 0
                            ? ""
                            : " wide")))
        .toList();
  }

  private TextTable pipelines(String yaml) {
    return Column.table(new PipelineColumns(cells).all(), List.of(resource(yaml)), true);
  }

  private TextTable runs(String yaml) {
    return Column.table(new RunColumns(cells).all(), List.of(resource(yaml)), true);
  }

  private static GenericKubernetesResource resource(String yaml) {
    return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
  }
}
