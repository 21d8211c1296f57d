package dev.penstock.operator.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.operator.Given;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * A namespace in which runs arrive and end and limits change, and whose operator forgets all after
 * each decision. What must hold is said a second time here, in another way than the code.
 */
final class SimulatedNamespace {
  private final RandomGenerator random;
  private final List<Candidate> jobs = new ArrayList<>();
  private final Map<String, Integer> limits = new TreeMap<>();
  private final List<String> story = new ArrayList<>();
  private final Map<String, List<String>> connections = new TreeMap<>();
  private Instant now = Instant.parse(Given.CREATED);
  private int made;

  SimulatedNamespace(RandomGenerator random, int size) {
    this.random = random;
    for (int pipeline = 0; pipeline <= random.nextInt(size); pipeline++) {
      var names = new TreeSet<String>();
      for (int use = 0; use <= random.nextInt(3); use++) {
        names.add("c" + random.nextInt(size));
      }
      connections.put("p" + pipeline, List.copyOf(names));
    }
    for (int connection = 0; connection < size; connection++) {
      limit("c" + connection);
    }
  }

  List<String> story() {
    return story;
  }

  boolean waits() {
    return jobs.stream().anyMatch(job -> !job.active());
  }

  /** Something happens, then everyone who may start does. */
  void step() {
    now = now.plusSeconds(random.nextInt(1200));
    switch (random.nextInt(10)) {
      case 0 -> limit("c" + random.nextInt(limits.size() + 1));
      case 1, 2, 3, 4, 5 -> arrives();
      default -> end();
    }
    settle();
  }

  /** Nothing arrives any more: a run ends, then everyone who may start does. */
  void drain() {
    end();
    settle();
  }

  private void limit(String connection) {
    int limit = random.nextInt(4);
    if (limit == 0) {
      limits.remove(connection);
    } else {
      limits.put(connection, limit);
    }
    story.add("limit " + connection + " " + limit);
  }

  private void arrives() {
    var pipelines = List.copyOf(connections.keySet());
    var pipeline = pipelines.get(random.nextInt(pipelines.size()));
    var name = "j" + made++;
    // Several Jobs of a second are common: the times of Kubernetes have no fractions.
    var created = now.minusSeconds(now.getEpochSecond() % 300);
    int priority = random.nextBoolean() ? 0 : random.nextInt(-10, 11);
    var uses = connections.getOrDefault(pipeline, List.of());
    jobs.add(new Candidate(name, name, pipeline, uses, created, priority, false));
    story.add("%s of %s %s at %s priority %d".formatted(name, pipeline, uses, created, priority));
  }

  private void end() {
    var active = jobs.stream().filter(Candidate::active).toList();
    if (!active.isEmpty()) {
      var ended = active.get(random.nextInt(active.size()));
      jobs.remove(ended);
      story.add("end " + ended.job());
    }
  }

  /** In whatever order the threads of two operators come: the same runs start. */
  private void settle() {
    var decisions = decide();
    var may = admitted(decisions);
    while (!may.isEmpty()) {
      var next = List.copyOf(may).get(random.nextInt(may.size()));
      start(next);
      may.remove(next);
      decisions = decide();
      assertThat(admitted(decisions)).as("who may start after %s", next).isEqualTo(may);
    }
  }

  private Map<String, Decision> decide() {
    var decisions = Admission.decide(jobs, limits);
    var shuffled = new ArrayList<>(jobs);
    Collections.shuffle(shuffled, Random.from(random));
    assertThat(Admission.decide(shuffled, limits)).as("order of the list").isEqualTo(decisions);
    assertThat(decisions).containsOnlyKeys(waiting().stream().map(Candidate::uid).toList());
    expected().forEach((uid, says) -> assertThat(text(decisions.get(uid))).as(uid).contains(says));
    return decisions;
  }

  private void start(String uid) {
    var job = jobs.stream().filter(each -> each.uid().equals(uid)).findFirst().orElseThrow();
    jobs.remove(job);
    jobs.add(
        new Candidate(
            uid,
            job.job(),
            job.pipeline(),
            job.connections(),
            job.created(),
            job.priority(),
            true));
    story.add("start " + uid);
    assertThat(jobs.stream().filter(Candidate::active).filter(j -> same(j, job)).toList())
        .as("runs of pipeline %s", job.pipeline())
        .hasSize(1);
    for (var connection : job.connections()) {
      if (limits.containsKey(connection)) {
        assertThat(active(connection)).as(connection).isLessThanOrEqualTo(limits.get(connection));
      }
    }
  }

  /** What each waiting run must be told, by counting anew for each of them. */
  private Map<String, String> expected() {
    var inOrder = waiting();
    var expected = new HashMap<String, String>();
    var queued = inOrder.stream().filter(job -> !behindItsPipeline(job, inOrder)).toList();
    var held =
        queued.stream()
            .filter(job -> job.connections().stream().anyMatch(c -> full(c, before(job, queued))))
            .toList();
    for (var job : inOrder) {
      if (held.contains(job)) {
        var connection =
            job.connections().stream().filter(c -> full(c, before(job, queued))).findFirst().get();
        expected.put(
            job.uid(),
            "Connection %s takes %s at once; this one is %s of %d waiting"
                .formatted(
                    connection,
                    limits.get(connection) == 1 ? "1 run" : limits.get(connection) + " runs",
                    Ordinal.of(using(connection, before(job, held)) + 1),
                    using(connection, held)));
      } else if (queued.contains(job)) {
        expected.put(job.uid(), "admitted");
      } else {
        var behind = inOrder.stream().filter(j -> same(j, job) && !queued.contains(j)).toList();
        expected.put(
            job.uid(),
            "this one is %s of %d waiting"
                .formatted(Ordinal.of(behind.indexOf(job) + 1), behind.size()));
      }
    }
    return expected;
  }

  private boolean behindItsPipeline(Candidate job, List<Candidate> inOrder) {
    return jobs.stream().anyMatch(other -> other.active() && same(other, job))
        || before(job, inOrder).stream().anyMatch(other -> same(other, job));
  }

  private boolean full(String connection, List<Candidate> before) {
    var limit = limits.get(connection);
    return limit != null && active(connection) + using(connection, before) >= limit;
  }

  private int active(String connection) {
    return using(connection, jobs.stream().filter(Candidate::active).toList());
  }

  private static int using(String connection, List<Candidate> some) {
    return (int) some.stream().filter(job -> job.connections().contains(connection)).count();
  }

  /** By minutes waited and ten more for each step of priority. */
  private List<Candidate> waiting() {
    return jobs.stream()
        .filter(job -> !job.active())
        .sorted((a, b) -> {
          var credit = Duration.ofMinutes(10L * (b.priority() - a.priority()));
          int first = a.created().plus(credit).compareTo(b.created());
          int second = first != 0 ? first : a.created().compareTo(b.created());
          return second != 0 ? second : a.job().compareTo(b.job());
        })
        .toList();
  }

  private static List<Candidate> before(Candidate job, List<Candidate> inOrder) {
    return inOrder.subList(0, inOrder.indexOf(job));
  }

  private static boolean same(Candidate one, Candidate other) {
    return one.pipeline().equals(other.pipeline());
  }

  private static Set<String> admitted(Map<String, Decision> decisions) {
    return decisions.entrySet().stream()
        .filter(decision -> decision.getValue() instanceof Decision.Admit)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(Decision decision) {
    return switch (decision) {
      case Decision.Admit() -> "admitted";
      case Decision.Wait(var reason, var message) -> message;
    };
  }
}
