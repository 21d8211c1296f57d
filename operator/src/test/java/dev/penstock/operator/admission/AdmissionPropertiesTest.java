package dev.penstock.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What holds in every namespace. A failure prints the seed; small namespaces come first, so what
 * fails first is small. {@code -Dpenstock.seed=...} repeats it.
 */
class AdmissionPropertiesTest {
  private static final int NAMESPACES = 400;
  private static final int STEPS = 120;
  private static final int MINUTES = 20 * 10;

  @Test
  void limitsHoldAPipelineHasOneRunAndWhoMayStartDoes() {
    long seed = Long.getLong("penstock.seed", new SplittableRandom().nextLong());
    for (int i = 0; i < NAMESPACES; i++) {
      var namespace =
          new SimulatedNamespace(new SplittableRandom(seed + i), 1 + i * 8 / NAMESPACES);
      try {
        IntStream.range(0, STEPS).forEach(step -> namespace.step());
        int left = STEPS * 2;
        while (namespace.waits() && left-- > 0) {
          namespace.drain();
        }
        assertThat(namespace.waits()).as("all have started once nothing arrives").isFalse();
      } catch (AssertionError broken) {
        throw new AssertionError(
            "Seed %d, namespace %d:%n%s".formatted(seed, i, String.join("\n", namespace.story())),
            broken);
      }
    }
    System.out.printf("Admission held in %d namespaces of %d steps.%n", NAMESPACES, STEPS);
  }

  @Test
  void theLowestPriorityStartsThoughTheHighestNeverStopsComing() {
    var start = Instant.parse(Given.CREATED);
    var jobs = new ArrayList<Candidate>();
    jobs.add(new Candidate("low", "low", "low", List.of("lake"), start, -10, false));
    for (int minute = 0; minute <= MINUTES + 1; minute++) {
      var created = start.plusSeconds(60L * minute);
      var high = "high" + minute;
      jobs.add(new Candidate(high, high, high, List.of("lake"), created, 10, false));
      var admitted =
          Admission.decide(jobs, Map.of("lake", 1)).entrySet().stream()
              .filter(decision -> decision.getValue() instanceof Decision.Admit)
              .map(Map.Entry::getKey)
              .toList();
      assertThat(admitted).hasSize(1);
      if (admitted.contains("low")) {
        assertThat(minute).as("it is passed for the whole time").isGreaterThanOrEqualTo(MINUTES);
        return;
      }
      jobs.removeIf(job -> admitted.contains(job.uid())); // started and ended within the minute
    }
    throw new AssertionError("The run of low priority never started");
  }

  @Test
  void aRunThatNeedsTwoConnectionsIsNotPassedForEverByThoseThatNeedOne() {
    var start = Instant.parse(Given.CREATED);
    var jobs = new ArrayList<Candidate>();
    jobs.add(new Candidate("a", "a", "a", List.of("lake"), start, 0, true));
    jobs.add(new Candidate("b", "b", "b", List.of("mail"), start, 0, true));
    var both = List.of("lake", "mail");
    jobs.add(new Candidate("both", "both", "both", both, start.plusSeconds(1), 0, false));
    for (int i = 2; i < 20; i++) {
      var one = List.of(i % 2 == 0 ? "lake" : "mail");
      var name = "one" + i;
      jobs.add(new Candidate(name, name, name, one, start.plusSeconds(i), 0, false));
    }
    var limits = Map.of("lake", 1, "mail", 1);
    assertThat(Admission.decide(jobs, limits).values()).hasOnlyElementsOfType(Decision.Wait.class);
    jobs.removeFirst();
    assertThat(Admission.decide(jobs, limits).values()).hasOnlyElementsOfType(Decision.Wait.class);
    jobs.removeFirst();
    assertThat(Admission.decide(jobs, limits).get("both")).isInstanceOf(Decision.Admit.class);
  }
}
