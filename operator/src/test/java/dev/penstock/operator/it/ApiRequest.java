package dev.penstock.operator.it;

import com.sun.net.httpserver.HttpExchange;
import java.util.Objects;

/**
 * What an operator asks of the API server.
 *
 * @param query decoded, empty without one
 */
record ApiRequest(String method, String path, String query) {
  static ApiRequest of(HttpExchange exchange) {
    var uri = exchange.getRequestURI();
    return new ApiRequest(
        exchange.getRequestMethod(), uri.getPath(), Objects.requireNonNullElse(uri.getQuery(), ""));
  }

  boolean isWatch() {
    return query.contains("watch=true");
  }

  boolean writes() {
    return !method.equals("GET");
  }

  boolean isOfLease() {
    return path.contains("/leases");
  }

  /** {@return whether a reconciliation makes it, and neither an informer nor the election} */
  boolean isCall() {
    return !isWatch() && !query.contains("resourceVersion=") && !isOfLease();
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
