package dev.penstock.sandbox.s3.faults;

import java.util.regex.Pattern;

/**
 * Which requests a fault is for.
 *
 * @param method as {@code PUT}; empty: each
 * @param key what {@code bucket/key} matches as a whole, decoded, without its query
 * @param query what is found in the query
 */
public record Requests(String method, Pattern key, Pattern query) {
  public static Requests all() {
    return of("", ".*");
  }

  /** By method and key, as {@code of("GET", "acme-lake/parts/.*")}. */
  public static Requests of(String method, String regex) {
    return new Requests(method, Pattern.compile(regex, Pattern.DOTALL), Pattern.compile(""));
  }

  /** Of these the ones whose query has this, as {@code asking("partNumber=2(&|$)")}. */
  public Requests asking(String regex) {
    return new Requests(method, key, Pattern.compile(regex));
  }

  boolean name(RequestHead request) {
    return (method.isEmpty() || method.equals(request.method()))
        && key.matcher(request.key()).matches()
        && query.matcher(request.query()).find();
  }
}
