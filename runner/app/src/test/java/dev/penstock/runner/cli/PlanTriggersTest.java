package dev.penstock.runner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.penstock.runner.change.TwoStates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a change means for who runs after others, for who is told, and for readers of other rows.
 */
class PlanTriggersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String TOLD =
      """
        notify: [{name: team, connection: data-slack}, {name: desk, connection: desk, events: [Failed]}]
      ---
      """
          + TwoStates.SLACK
          + """
          ---
          apiVersion: penstock.dev/v1alpha1
          kind: EtlConnection
          metadata: {name: desk}
          spec:
            webhook: {url: "https://hooks.example.org/services/T0KEN"}
            credentials: {secret: {name: desk}}
          """;

  @TempDir private Path directory;
  private Path before;
  private Path after;

  @BeforeEach
  void states() throws Exception {
    before = TwoStates.write(directory.resolve("before"), "prod").resolve("prod");
    after = TwoStates.write(directory.resolve("after"), "prod").resolve("prod");
  }

  private void both(String file, UnaryOperator<String> edit) throws Exception {
    TwoStates.edit(before.resolve(file), edit);
    TwoStates.edit(after.resolve(file), edit);
  }

  /** Segments runs after orders, and only so. */
  private void segmentsRunAfter(String after) throws Exception {
    both("segments.yaml", text -> text + "  after: {pipelines: [" + after + "}\n");
  }

  private JsonNode plan() throws Exception {
    var said = Penstock.planned(before.getParent(), after.getParent(), "json");
    assertThat(said.err()).isEmpty();
    var json = JSON.readTree(said.out());
    assertThat(json.at("/exit/code").asInt()).isEqualTo(said.code());
    return json;
  }

  private static List<String> told(JsonNode json, String code) {
    List<String> messages = new ArrayList<>();
    for (var effects : json.findValues("effects")) {
      for (var effect : effects) {
        if (effect.path("code").asText().equals(code)) {
          messages.add(effect.path("weight").asText() + ": " + effect.path("message").asText());
        }
      }
    }
    return messages;
  }

  @Test
  void aPipelineThatLosesWhatItRunsAfterNeverRunsAgain() throws Exception {
    segmentsRunAfter("{name: orders}]");
    TwoStates.edit(
        after.resolve("orders.yaml"),
        text -> text.replace("metadata: {name: orders}", "metadata: {name: sales}"));
    var json = plan();
    assertThat(told(json, "UpstreamMissing"))
        .containsExactly(
            "breaking: Pipeline segments waits for pipeline orders, which goes: it does not run until"
                + " that is there");
    assertThat(json.at("/exit/code").asInt()).isEqualTo(65);
  }

  @Test
  void oneThatHasAScheduleOrOthersToRunAfterRunsAllTheSame() throws Exception {
    segmentsRunAfter("{name: orders}]");
    both("segments.yaml", text -> text + "  schedule: \"@daily\"\n");
    TwoStates.edit(after.resolve("orders.yaml"), text -> "");
    assertThat(told(plan(), "UpstreamMissing"))
        .containsExactly(
            "notice: Pipeline segments waits for pipeline orders, which goes: it runs by its schedule"
                + " alone");

    both("segments.yaml", text -> text.replace("  schedule: \"@daily\"\n", ""));
    both(
        "segments.yaml",
        text ->
            text.replace("[{name: orders}]", "[{name: orders}, {name: names}], when: Any")
                + "---\n"
                + TwoStates.SEGMENTS
                    .replace("metadata: {name: segments}", "metadata: {name: names}")
                    .replace("reports/segments", "reports/names"));
    assertThat(told(plan(), "UpstreamMissing"))
        .containsExactly(
            "notice: Pipeline segments waits for pipeline orders, which goes: it runs after the others"
                + " alone");
  }

  @Test
  void oneThatWasNeverThereIsNoMatterOfTheChange() throws Exception {
    segmentsRunAfter("{name: of-another-repository}]");
    TwoStates.edit(after.resolve("orders.yaml"), text -> text.replace("15 *", "45 *"));
    assertThat(told(plan(), "UpstreamMissing")).isEmpty();
  }

  @Test
  void whoWaitsForOneThatIsSuspendedOrLosesItsScheduleIsTold() throws Exception {
    segmentsRunAfter("{name: orders}]");
    TwoStates.edit(
        after.resolve("orders.yaml"), text -> text.replace("runOnChange: true", "suspend: true"));
    assertThat(told(plan(), "UpstreamRests"))
        .containsExactly("notice: Pipeline segments waits for pipeline orders, which is suspended");

    TwoStates.edit(
        after.resolve("orders.yaml"),
        text -> text.replace("  schedule: \"15 * * * *\"\n  suspend: true\n", ""));
    assertThat(told(plan(), "UpstreamRests"))
        .containsExactly(
            "notice: Pipeline segments waits for pipeline orders, which runs only on request");

    TwoStates.edit(
        before.resolve("orders.yaml"),
        text -> text.replace("  schedule: \"15 * * * *\"\n  runOnChange: true\n", ""));
    assertThat(told(plan(), "UpstreamRests")).as("as before").isEmpty();
  }

  @Test
  void anotherAfterIsToldAndItsOrderIsNone() throws Exception {
    segmentsRunAfter("{name: orders}, {name: customers}]");
    TwoStates.edit(
        after.resolve("segments.yaml"),
        text ->
            text.replace("{name: orders}, {name: customers}", "{name: customers}, {name: orders}"));
    assertThat(told(plan(), "AfterChanged")).isEmpty();

    TwoStates.edit(
        after.resolve("segments.yaml"), text -> text.replace("orders}]", "orders}], when: Any"));
    assertThat(plan().at("/environments/0/pipelines/0/schedule/after/follows").asText())
        .isEqualTo("customers or orders");
    assertThat(Penstock.planned(before.getParent(), after.getParent(), "text").out())
        .contains("after customers and orders -> after customers or orders");
    assertThat(told(plan(), "AfterChanged"))
        .containsExactly(
            "notice: Pipeline segments runs after customers or orders from now on, until then after"
                + " customers and orders: commits that are there count, so it may run at once");

    TwoStates.edit(
        after.resolve("segments.yaml"), text -> text.replaceAll("(?m)^  after: .*\n", ""));
    assertThat(told(plan(), "AfterChanged"))
        .containsExactly(
            "notice: Pipeline segments no longer runs after customers and orders, only on request");
  }

  @Test
  void whoIsToldOfIncidentsFromNowOnIsSaid() throws Exception {
    both("orders.yaml", text -> text + TOLD);
    TwoStates.edit(
        after.resolve("orders.yaml"),
        text ->
            text.replace("name: team,", "name: others,")
                .replace("events: [Failed]", "events: [NotReady, Failed, Stale, Recovered]"));
    assertThat(told(plan(), "NotifiersChange"))
        .containsExactly(
            "notice: Incidents of pipeline orders are told to data-slack, desk; until then:"
                + " data-slack, desk (Failed)");

    TwoStates.edit(
        after.resolve("orders.yaml"), text -> text.replaceAll("(?m)^  notify: .*\n", ""));
    assertThat(told(plan(), "NotifiersChange"))
        .containsExactly(
            "notice: Incidents of pipeline orders are told to nobody; until then: data-slack, desk"
                + " (Failed)");
  }

  /** Where a webhook leads may be as good as a key: no sentence has it. */
  @Test
  void aConnectionThatNotifiesAndLeadsElsewhereNamesWhoTells() throws Exception {
    both("orders.yaml", text -> text + TOLD);
    TwoStates.edit(
        after.resolve("orders.yaml"),
        text ->
            text.replace("hooks.example.org", "hooks.example.com")
                .replace("secret: {name: desk}", "secret: {name: desk-2}"));
    var json = plan();
    assertThat(told(json, "NotificationsMove"))
        .containsExactly(
            "notice: Connection desk leads elsewhere now (webhook): incidents of pipelines orders are"
                + " told there");
    assertThat(told(json, "CredentialsChanged"))
        .containsExactly("notice: Connection desk uses Secret desk-2 instead of Secret desk");
    assertThat(json.findValuesAsText("nextStep"))
        .anyMatch(step -> step.contains("notifications.secrets of the operator's chart"))
        .noneMatch(step -> step.contains("T0KEN"));
  }

  /** Refused by the log, as a run would be. */
  @Test
  void wholeDaysDoNotMoveToAnotherDataset() throws Exception {
    both(
        "orders.yaml",
        text ->
            text.replace(
                    "mode: Upsert\n      key: [order_id]",
                    "mode: Window\n      window: {column: day}")
                .replaceAll("(?m)^ +incremental: .*\n", "")
                .replace("c.segment", "c.segment, CAST(o.updated_at AS DATE) AS day"));
    TwoStates.edit(
        after.resolve("orders.yaml"), text -> text.replace("sales/orders}", "sales/days}"));
    var json = plan();
    assertThat(json.at("/exit/code").asInt()).isEqualTo(65);
    assertThat(told(json, "DatasetMoves")).isEmpty();
    assertThat(told(json, "HistoryMismatch")).hasSize(1).first().asString().contains("whole days");
  }

  @Test
  void aReaderOfVersionsLosesTheirInstants() throws Exception {
    TwoStates.edit(
        before.resolve("orders.yaml"),
        text -> text.replace("mode: Upsert", "mode: Scd2\n      orderBy: [updated_at]"));
    both(
        "segments.yaml",
        text ->
            text.replace(
                "FROM sales.orders GROUP BY",
                "FROM sales.orders WHERE _penstock_valid_to IS NULL GROUP BY"));
    var json = plan();
    assertThat(told(json, "ReaderMeetsOtherRows"))
        .containsExactly(
            "notice: sales.orders holds the newest version of each key, until now every version of"
                + " each key, and pipeline segments reads it as source orders");
    assertThat(told(json, "ReaderLosesColumn"))
        .containsExactly(
            "breaking: Column _penstock_valid_to of sales.orders is no longer filled, and pipeline"
                + " segments reads it as source orders");
    assertThat(json.at("/exit/code").asInt()).isEqualTo(65);
  }
}
