package dev.penstock.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
                "Pipeline orders has another run, Job a. This one starts when that has ended."));
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
                "Connection shop-db has all of its 2 runs. Wait, or raise limits.runs of that"
                    + " EtlConnection."));
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

  private static Candidate active(String uid, String pipeline, String... connections) {
    return candidate(uid, pipeline, 0, true, connections);
  }

  private static Candidate waiting(String uid, String pipeline, int age, String... connections) {
    return candidate(uid, pipeline, age, false, connections);
  }

  private static Candidate candidate(
      String uid, String pipeline, int second, boolean active, String... connections) {
    var created = Instant.parse(Given.CREATED).plusSeconds(second);
    return new Candidate(uid, uid, pipeline, List.of(connections), created, active);
  }
}
