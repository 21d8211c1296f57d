package dev.penstock.operator.it;

import dev.penstock.operator.settings.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The operator of one namespace, to whose call number k something happens. If it dies of that, it
 * is there again with empty hands, as a Deployment would have it.
 */
final class Phoenix implements AutoCloseable {
  private final TestCluster cluster;
  private final Settings settings;
  private final Optional<Fault> fault;
  private final int at;
  private final ExecutorService background;
  private final AtomicInteger number = new AtomicInteger();
  private final ConcurrentLinkedQueue<ApiRequest> calls = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<TestOperator> alive = new ConcurrentLinkedQueue<>();
  private final ApiProxy first;
  private volatile String hit = "";

  /**
   * Starts it in the background: it dies while it starts, if its calls have it so.
   *
   * @param fault empty: all goes well
   * @param at which call is hit, from 1
   * @param lag by which every event reaches it late
   * @param background outlives it, and runs what it leaves behind
   */
  Phoenix(
      TestCluster cluster,
      String namespace,
      Optional<Fault> fault,
      int at,
      Duration lag,
      ExecutorService background) {
    this.cluster = cluster;
    this.settings = TestOperator.settings(Optional.empty(), namespace);
    this.fault = fault;
    this.at = at;
    this.background = background;
    this.first = ApiProxy.start(cluster.account(), this::fate);
    first.lag(lag);
    background.submit(() -> alive.add(TestOperator.start(first, cluster.account(), settings)));
  }

  /** {@return the calls of its first life} */
  List<ApiRequest> calls() {
    return List.copyOf(calls);
  }

  /** {@return the call that was hit; empty: there were fewer calls} */
  String hit() {
    return hit;
  }

  @Override
  public void close() {
    alive.forEach(operator -> background.submit(() -> bury(operator)));
  }

  private Fate fate(ApiRequest request) {
    if (!request.isCall()) {
      return new Fate.Pass();
    }
    calls.add(request);
    if (number.incrementAndGet() != at || fault.isEmpty()) {
      return new Fate.Pass();
    }
    hit = request.toString();
    return fault.get().fate(request, this::die, first::forget);
  }

  private void die() {
    first.cut();
    background.submit(
        () -> alive.add(TestOperator.start(cluster, settings, any -> new Fate.Pass())));
  }

  private static void bury(TestOperator operator) {
    operator.kill();
    operator.close();
  }
}
