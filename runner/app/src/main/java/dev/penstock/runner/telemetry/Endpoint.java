package dev.penstock.runner.telemetry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * Where messages of one kind go.
 *
 * @param what it is, in a word, for the log
 * @param uri http or https
 * @param headers beside that of the content
 */
record Endpoint(String what, URI uri, Map<String, String> headers) {
  Endpoint {
    headers = Map.copyOf(headers);
  }

  /**
   * {@return the endpoint}
   *
   * @throws IllegalArgumentException for a text that is no such URL; it does not repeat the text
   */
  static Endpoint of(String what, String variable, String url, Map<String, String> headers) {
    try {
      var uri = new URI(url);
      var scheme = uri.getScheme();
      if (("http".equals(scheme) || "https".equals(scheme))
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawFragment() == null) {
        return new Endpoint(what, uri, headers);
      }
    } catch (URISyntaxException e) {
      // Said below, without the text: it may hold more than an address.
    }
    throw new IllegalArgumentException(
        variable + " is no http or https URL without user, password and fragment");
  }

  /**
   * {@return the endpoint at a path below a URL, with the query that the URL has}
   *
   * @throws IllegalArgumentException likewise
   */
  static Endpoint below(
      String what, String variable, String base, String path, Map<String, String> headers) {
    var known = of(what, variable, base, headers);
    int end = base.indexOf('?');
    var before = end < 0 ? base : base.substring(0, end);
    var query = end < 0 ? "" : base.substring(end);
    return of(
        what, variable, before + (before.endsWith("/") ? "" : "/") + path + query, known.headers());
  }

  /** {@return where it is, for the log} */
  String place() {
    return uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  /** Headers may be secret. */
  @Override
  public String toString() {
    return what + " at " + place();
  }
}
