package dev.penstock.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import dev.penstock.operator.resource.Marks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdmissionTest {
  private static final Decision ADMIT = new Decision.Admit();

  @Test
  void aLoneJobMayStart() {
    assertThat(Admission.decide(List.of(waiting("a", "orders", 0, "lake")), Map.of("lake", 1)))
        .containsExactly(Map.entry("a", ADMIT));
  }

  @Test
  void aPipelineHasOneRunAtATime() {
    var decisions =
        Admission.decide(
            List.of(active("a", "orders", "lake"), waiting("b", "orders", 1, "lake")), Map.of());
    assertThat(decisions.get("b"))
        .isEqualTo(
            new Decision.Wait(
                "PipelineBusy",
                "Pipeline orders has another run, Job a; this one is 1st of 1 waiting for it. It starts"
                    + " when that has ended."));
  }

  @Test
  void ofTwoWaitingRunsTheOlderStarts() {
    var decisions =
        Admission.decide(
            List.of(waiting("young", "orders", 9, "lake"), waiting("old", "orders", 1, "lake")),
            Map.of());
    assertThat(decisions.get("old")).isEqualTo(ADMIT);
    assertThat(decisions.get("young")).isInstanceOf(Decision.Wait.class);
  }

  @Test
  void aWindowOfABackfillWaitsForYoungerRunsOfItsPipelineAndForNobodyElse() {
    var window =
        new Candidate(
            "w", "w", "orders", List.of("lake"), Instant.parse(Given.CREATED), 0, false, true);
    var younger = waiting("slot", "orders", 5, "lake");
    var other = waiting("other", "customers", 3, "lake");
    var decisions = Admission.decide(List.of(window, younger, other), Map.of("lake", 1));
    assertThat(decisions.get("other")).isEqualTo(ADMIT);
    assertThat(decisions.get("slot")).asString().contains("1st of 1 waiting");
    assertThat(decisions.get("w")).asString().contains("PipelineBusy", "Job slot");
    assertThat(Admission.decide(List.of(window, other), Map.of("lake", 1)).get("w"))
        .isEqualTo(ADMIT);
    assertThat(Admission.decide(List.of(window, younger), Map.of()))
        .containsEntry("slot", ADMIT)
        .hasEntrySatisfying("w", says -> assertThat(says).isNotEqualTo(ADMIT));
  }

  @Test
  void aConnectionHasItsLimitAcrossPipelines() {
    var decisions =
        Admission.decide(
            List.of(
                active("a", "orders", "shop-db"),
                waiting("b", "customers", 1, "shop-db"),
                waiting("c", "products", 2, "shop-db")),
            Map.of("shop-db", 2));
    assertThat(decisions.get("b")).isEqualTo(ADMIT);
    assertThat(decisions.get("c"))
        .isEqualTo(
            new Decision.Wait(
                "ConnectionBusy",
                "Connection shop-db takes 2 runs at once; this one is 1st of 1 waiting for it. Wait, or"
                    + " raise limits.runs of that EtlConnection."));
  }

  @Test
  void aJobThatWaitsForAConnectionIsNotPassedAtItsOtherOnes() {
    var decisions =
        Admission.decide(
            List.of(
                active("a", "orders", "shop-db"),
                waiting("b", "customers", 1, "shop-db", "lake"),
                waiting("c", "products", 2, "lake")),
            Map.of("shop-db", 1, "lake", 1));
    assertThat(decisions.get("b")).isInstanceOf(Decision.Wait.class);
    assertThat(decisions.get("c")).isInstanceOf(Decision.Wait.class);
  }

  @Test
  void aJobThatWaitsForItsPipelineHoldsUpNobodyElse() {
    var decisions =
        Admission.decide(
            List.of(
                active("a", "orders", "lake"),
                waiting("b", "orders", 1, "lake"),
                waiting("c", "products", 2, "lake")),
            Map.of("lake", 2));
    assertThat(decisions.get("c")).isEqualTo(ADMIT);
  }

  @Test
  void thePlaceInTheQueueCountsThoseWhoWaitForTheSameConnection() {
    var decisions =
        Admission.decide(
            List.of(
                active("a", "orders", "shop-db"),
                waiting("b", "customers", 1, "shop-db", "lake"),
                waiting("c", "orders", 2, "shop-db"),
                waiting("d", "products", 3, "shop-db"),
                waiting("e", "refunds", 4, "mail")),
            Map.of("shop-db", 1));
    assertThat(message(decisions.get("b"))).contains("this one is 1st of 2 waiting for it");
    assertThat(message(decisions.get("c"))).contains("Pipeline orders", "1st of 1 waiting for it");
    assertThat(message(decisions.get("d"))).contains("this one is 2nd of 2 waiting for it");
    assertThat(decisions.get("e")).isEqualTo(ADMIT);
  }

  @Test
  void ofTwoThatWaitTheHigherPriorityStarts() {
    var decisions =
        Admission.decide(
            List.of(
                candidate("low", "orders", 0, 0, false, "lake"),
                candidate("high", "customers", 599, 1, false, "lake")),
            Map.of("lake", 1));
    assertThat(decisions.get("high")).isEqualTo(ADMIT);
    assertThat(decisions.get("low")).isInstanceOf(Decision.Wait.class);
  }

  @Test
  void aStepOfPriorityIsTenMinutesOfWaitingAndNoMore() {
    var decisions =
        Admission.decide(
            List.of(
                candidate("low", "orders", 0, 0, false, "lake"),
                candidate("high", "customers", 601, 1, false, "lake")),
            Map.of("lake", 1));
    assertThat(decisions.get("low")).isEqualTo(ADMIT);
    assertThat(decisions.get("high")).isInstanceOf(Decision.Wait.class);
  }

  @Test
  void whatIsNoPriorityCountsAsNone() {
    for (var text : List.of("", "high", "1.5", "9".repeat(30))) {
      assertThat(priority(text)).as(text).isZero();
    }
    assertThat(priority("99")).isEqualTo(10);
    assertThat(priority("-99")).isEqualTo(-10);
    assertThat(priority("-3")).isEqualTo(-3);
  }

  @Test
  void aJobThatIsWithdrawnTakesNothing() {
    var withdrawn = Given.job("gone", true, "{}");
    withdrawn.getMetadata().setAnnotations(Map.of(Marks.WITHDRAWN, "Cancelled"));
    assertThat(Candidate.of(withdrawn)).isEmpty();
    var deleted = Given.job("gone", true, "{}");
    deleted.getMetadata().setDeletionTimestamp(Given.CREATED);
    assertThat(Candidate.of(deleted)).isEmpty();
  }

  @Test
  void placesAreSaidAsPeopleSayThem() {
    assertThat(
            IntStream.of(1, 2, 3, 4, 10, 11, 12, 13, 21, 22, 101, 111, 112).mapToObj(Ordinal::of))
        .containsExactly(
            "1st", "2nd", "3rd", "4th", "10th", "11th", "12th", "13th", "21st", "22nd", "101st",
            "111th", "112th");
  }

  @Test
  void anEndedJobTakesNothing() {
    var ended = Given.job("done", false, "conditions: [{type: Complete, status: \"True\"}]");
    var failed = Given.job("bad", false, "conditions: [{type: Failed, status: \"True\"}]");
    assertThat(Candidate.of(ended)).isEmpty();
    assertThat(Candidate.of(failed)).isEmpty();
  }

  @Test
  void aJobThatIsAboutToFailStillTakesItsPlace() {
    var failing = Given.job("bad", false, "conditions: [{type: FailureTarget, status: \"True\"}]");
    assertThat(Candidate.of(failing)).hasValueSatisfying(c -> assertThat(c.active()).isTrue());
  }

  private static int priority(String text) {
    var job = Given.job("a", true, "{}");
    job.getMetadata().setAnnotations(Map.of(Marks.PRIORITY, text));
    return Candidate.of(job).orElseThrow().priority();
  }

  private static String message(Decision decision) {
    return decision instanceof Decision.Wait wait ? wait.message() : "admitted";
  }

  private static Candidate active(String uid, String pipeline, String... connections) {
    return candidate(uid, pipeline, 0, 0, true, connections);
  }

  private static Candidate waiting(String uid, String pipeline, int age, String... connections) {
    return candidate(uid, pipeline, age, 0, false, connections);
  }

  private static Candidate candidate(
      String uid,
      String pipeline,
      int second,
      int priority,
      boolean active,
      String... connections) {
    var created = Instant.parse(Given.CREATED).plusSeconds(second);
    return new Candidate(uid, uid, pipeline, List.of(connections), created, priority, active);
  }
}
