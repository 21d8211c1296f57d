package dev.penstock.operator.it;

import java.util.Map;
import java.util.function.Function;

/** Forbids to write ConfigMaps until it is lifted, so that reconciliations fail and are retried. */
final class Forbidden implements Function<ApiRequest, Fate> {
  private volatile boolean lifted;

  void lift() {
    lifted = true;
  }

  @Override
  public Fate apply(ApiRequest request) {
    boolean configMap = request.writes() && request.path().contains("/configmaps");
    return configMap && !lifted ? Fate.Answer.error(403, "Forbidden", Map.of()) : new Fate.Pass();
  }
}
