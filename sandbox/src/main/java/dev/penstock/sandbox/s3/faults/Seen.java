package dev.penstock.sandbox.s3.faults;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as it came by, before its body.
 *
 * @param key bucket and key, decoded; of a virtual host only the key
 * @param query without its question mark; empty: none
 */
public record Seen(String method, String key, String query, Map<String, String> headers) {
  public Seen {
    var caseless = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    caseless.putAll(headers);
    headers = Collections.unmodifiableMap(caseless);
  }

  static Seen of(RequestHead request) {
    return new Seen(request.method(), request.key(), request.query(), request.head().headers());
  }

  /** {@return the header of that name, whatever its case} */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public String toString() {
    return method + " " + key + (query.isEmpty() ? "" : "?" + query);
  }
}
