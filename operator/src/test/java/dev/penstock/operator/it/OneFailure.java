package dev.penstock.operator.it;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Forbids the first ConfigMap, so that there is one failed reconciliation and one retry. */
final class OneFailure implements Function<ApiRequest, Fate> {
  private final AtomicBoolean done = new AtomicBoolean();

  @Override
  public Fate apply(ApiRequest request) {
    boolean configMap = request.writes() && request.path().contains("/configmaps");
    return configMap && !done.getAndSet(true)
        ? Fate.Answer.error(403, "Forbidden", Map.of())
        : new Fate.Pass();
  }
}
