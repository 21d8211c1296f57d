package dev.penstock.sandbox.gitops;

import dev.penstock.sandbox.gitops.Travel.Event;
import dev.penstock.sandbox.gitops.Travel.What;
import dev.penstock.sandbox.kubernetes.process.Waiting;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Looks after a commit while it travels through the environments. */
public final class Promotion {
  private static final String PIPELINE = "orders";
  private static final String PIPELINE_KIND = "EtlPipeline";
  private static final String VERSION = "penstock.dev/v1alpha1";

  /** Argo CD may miss that a status of ours has changed; asking again costs it a moment. */
  private static final Duration REFRESHED_EVERY = Duration.ofSeconds(5);

  private final ArgoCd argo;
  private final KubernetesClient client;
  private final List<Environment> environments;

  Promotion(ArgoCd argo, KubernetesClient client, List<Environment> environments) {
    this.argo = argo;
    this.client = client;
    this.environments = List.copyOf(environments);
  }

  /**
   * Has Argo CD look at the repository, and tells what can be seen of the commit.
   *
   * @param told of each event once, at once
   * @param enough when to stop
   * @throws IOException when that is not so within the limit, or a part of Argo CD has ended; the
   *     message says how the environments stand
   */
  public Travel follow(
      String commit, Duration limit, Consumer<Event> told, Predicate<Travel> enough)
      throws IOException, InterruptedException {
    var pushed = System.nanoTime();
    var seen = new ArrayList<Event>();
    long[] refreshed = {pushed};
    refresh();
    var held =
        Waiting.until(
            limit,
            () -> {
              argo.check();
              if (System.nanoTime() - refreshed[0] > REFRESHED_EVERY.toNanos()) {
                refreshed[0] = System.nanoTime();
                refresh();
              }
              var stages = stages();
              var now = Duration.ofNanos(System.nanoTime() - pushed);
              for (var environment : environments) {
                Optional.ofNullable(stages.get(environment.name()))
                    .ifPresent(stage -> note(commit, environment.name(), stage, now, seen, told));
              }
              return enough.test(new Travel(commit, seen));
            });
    if (!held) {
      throw new IOException(
          "Commit %s is not where it should be after %d s: %s"
              .formatted(commit.substring(0, 7), limit.toSeconds(), stages()));
    }
    return new Travel(commit, seen);
  }

  /** Has Argo CD look at the repository for every environment. */
  public void refresh() {
    for (var environment : environments) {
      if (argo.applications().find(environment.application()).isPresent()) {
        argo.applications().refresh(environment.application());
      }
    }
  }

  /** How an environment stands; empty while it has no Application. */
  public Optional<Stage> stage(Environment environment) {
    return argo.applications()
        .find(environment.application())
        .map(application ->
            Stage.of(
                application,
                client
                    .genericKubernetesResources(VERSION, PIPELINE_KIND)
                    .inNamespace(environment.namespace())
                    .withName(PIPELINE)
                    .get()));
  }

  /**
   * All of them at one moment, the last one read first: so whoever is seen to be ahead of the one
   * before it really is.
   */
  private Map<String, Stage> stages() {
    var stages = new LinkedHashMap<String, Stage>();
    for (var environment : environments.reversed()) {
      stage(environment).ifPresent(stage -> stages.put(environment.name(), stage));
    }
    return stages;
  }

  private static void note(
      String commit,
      String environment,
      Stage stage,
      Duration now,
      List<Event> seen,
      Consumer<Event> told) {
    if (!stage.holds(commit)) {
      return;
    }
    var news = new LinkedHashMap<What, String>();
    news.put(What.SYNCED, "");
    if (stage.isVerified()) {
      news.put(What.VERIFIED, stage.message());
      if (stage.application().health().equals("Healthy")) {
        news.put(What.HEALTHY, "");
      }
    }
    if (stage.hasFailed()) {
      news.put(What.FAILED, stage.message());
      if (stage.application().health().equals("Degraded")) {
        news.put(What.DEGRADED, "");
      }
    }
    news.forEach((what, detail) -> {
      if (seen.stream().noneMatch(e -> e.environment().equals(environment) && e.what() == what)) {
        var event = new Event(environment, what, now, detail);
        seen.add(event);
        told.accept(event);
      }
    });
  }
}
