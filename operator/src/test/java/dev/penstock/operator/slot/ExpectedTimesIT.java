package dev.penstock.operator.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.penstock.operator.slot.CronOracle.Question;
import dev.penstock.sandbox.kubernetes.Machine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Our expected times beside those of the parser that Kubernetes' CronJob controller uses. */
class ExpectedTimesIT {
  private static final Instant FIRST = Instant.parse("2023-12-31T12:00:00Z");
  private static final Instant LAST = Instant.parse("2025-01-01T12:00:00Z");

  /** Asked over the whole year. */
  private static final List<String> SPARSE =
      List.of(
          "30 0 * * *",
          "30 1 * * *",
          "30 2 * * *",
          "30 3 * * *",
          "0 0 * * *",
          "0 23 * * *",
          "5/20 0-3 * * SUN",
          "0 */6 * * *",
          "0 0 29 2 *",
          "0 0 30 2 *",
          "0 0 31 * *",
          "15 2 1,15 * MON",
          "15 2 */2 * MON",
          "15 2 */1 * MON",
          "45 1 * MAR,OCT,NOV 0",
          "@weekly",
          "@monthly",
          "@hourly");

  /** Asked over the days around a change of the clocks. */
  private static final List<String> DENSE = List.of("* * * * *", "*/15 1-3 * * *", "7 * * * *");

  @Test
  void areThoseOfKubernetesInEveryZoneWhoseClocksChange() throws Exception {
    assumeTrue(
        Machine.onPath("go").isPresent(), "Go builds Kubernetes' parser; this machine has none");
    var oracle = CronOracle.build(go());
    var all = zonesWithChanges();
    var zones = agreed(all, oracle);
    var questions = zones.stream().flatMap(ExpectedTimesIT::questions).toList();

    var theirs = oracle.ask(questions);

    assertThat(theirs).hasSameSizeAs(questions);
    long slots = 0;
    for (int i = 0; i < questions.size(); i++) {
      var asked = questions.get(i);
      var ours =
          ExpectedTimes.of(asked.schedule(), ZoneId.of(asked.zone()))
              .orElseThrow()
              .between(asked.after(), asked.last());
      assertThat(difference(ours, theirs.get(i))).as(asked.toString()).isEmpty();
      slots += ours.size();
    }
    all.removeAll(zones);
    System.out.printf(
        "Expected times: %d zones whose clocks changed in 2024, %d questions, %d slots compared,"
            + " all equal; left out, since Java and Go have other rules for them: %s%n",
        zones.size(), questions.size(), slots, all);
    assertThat(zones).hasSizeGreaterThan(100);
    assertThat(all).as("zones of databases of two dates").hasSizeLessThan(20);
    assertThat(slots).isGreaterThan(500_000);
  }

  private static Stream<Question> questions(ZoneId zone) {
    var id = zone.getId();
    var questions = new ArrayList<Question>();
    SPARSE.forEach(line -> questions.add(new Question(id, line, FIRST, LAST)));
    for (var change : changes(zone)) {
      var from = change.minus(Duration.ofHours(30));
      var to = change.plus(Duration.ofHours(30));
      DENSE.forEach(line -> questions.add(new Question(id, line, from, to)));
      // What comes next depends on where the search begins.
      for (int minutes = -200; minutes <= 200; minutes += 17) {
        var start = change.plus(Duration.ofMinutes(minutes));
        questions.add(new Question(id, "0 2 * * *", start, to));
        questions.add(new Question(id, "10 0,1 * * *", start, to));
      }
    }
    return questions.stream();
  }

  /** {@return the zones for which the databases of Java and of Go have the same rules} */
  private static List<ZoneId> agreed(List<ZoneId> zones, CronOracle oracle) throws Exception {
    var asked =
        zones.stream().map(zone -> new Question(zone.getId(), "changes", FIRST, LAST)).toList();
    var theirs = oracle.ask(asked);
    return IntStream.range(0, zones.size())
        .filter(i -> changes(zones.get(i)).equals(theirs.get(i)))
        .mapToObj(zones::get)
        .toList();
  }

  private static List<Instant> difference(List<Instant> some, List<Instant> others) {
    var differing = new TreeSet<>(some);
    others.stream().filter(time -> !differing.remove(time)).forEach(differing::add);
    return List.copyOf(differing);
  }

  private static List<ZoneId> zonesWithChanges() {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(name -> !name.startsWith("SystemV/")) // Java's own
        .sorted()
        .map(ZoneId::of)
        .filter(zone -> !changes(zone).isEmpty())
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static List<Instant> changes(ZoneId zone) {
    return Stream.iterate(
            zone.getRules().nextTransition(FIRST),
            change -> change != null && change.getInstant().isBefore(LAST),
            change -> zone.getRules().nextTransition(change.getInstant()))
        .map(change -> change.getInstant())
        .toList();
  }

  private static String go() throws Exception {
    var process = new ProcessBuilder("go", "env", "GOVERSION").start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
