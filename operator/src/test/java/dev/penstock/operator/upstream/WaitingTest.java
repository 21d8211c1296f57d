package dev.penstock.operator.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.AfterStatus;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.StatusCondition;
import dev.penstock.api.UpstreamStatus;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitingTest {
  private static final String NAMES = "[{name: a}, {name: b}, {name: c}]";

  private final Map<String, EtlPipeline> others = new TreeMap<>();
  private final Map<String, EtlRun> runs = new LinkedHashMap<>();
  private final Set<Combination> made = new LinkedHashSet<>();
  private EtlPipeline pipeline = after("All", "");

  private static EtlPipeline after(String when, String more) {
    return Given.pipeline(
        "report", "after: {when: %s, pipelines: %s}\n%s".formatted(when, NAMES, more));
  }

  private void committed(String name, long number) {
    upstream(name, number, 0);
  }

  private void committed(String name, long number, String ended, String run) {
    upstream(name, number, 0, ended, run);
  }

  private EtlPipeline upstream(String name, Long number, int failures) {
    return upstream(name, number, failures, "2026-11-24T09:00:00Z", "u");
  }

  private EtlPipeline upstream(String name, Long number, int failures, String ended, String run) {
    var upstream = Given.pipeline(name);
    var success =
        new RunSummary(
            "r", run, RunState.SUCCEEDED, null, null, null, number, null, null, ended, null);
    upstream.setStatus(
        new EtlPipelineStatus(
            1L, List.of(), null, null, success, success, failures, null, null, null, null, null));
    others.put(name, upstream);
    return upstream;
  }

  private Waiting look() {
    return Waiting.of(pipeline, true, others, runs.values()).orElseThrow();
  }

  private void write(AfterStatus status) {
    pipeline.setStatus(
        new EtlPipelineStatus(
            1L, List.of(), null, null, null, null, 0, null, null, null, null, status));
  }

  /** As the operator does it: the run first, the status last. */
  private Optional<String> act() {
    var due = look().due();
    due.ifPresent(this::make);
    write(look().status());
    return due.map(Combination::text);
  }

  private void make(Combination combination) {
    assertThat(made.add(combination)).as("made twice: %s", combination).isTrue();
    var name = combination.run("report", pipeline.getMetadata().getUid());
    var run = Given.run(name, "report");
    run.setSpec(new EtlRunSpec("report", RunTrigger.UPSTREAM));
    run.getMetadata().setOwnerReferences(List.of(Owners.to(pipeline)));
    run.getMetadata().setAnnotations(Map.of(Marks.UPSTREAMS, combination.text()));
    run.getMetadata()
        .setCreationTimestamp("2026-11-24T%02d:00:00Z".formatted(10 + runs.size() % 10));
    runs.put(name, run);
  }

  private void allEnd(RunState state) {
    runs.values().forEach(run -> run.setStatus(ended(state)));
  }

  private static EtlRunStatus ended(RunState state) {
    return new EtlRunStatus(
        state, null, null, null, null, null, null, null, null, null, null, null, "then", null);
  }

  private static String text(int a, int b, int c) {
    return String.join(",", text("a", a), text("b", b), text("c", c));
  }

  private static String text(String name, int number) {
    return "%1$s=uid-of-%1$s:%2$d@2026-11-24T09:00:00Z".formatted(name, number);
  }

  @Test
  void aPipelineWithoutAfterHasNoAccount() {
    assertThat(Waiting.of(Given.pipeline("orders"), true, others, List.of())).isEmpty();
  }

  @Test
  void allWaitsForEachAndTakesWhatWasThereBeforeOnce() {
    committed("a", 3);
    committed("b", 5);
    assertThat(act()).isEmpty();
    assertThat(look().status().waitsFor()).isEqualTo("c (Missing)");
    committed("c", 7);
    assertThat(act()).contains(text(3, 5, 7));
    assertThat(act()).isEmpty();
    assertThat(look().status().waitsFor()).isEqualTo("a, b, c");
    assertThat(look().status().run()).startsWith("report-after-");
    assertThat(look().status().upstreams())
        .containsExactly(
            new UpstreamStatus("a", "uid-of-a", 3L, 3L, null, "2026-11-24T09:00:00Z"),
            new UpstreamStatus("b", "uid-of-b", 5L, 5L, null, "2026-11-24T09:00:00Z"),
            new UpstreamStatus("c", "uid-of-c", 7L, 7L, null, "2026-11-24T09:00:00Z"));
  }

  @Test
  void allIsNewInEveryPartAndTheNewestOfABurst() {
    List.of("a", "b", "c").forEach(name -> committed(name, 1));
    act();
    allEnd(RunState.SUCCEEDED);
    committed("a", 2);
    committed("a", 3);
    committed("b", 2);
    assertThat(act()).isEmpty();
    assertThat(look().status().waitsFor()).isEqualTo("c");
    committed("c", 2);
    assertThat(act()).contains(text(3, 2, 2));
  }

  @Test
  void anyRunsForOneAndTakesAllThereIs() {
    pipeline = after("Any", "");
    assertThat(act()).isEmpty();
    assertThat(look().status().waitsFor()).isEqualTo("a (Missing) or b (Missing) or c (Missing)");
    committed("b", 4);
    assertThat(act()).contains(text("b", 4));
    allEnd(RunState.SUCCEEDED);
    assertThat(act()).isEmpty();
    committed("a", 1);
    assertThat(act()).contains(text("a", 1) + "," + text("b", 4));
  }

  @Test
  void whatIsCommittedWhileARunIsUnderWayMakesOneMore() {
    pipeline = after("Any", "");
    committed("a", 1);
    act();
    for (int number = 2; number < 9; number++) {
      committed("a", number);
      assertThat(act()).isEmpty();
      assertThat(look().status().waitsFor()).startsWith("the end of run report-after-");
    }
    allEnd(RunState.SUCCEEDED);
    assertThat(act()).contains(text("a", 8));
    allEnd(RunState.SUCCEEDED);
    assertThat(act()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FAILED", "CANCELLED", "SUPERSEDED", "UNKNOWN"})
  void aRunThatDidNotSucceedIsNotRepeatedForTheSameCommits(String state) {
    pipeline = after("Any", "");
    committed("a", 1);
    act();
    allEnd(RunState.valueOf(state));
    assertThat(act()).isEmpty();
    runs.clear();
    assertThat(act()).as("nor when its record is gone").isEmpty();
    committed("a", 2);
    assertThat(act()).isPresent();
  }

  @Test
  void suspendedOrNotReadyMakesNoneAndTheNewestFollows() {
    pipeline = after("Any", "suspend: true\n");
    committed("a", 1);
    assertThat(act()).isEmpty();
    assertThat(look().status().waitsFor()).isEqualTo("suspend: false");
    committed("a", 2);
    var status = pipeline.getStatus();
    pipeline = after("Any", "");
    pipeline.setStatus(status);
    var notReady = Waiting.of(pipeline, false, others, List.of()).orElseThrow();
    assertThat(notReady.due()).isEmpty();
    assertThat(notReady.status().waitsFor()).isEqualTo("condition Ready");
    assertThat(act()).contains(text("a", 2));
  }

  @ParameterizedTest
  @CsvSource({"failed, Failed", "suspended, Suspended", "invalid, NotReady", "deleting, Missing"})
  void whatIsInTheWayOfAnotherIsSaid(String what, String said) {
    committed("b", 1);
    committed("c", 1);
    var a = upstream("a", null, what.equals("failed") ? 2 : 0);
    switch (what) {
      case "suspended" -> a.setSpec(Given.pipeline("a", "suspend: true\n").getSpec());
      case "invalid" ->
          a.setStatus(
              new EtlPipelineStatus(
                  1L,
                  List.of(new StatusCondition("Ready", "False", 1L, "t", "InvalidSpec", "x")),
                  null,
                  null,
                  null,
                  null,
                  3,
                  null,
                  null,
                  null,
                  null,
                  null));
      case "deleting" -> a.getMetadata().setDeletionTimestamp("now");
      default -> {}
    }
    assertThat(look().status().waitsFor()).isEqualTo("a (%s)".formatted(said));
    assertThat(look().status().upstreams().getFirst().problem()).isEqualTo(said);
  }

  @Test
  void aSuccessThatCommittedNothingHidesNoEarlierCommit() {
    pipeline = after("Any", "suspend: true\n");
    committed("a", 4);
    act();
    upstream("a", null, 0);
    assertThat(look().status().upstreams().getFirst().commit()).isEqualTo(4);
  }

  @Test
  void anotherPipelineOfTheNameCountsAnew() {
    pipeline = after("Any", "");
    committed("a", 9);
    act();
    allEnd(RunState.SUCCEEDED);
    others.remove("a");
    assertThat(act()).isEmpty();
    committed("a", 1);
    others.get("a").getMetadata().setUid("another");
    assertThat(act()).contains("a=another:1@2026-11-24T09:00:00Z");
    allEnd(RunState.SUCCEEDED);
    assertThat(act()).isEmpty();
  }

  @Test
  void aLostStatusIsFoundOnTheRunsAndWhatPeopleMadeIsNotCounted() {
    pipeline = after("Any", "");
    committed("a", 3);
    act();
    allEnd(RunState.SUCCEEDED);
    pipeline.setStatus(null);
    assertThat(act()).isEmpty();
    assertThat(look().status().upstreams().getFirst().taken()).isEqualTo(3);
    committed("a", 4);
    var foreign = Given.run("forged", "report");
    foreign.setSpec(new EtlRunSpec("report", RunTrigger.UPSTREAM));
    foreign.getMetadata().setAnnotations(Map.of(Marks.UPSTREAMS, "a=uid-of-a:99"));
    runs.put("forged", foreign);
    assertThat(act()).contains(text("a", 4));
  }

  /** As a run over a lost log makes it, whose first entry has the number 0. */
  @ParameterizedTest
  @ValueSource(longs = {0, 8, 9})
  void aLaterSuccessWithNoHigherNumberIsOfALogThatBeganAnewAndMakesOneRun(long number) {
    pipeline = after("Any", "");
    committed("a", 9, "2026-11-24T11:09:00Z", "00000009-run");
    assertThat(act()).contains("a=uid-of-a:9@2026-11-24T11:09:00Z");
    allEnd(RunState.SUCCEEDED);
    var before = others.get("a");
    committed("a", number, "2026-11-24T12:00:00Z", "0000000a-run");
    var due = look().due().orElseThrow();
    assertThat(due.text())
        .isEqualTo("a=uid-of-a.0000000a:%d@2026-11-24T12:00:00Z".formatted(number));
    make(due); // and the operator ends here, before it has said so
    allEnd(RunState.SUCCEEDED);
    assertThat(act()).isEmpty();
    assertThat(look().status().upstreams().getFirst())
        .isEqualTo(
            new UpstreamStatus(
                "a", "uid-of-a.0000000a", number, number, null, "2026-11-24T12:00:00Z"));

    others.put("a", before);
    assertThat(act()).as("a copy of before").isEmpty();
    committed("a", number + 1, "2026-11-24T13:00:00Z", "0000000b-run");
    assertThat(act()).contains("a=uid-of-a.0000000a:%d@2026-11-24T13:00:00Z".formatted(number + 1));
  }

  @Test
  void whatIsNotKnownToBeLaterIsSaidToBeUnclear() {
    pipeline = after("Any", "");
    write(
        new AfterStatus(
            null, null, List.of(new UpstreamStatus("a", "uid-of-a", 9L, 9L, null, null))));
    committed("a", 0, "2026-11-24T12:00:00Z", "0000000a-run");
    assertThat(act()).isEmpty();
    assertThat(look().status().waitsFor()).startsWith("a (LogBehind)");
    committed("a", 10);
    assertThat(act()).contains(text("a", 10));
  }

  @Test
  void aCombinationReadsItsOwnTextAndLeavesOutWhatIsSpoilt() {
    var combination =
        new Combination(
            new TreeMap<>(
                Map.of(
                    "a",
                    new Commit("u:1.r", 3, Optional.of("2026-11-24T09:00:00Z")),
                    "b",
                    new Commit("v", 4, Optional.empty()))));
    assertThat(Combination.parse(combination.text())).isEqualTo(combination);
    assertThat(Combination.parse(",x,=:,a=u:x,b=v:4,c=w:99999999999999999999").text())
        .isEqualTo("b=v:4");
    assertThat(combination.run("orders", "x"))
        .matches("orders-after-[0-9a-f]{10}")
        .isNotEqualTo(combination.run("orders", "y"))
        .isEqualTo(Combination.parse("a=u:1.r:3,b=v:4").run("orders", "x"));
  }

  @Test
  void theRunThatIsMadeAtThisLookIsTheNewest() {
    committed("a", 1);
    committed("b", 1);
    committed("c", 1);
    act();
    allEnd(RunState.SUCCEEDED);
    committed("a", 2);
    committed("b", 2);
    committed("c", 2);
    var due = look().due().orElseThrow();
    make(due);
    var name = due.run("report", pipeline.getMetadata().getUid());
    runs.get(name).getMetadata().setCreationTimestamp(null);
    assertThat(look().status().run()).isEqualTo(name);
  }
}
