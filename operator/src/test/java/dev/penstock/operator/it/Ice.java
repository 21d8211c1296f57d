package dev.penstock.operator.it;

import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Freezes an operator at a request: what it sends from then on is kept on the way, and its lease is
 * not renewed. When it thaws, what was kept arrives.
 */
final class Ice implements Function<ApiRequest, Fate> {
  private final Predicate<ApiRequest> moment;
  private final CountDownLatch frozen = new CountDownLatch(1);
  private final CountDownLatch thawed = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<ApiRequest> late = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<ApiRequest> begunAfterwards = new ConcurrentLinkedQueue<>();

  Ice(Predicate<ApiRequest> moment) {
    this.moment = moment;
  }

  @Override
  public Fate apply(ApiRequest request) {
    if (thawed.getCount() == 0 && request.writes()) {
      begunAfterwards.add(request);
    }
    if (moment.test(request)) {
      frozen.countDown();
    }
    if (!isFrozen()) {
      return new Fate.Pass();
    }
    if (request.isOfLease() || thawed.getCount() == 0) {
      return new Fate.Reset();
    }
    await(thawed);
    late.add(request);
    return new Fate.Pass();
  }

  boolean isFrozen() {
    return frozen.getCount() == 0;
  }

  void thaw() {
    thawed.countDown();
  }

  /** {@return what was kept and has been let go} */
  List<ApiRequest> late() {
    return List.copyOf(late);
  }

  /** {@return the writes that were begun after the thaw} */
  List<ApiRequest> begunAfterwards() {
    return begunAfterwards.stream().filter(request -> !request.isOfLease()).toList();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
