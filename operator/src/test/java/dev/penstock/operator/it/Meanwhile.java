package dev.penstock.operator.it;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Does something once, just before the first write to objects of that kind leaves: what someone
 * else does between two requests of ours.
 */
final class Meanwhile implements Interceptor {
  private final String kind;
  private final Runnable act;
  private final AtomicBoolean done = new AtomicBoolean();

  /**
   * @param kind as the path writes it, as {@code jobs}
   * @param act may throw: then the request never leaves
   */
  Meanwhile(String kind, Runnable act) {
    this.kind = kind;
    this.act = act;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    boolean writes = !request.method().equals("GET");
    if (writes && request.uri().getPath().contains("/" + kind) && done.compareAndSet(false, true)) {
      act.run();
    }
  }

  boolean happened() {
    return done.get();
  }
}
