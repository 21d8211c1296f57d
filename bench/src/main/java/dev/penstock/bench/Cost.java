package dev.penstock.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What one piece of work took.
 *
 * @param list requests for a listing, which {@code get} has not
 * @param statements in effect: how often the warehouse was asked and its answer awaited, logins
 *     left out; BEGIN goes along with the statement after it
 */
record Cost(
    long millis,
    long put,
    long get,
    long list,
    long head,
    long delete,
    long sessions,
    long statements) {
  static final String HEAD =
      String.format(
          "%-20s %7s %5s %5s %5s %5s %7s %9s %11s",
          "", "ms", "PUT", "GET", "LIST", "HEAD", "DELETE", "sessions", "statements");

  static Cost median(List<Cost> costs) {
    return new Cost(
        of(costs, Cost::millis),
        of(costs, Cost::put),
        of(costs, Cost::get),
        of(costs, Cost::list),
        of(costs, Cost::head),
        of(costs, Cost::delete),
        of(costs, Cost::sessions),
        of(costs, Cost::statements));
  }

  private static long of(List<Cost> costs, ToLongFunction<Cost> figure) {
    return middle(costs.stream().map(cost -> figure.applyAsLong(cost)).toList());
  }

  /** {@return the median; of an even number of values the greater of the two} */
  static <T extends Comparable<T>> T middle(List<T> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  String line(String what) {
    return String.format(
        Locale.ROOT,
        "%-20s %7d %5d %5d %5d %5d %7d %9d %11d",
        what,
        millis,
        put,
        get,
        list,
        head,
        delete,
        sessions,
        statements);
  }
}
