package dev.penstock.operator.calls;

import io.fabric8.kubernetes.client.http.HttpRequest;
import java.util.List;

/**
 * What a request asks of the API server, without the name of any object.
 *
 * @param verb of HTTP
 * @param resource the plural, with the subresource as {@code etlruns/status}; other: neither
 */
record Call(String verb, String resource) {
  private static final int GROUPED = 3;
  private static final int CORE = 2;

  static Call of(HttpRequest request) {
    return of(request.method(), request.uri().getPath());
  }

  static Call of(String verb, String path) {
    var words = List.of(path.substring(1).split("/"));
    int type =
        switch (words.getFirst()) {
          case "apis" -> GROUPED;
          case "api" -> CORE;
          default -> words.size();
        };
    if (words.size() > type + 2 && words.get(type).equals("namespaces")) {
      type += 2;
    }
    if (words.size() <= type) {
      return new Call(verb, "other");
    }
    var name = words.get(type);
    return new Call(verb, words.size() > type + 2 ? name + "/" + words.get(type + 2) : name);
  }
}
