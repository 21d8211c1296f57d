package dev.penstock.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What one piece of work took.
 *
 * @param list requests for a listing, which {@code get} has not
 * @param roundTrips to the warehouse, those of a login left out
 */
record Cost(
    long millis,
    long put,
    long get,
    long list,
    long head,
    long delete,
    long sessions,
    long statements,
    long roundTrips) {
  static final String HEAD =
      String.format(
          "%-20s %7s %5s %5s %5s %5s %7s %9s %11s %12s",
          "",
          "ms",
          "PUT",
          "GET",
          "LIST",
          "HEAD",
          "DELETE",
          "sessions",
          "statements",
          "round trips");

  static Cost median(List<Cost> costs) {
    return new Cost(
        of(costs, Cost::millis),
        of(costs, Cost::put),
        of(costs, Cost::get),
        of(costs, Cost::list),
        of(costs, Cost::head),
        of(costs, Cost::delete),
        of(costs, Cost::sessions),
        of(costs, Cost::statements),
        of(costs, Cost::roundTrips));
  }

  private static long of(List<Cost> costs, ToLongFunction<Cost> figure) {
    return middle(costs.stream().map(cost -> figure.applyAsLong(cost)).toList());
  }

  static long middle(List<Long> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  String line(String what) {
    return String.format(
        Locale.ROOT,
        "%-20s %7d %5d %5d %5d %5d %7d %9d %11d %12d",
        what,
        millis,
        put,
        get,
        list,
        head,
        delete,
        sessions,
        statements,
        roundTrips);
  }
}
