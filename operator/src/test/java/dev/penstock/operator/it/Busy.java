package dev.penstock.operator.it;

import dev.penstock.api.EtlPipelineSpec;
import dev.penstock.api.RunState;
import dev.penstock.operator.Given;
import dev.penstock.operator.resource.EtlPipeline;
import dev.penstock.operator.resource.EtlRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A team with much to do, for pictures: an operator at work on runs whose lengths, rows and
 * failures are drawn from a seed. The ends of their pods are told as the kubelet would; no row is
 * read.
 */
final class Busy {
  private static final Map<String, Integer> ROWS =
      Map.of(
          "orders", 15_000,
          "customers", 4_000,
          "products", 900,
          "stock", 22_000,
          "returns", 1_300,
          "invoices", 9_500,
          "visits", 60_000);
  private static final List<String> PIPELINES = ROWS.keySet().stream().sorted().toList();
  private static final Set<String> EVERY_MINUTE = Set.of("orders", "stock", "visits");

  private final Random random;
  private final Team team;

  /** When each run that is at work ends. */
  private final Map<String, Instant> ends = new HashMap<>();

  private int runs;
  private int commits;

  Busy(Team team, long seed) {
    this.team = team;
    this.random = new Random(seed);
  }

  /** Has pipelines and runs for that long. */
  void live(Duration time) throws InterruptedException {
    for (var name : PIPELINES) {
      team.ready(pipeline(name));
    }
    var until = Instant.now().plus(time);
    while (Instant.now().isBefore(until)) {
      var active = team.runs().stream().filter(Busy::active).toList();
      for (var name : PIPELINES) {
        long has = active.stream().filter(run -> name.equals(run.getSpec().pipeline())).count();
        if (random.nextInt(16) == 0 && has < 2) {
          team.apply(Given.run("%s-%d".formatted(name, ++runs), name));
        }
      }
      active.stream()
          .filter(run -> run.getStatus() != null && run.getStatus().state() == RunState.RUNNING)
          .forEach(this::goOn);
      Thread.sleep(500);
    }
  }

  private static boolean active(EtlRun run) {
    return run.getStatus() == null || run.getStatus().completionTime() == null;
  }

  private void goOn(EtlRun run) {
    var name = run.getMetadata().getName();
    var pipeline = run.getSpec().pipeline();
    var job = run.getStatus().job();
    var end = ends.computeIfAbsent(name, any -> Instant.now().plusSeconds(4 + random.nextInt(40)));
    if (Instant.now().isBefore(end)) {
      return;
    }
    int luck = random.nextInt(100);
    if (luck < 4) {
      team.podEnds(job, 78, Story.REFUSED);
    } else if (luck < (pipeline.equals("returns") ? 45 : 9)) {
      team.podEnds(job, 65, refused(1 + random.nextInt(40)));
    } else {
      team.podEnds(job, 0, committed(pipeline));
    }
    team.run(name, status -> status.completionTime() != null);
  }

  private static String refused(int rows) {
    return """
    {"reason":"CheckFailed","message":"Check total: %1$d rows break expect","nextStep":"Correct them","rejects":{"refused":%1$d}}\
    """
        .formatted(rows);
  }

  private String committed(String name) {
    commits++;
    long rows = Math.round(ROWS.get(name) * (0.7 + 0.6 * random.nextDouble()));
    // One warehouse is not reached now and then.
    int published = name.equals("invoices") && random.nextInt(3) == 0 ? commits - 1 : commits;
    return """
    {"reason":"Committed","message":"Committed entry %1$d","commit":%1$d,
     "targets":[{"name":"%2$s","rows":%3$d,"parts":1,"bytes":%4$d,"published":%5$d}],
     "rejects":{"truncated":%6$d,"replaced":%7$d}}\
    """
        .formatted(commits, name, rows, rows * 38, published, random.nextInt(6), random.nextInt(4));
  }

  private static EtlPipeline pipeline(String name) {
    var pipeline = Given.pipeline(name, "freshness: 10m\n");
    var text =
        Serialization.asYaml(pipeline.getSpec())
            .replaceFirst("(?s)\ntargets:.*?(?=\n[a-z]|$)", "\n");
    if (EVERY_MINUTE.contains(name)) {
      text = text.replaceFirst("(?m)^schedule:.*$", "schedule: '* * * * *'");
    }
    pipeline.setSpec(
        Serialization.unmarshal(
            text
                + "\ntargets: [{name: %1$s, from: orders, redshift: {connection: warehouse, table: sales.%1$s}}]"
                    .formatted(name),
            EtlPipelineSpec.class));
    return pipeline;
  }
}
