package dev.penstock.operator.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.api.AfterStatus;
import dev.penstock.api.EtlPipelineStatus;
import dev.penstock.api.EtlRunSpec;
import dev.penstock.api.EtlRunStatus;
import dev.penstock.api.RunState;
import dev.penstock.api.RunSummary;
import dev.penstock.api.RunTrigger;
import dev.penstock.api.UpstreamStatus;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import dev.penstock.operator.resource.Marks;
import dev.penstock.operator.resource.Owners;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Upstreams that commit and whose logs begin anew, an operator that ends anywhere, copies of
 * upstreams and runs that lag behind: the order in which things happened is known here, and not to
 * what is tested.
 */
class WaitingModelTest {
  private static final int SEEDS = 400;
  private static final int STEPS = 80;
  private static final List<String> NAMES = List.of("a", "b", "c");

  @ParameterizedTest
  @CsvSource({"All, false", "Any, false", "All, true", "Any, true"})
  void eachCommitIsTakenOnceAndInOrderAndTheNewestIsNotForgotten(String when, boolean loses) {
    for (int seed = 0; seed < SEEDS; seed++) {
      new World(when, loses, seed).live();
    }
  }

  private static final class World {
    private final String seed;
    private final boolean any;
    private final boolean loses;
    private final Random random;
    private final EtlPipeline pipeline;
    private final Map<String, List<EtlPipeline>> upstreams = new TreeMap<>();
    private final Map<String, Long> heads = new HashMap<>();
    // What the API server holds, and what it has held.
    private final Map<String, EtlRun> runs = new LinkedHashMap<>();
    private final List<List<EtlRun>> copies = new ArrayList<>(List.of(List.of()));
    private final Set<String> names = new HashSet<>();
    // When the commits ended that the runs were made for.
    private final List<Map<String, String>> made = new ArrayList<>();
    private int clock = 1000;

    World(String when, boolean loses, int seed) {
      this.seed = "%s, %s, seed %d".formatted(when, loses, seed);
      this.any = when.equals("Any");
      this.loses = loses;
      this.random = new Random(seed);
      this.pipeline =
          Given.pipeline(
              "report",
              "after: {when: %s, pipelines: [{name: a}, {name: b}, {name: c}]}\n".formatted(when));
      NAMES.forEach(name -> upstreams.put(name, new ArrayList<>(List.of(Given.pipeline(name)))));
    }

    void live() {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(8)) {
          case 0, 1, 2 -> commits(NAMES.get(random.nextInt(3)), random.nextInt(8) == 0);
          case 3 -> allEnd(random.nextBoolean() ? RunState.SUCCEEDED : RunState.FAILED);
          case 4 -> looks(view(), copy(), true);
          case 5 -> {
            if (loses) {
              pipeline.setStatus(null);
            }
          }
          default -> looks(view(), copy(), false);
        }
        var unfinished = runs.values().stream().filter(run -> run.getStatus() == null).count();
        assertThat(unfinished).as(seed).isLessThanOrEqualTo(1);
      }
      settles();
      var last = made.isEmpty() ? Map.<String, String>of() : made.getLast();
      var behind =
          heads.keySet().stream().filter(name -> !ended(name).equals(last.get(name))).toList();
      if (any) {
        assertThat(behind).as(seed).isEmpty();
      } else {
        assertThat(behind).as(seed).hasSizeLessThan(3);
      }
    }

    private void settles() {
      for (int look = 0; look < 3; look++) {
        allEnd(RunState.SUCCEEDED);
        looks(newest(), List.copyOf(runs.values()), false);
      }
    }

    private void commits(String name, boolean anew) {
      var number = anew ? 0L : heads.getOrDefault(name, -1L) + 1;
      heads.put(name, number);
      clock++;
      var upstream = Given.pipeline(name);
      var success =
          new RunSummary(
              "r",
              "%08x-of-a-run".formatted(clock),
              RunState.SUCCEEDED,
              null,
              null,
              null,
              number,
              null,
              null,
              time(),
              null);
      upstream.setStatus(status(success, null));
      upstreams.get(name).add(upstream);
    }

    private String time() {
      return "2026-11-24T10:%02d:%02dZ".formatted(clock / 60 % 60, clock % 60);
    }

    private static EtlPipelineStatus status(RunSummary success, AfterStatus after) {
      return new EtlPipelineStatus(
          1L, List.of(), null, null, success, success, 0, null, null, null, null, after);
    }

    private Map<String, EtlPipeline> newest() {
      var all = new TreeMap<String, EtlPipeline>();
      upstreams.forEach((name, history) -> all.put(name, history.getLast()));
      return all;
    }

    private Map<String, EtlPipeline> view() {
      var all = new TreeMap<String, EtlPipeline>();
      upstreams.forEach((name, history) -> all.put(name, recent(history)));
      return all;
    }

    /** Of status and runs one may be lost or late; what both do not know nobody does. */
    private List<EtlRun> copy() {
      return loses ? copies.getLast() : recent(copies);
    }

    private <T> T recent(List<T> history) {
      return history.get(
          Math.max(0, history.size() - 1 - (random.nextBoolean() ? 0 : random.nextInt(5))));
    }

    /** As PipelineReconciler and UpstreamRun do it. */
    private void looks(Map<String, EtlPipeline> others, List<EtlRun> cached, boolean ends) {
      var waiting = Waiting.of(pipeline, true, others, cached).orElseThrow();
      if (waiting.due().isPresent()) {
        var all = new ArrayList<>(cached);
        all.addAll(runs.values());
        var again = Waiting.of(pipeline, true, others, all).orElseThrow();
        again.due().ifPresent(due -> all.add(make(due, again.status())));
        waiting = Waiting.of(pipeline, true, others, all).orElseThrow();
      }
      if (ends) {
        return;
      }
      pipeline.setStatus(status(null, waiting.status()));
      if (!loses && random.nextInt(3) == 0) {
        // Housekeeping: of those that this status knows.
        cached.stream()
            .filter(run -> run.getStatus() != null)
            .forEach(run -> runs.remove(run.getMetadata().getName()));
        copies.add(List.copyOf(runs.values()));
      }
    }

    private EtlRun make(Combination due, AfterStatus status) {
      var name = due.run("report", pipeline.getMetadata().getUid());
      if (!runs.containsKey(name)) {
        assertThat(names.add(name)).as("%s: %s made again", seed, due).isTrue();
        var times = times(due, status);
        previous(times).ifPresent(before -> isLater(times, before));
        made.add(times);
        clock++;
        var run = Given.run(name, "report");
        run.setSpec(new EtlRunSpec("report", RunTrigger.UPSTREAM));
        run.getMetadata().setOwnerReferences(List.of(Owners.to(pipeline)));
        run.getMetadata().setAnnotations(Map.of(Marks.UPSTREAMS, due.text()));
        run.getMetadata().setCreationTimestamp(time());
        runs.put(name, run);
        copies.add(List.copyOf(runs.values()));
      }
      return runs.get(name);
    }

    private static Map<String, String> times(Combination due, AfterStatus status) {
      var times = new TreeMap<String, String>();
      for (UpstreamStatus one : Objects.requireNonNull(status.upstreams())) {
        if (due.commits().containsKey(one.name())) {
          times.put(one.name(), String.valueOf(one.completionTime()));
        }
      }
      return times;
    }

    private Optional<Map<String, String>> previous(Map<String, String> times) {
      return made.isEmpty() || times.containsValue("null") || made.getLast().containsValue("null")
          ? Optional.empty()
          : Optional.of(made.getLast());
    }

    private void isLater(Map<String, String> times, Map<String, String> before) {
      var later =
          times.keySet().stream()
              .filter(name -> times.get(name).compareTo(before.getOrDefault(name, "")) > 0)
              .toList();
      assertThat(later).as("%s: %s after %s", seed, times, before).hasSize(any ? later.size() : 3);
      assertThat(later).as("%s: %s after %s", seed, times, before).isNotEmpty();
      before.forEach((name, time) ->
          assertThat(times.getOrDefault(name, ""))
              .as("%s: %s goes back", seed, name)
              .isGreaterThanOrEqualTo(time));
    }

    private String ended(String name) {
      return upstreams.get(name).getLast().getStatus().lastSuccessfulRun().completionTime();
    }

    private void allEnd(RunState state) {
      runs.replaceAll((name, run) -> {
        if (run.getStatus() != null) {
          return run;
        }
        var ended = Given.run(name, "report");
        ended.setMetadata(run.getMetadata());
        ended.setSpec(run.getSpec());
        ended.setStatus(
            new EtlRunStatus(
                state, null, null, null, null, null, null, null, null, null, null, null, "then",
                null));
        return ended;
      });
      copies.add(List.copyOf(runs.values()));
    }
  }
}
